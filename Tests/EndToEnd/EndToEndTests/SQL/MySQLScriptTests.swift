import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// `sql -f` handles a file like the mariadb client its input.
@Suite(.serialized) struct MySQLScriptTests {
    private let ferry: WideFerry

    init() throws {
        ferry = try WideFerry.shared.get()
    }

    private static let fine = #"""
        -- comment; x
        # hash comment; 'quote
        /* c ; */ create table t (id int auto_increment primary key, body varchar(60), bin varbinary(60));
        insert into t values (1, 'semi;colon', x'00ff1b'), (2, "dq;\"x\"", 'a\0b\n'), (3, 'it''s \\ \' ;', _binary'\Z');
        select id, body, hex(bin) from t; select 2 as two;
        /*!40101 select 'versioned' as v */;
        /*!99999 select 'never' as v */;
        /*M! select 'maria' as v */;
        select distinct concat(body, '') as k, id from t; select body as k, count(*) as n from t group by body;
        select distinct body, bin from t; select concat(body, 'x') as k, body from t group by 1, 2;
        select 'a' as `we``ird;name`, 'a--b' as c, 1--1 as d;
        delimiter //
        create procedure several(in n int)
        begin
          select n as first; -- ; in a comment
          insert into t (body) values ('by a procedure;');
          if n > 1 then select n + 1 as second, null as nothing; end if;
          select * from t where false;
        end//
        create trigger tr before insert on t for each row begin set new.body = concat(new.body, '!'); end//
        select 1; select 2//
        select 3 as three //
        DELIMITER $$
        create function plus(a int) returns int deterministic begin return a + 1; end$$
        select plus(1) $$
        delimiter ;
        call several(1);
        call several(2);
        insert into t (body) values ('triggered');
        show tables;
        show columns from t;
        show create procedure several;
        show variables like 'version';
        insert ignore into t values (1, 'dup', null);
        show warnings;
        select 1/0, cast('x' as signed), 'tab	in', 'nl\nin', '', 'ünï', '日本語';
        set @x := 5; select @x, @y;
        set sql_mode = 'ANSI_QUOTES'; select "id" from t where "id" = 1; set sql_mode = '';
        set sql_mode = 'NO_BACKSLASH_ESCAPES'; select 'a\' as s; set sql_mode = '';
        use information_schema
        select database();
        use o;
        start transaction;
        insert into t (body) values ('kept'); commit;
        start transaction;
        insert into t (body) values ('left open, lost at the end');
        select count(*) from t
        """#

    @Test func `tables, routines and results are the same`() throws {
        let runs = try ferry.run(Array(Self.fine.utf8))
        #expect(runs.ours.status == 0)
        expectSame(runs.ours.output, runs.theirs.output, "table")
    }

    @Test func `results with one line for each value are the same`() throws {
        let script = Self.fine.replacing("select plus(1) $$", with: "select plus(1) \\G")
        let runs = try ferry.run(Array(script.utf8), format: "vertical", flags: ["-E"])
        expectSame(runs.ours.output, runs.theirs.output, "vertical")
    }

    @Test func `binary strings are unchanged`() throws {
        var script = Array("create table t (a varbinary(300)); insert into t values (_binary'".utf8)
        for byte: UInt8 in 1...255 {
            script += byte == 0x27 || byte == 0x5C ? [0x5C, byte] : [byte]
        }
        script += Array("'), (x'00'), (0xFFFE), (b'11');\nselect hex(a), length(a) from t; select * from t;".utf8)
        let runs = try ferry.run(script, format: "tsv", flags: ["--batch"])
        expectSame(
            Data(runs.ours.output.prefix(500)), Data(runs.theirs.output.prefix(500)), "tsv")
        let raw = try ferry.run(script, format: "csv", flags: ["--batch", "--raw"])
        #expect(raw.ours.output.contains(0xFF) && raw.ours.output.count > 700)
    }

    private static let failing = #"""
        create table t (id int primary key);
        insert into t values (1);
        insert into t values (1);
        select *
          from nowhere;
        selec 1; select 'on the same line';

        delimiter //
        create procedure p() begin select 1; select * from nowhere; select 2; end//
        call p()//
        begin not atomic
          signal sqlstate '45000' set message_text = 'a "signal"';
        end//
        insert into t values (2)//
        create procedure broken() begin selec 1; end//
        select 'x' as "unterminated
        """#

    @Test func `errors are the same when the whole script runs`() throws {
        let runs = try ferry.run(Array(Self.failing.utf8), stopping: false)
        #expect(Refused.byUs(runs.ours.errors).count >= 6)
        expectSame(runs.ours.output, runs.theirs.output, "table")
    }

    @Test func `the first error is the same, and no output follows it`() throws {
        let runs = try ferry.run(Array(Self.failing.utf8))
        #expect(Refused.byUs(runs.ours.errors).map(\.line) == [3])
    }

    @Test(arguments: [
        "select 1;\n\n\nselect\nnope;\nselect 2;",
        "select 1; -- x\nselect nope; select 2;", "delimiter ;;\nselect nope;;",
        "create table t (a int); insert into t values (1); start transaction; insert into t values (2); selec;",
        "/* a\nb */ select nope;", "-- a\n# b\n\nselect nope", "select 1; select 'a\nb', nope;",
    ])
    func `a script stops where mariadb stops`(script: String) throws {
        let runs = try ferry.run(Array(script.utf8))
        expectSame(runs.ours.output, runs.theirs.output, "table")
    }
}
