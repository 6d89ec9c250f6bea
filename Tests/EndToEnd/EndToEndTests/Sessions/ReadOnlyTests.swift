import Foundation
import SQLWire
import SessionSetup
import TestSupport
import Testing

@testable import Sandbox

/// A read-only session writes no row, whatever a script tries. Another session checks the table.
@Suite struct ReadOnlyTests {
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    /// Texts that run one after another in a new session.
    struct Way: CustomTestStringConvertible, Sendable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
        let texts: [String]
        init(stringLiteral text: String) { texts = [text] }
        init(arrayLiteral texts: String...) { self.texts = texts }
        var testDescription: String { texts.joined(separator: " | ") }
    }

    private static let write = "insert into witness values (1)"

    // MARK: PostgreSQL

    private static let postgreSQLObjects = """
        create table witness (n int);
        create function leave() returns text language sql
            as $$ select set_config('default_transaction_read_only', 'off', false) $$;
        create view leaving as select leave();
        create procedure leave_and_write() language plpgsql as $$ begin
            perform set_config('default_transaction_read_only', 'off', false); commit; insert into witness values (9);
        end $$;
        create procedure write_later() language plpgsql as $$ begin
            perform leave(); commit; insert into witness values (8);
        end $$;
        """

    private static let postgreSQLWays: [Way] = [
        [], "begin read write", "START TRANSACTION READ WRITE", "begin work isolation level serializable, read write",
        "begin/**/READ--x\nWRITE", ["begin", "set transaction read write"],
        ["begin", "set transaction_read_only = off"],
        ["begin", "set local transaction_read_only to 'off'"], ["begin", "savepoint a", "set transaction read write"],
        ["begin read only", "set transaction isolation level repeatable read, read write"],
        ["start transaction", "set local default_transaction_read_only = off", "commit"],
        "set transaction_read_only = off", "set default_transaction_read_only = off",
        "set default_transaction_read_only to 0", "set session default_transaction_read_only = no",
        "SET DEFAULT_TRANSACTION_READ_ONLY TO DEFAULT", "set default_transaction_read_only = f",
        "set \"default_transaction_read_only\" = false", "set U&\"default_transaction_re\\0061d_only\" = off",
        "set default_transaction_read_only = 'off'", "set session characteristics as transaction read write",
        "set session characteristics as transaction isolation level read committed, read write", "reset all",
        "reset default_transaction_read_only", "discard all", ["begin", "reset transaction_read_only"],
        "select set_config('default_transaction_read_only', 'off', false)",
        "select pg_catalog.set_config('DEFAULT_transaction_read_only', 'off', false)",
        "select \"set_config\" ('default_' || 'transaction_read_only', 'off', false)",
        "select set_config(E'default_transaction_re\\x61d_only', 'off', false)",
        "select set_config($$default_transaction_read_only$$, 'off', false)",
        "select set_config(U&'default_transaction_re\\0061d_only', 'off', false)",
        "select set_config('default_transaction_'\n'read_only', 'off', false)",
        "select set_config(n, 'off', false) from (values ('default_transaction_read_only')) v (n)",
        "select set_config(value => 'off', setting_name => 'default_transaction_read_only', is_local => false)",
        "update pg_settings set setting = 'off' where name = 'default_transaction_read_only'",
        "update pg_catalog.\"pg_settings\" set setting = 'off' where name like 'default_transaction_read%'",
        "with x as (update pg_settings set setting = 'off' where name = 'default_transaction_read_only' returning 1) table x",
        ["prepare p as select set_config($1, $2, false)", "execute p('default_transaction_read_only', 'off')"],
        ["prepare p as select leave()", "execute p"], "select leave()", "table leaving", "select * from leaving",
        "explain analyze select leave()", "explain (analyze) select * from leaving", "copy (select leave()) to stdout",
        ["begin", "select leave()", "commit"], ["begin", "declare c cursor for select leave()", "fetch c", "commit"],
        "select leave(); commit; insert into witness values (2)",
        "begin; select leave(); commit; insert into witness values (3)",
        "begin read write; insert into witness values (4); commit",
        "select 1; set default_transaction_read_only = off; commit; insert into witness values (5)",
        "do $$ begin perform set_config('default_transaction_read_only', 'off', false); end $$",
        "do $$ begin set default_transaction_read_only = off; commit; insert into witness values (6); end $$",
        "do $$ begin perform leave(); commit; insert into witness values (6); end $$",
        "do language plpgsql 'begin perform leave(); commit; insert into witness values (6); end'",
        "do 'begin perform leave(); co' 'mmit; insert into witness values (6); end'",
        "do E'begin perform leave(); \\x63ommit; insert into witness values (6); end'",
        "do $$ begin perform leave(); rollback; insert into witness values (6); end $$",
        "do $$ begin call write_later(); end $$", "do $$ begin execute 'call write_later()'; end $$",
        ["begin", "do $$ begin execute 'set default_transaction_re' || 'ad_only = off'; end $$", "commit"],
        ["begin", "do $$ begin perform leave(); end $$", "commit"], ["begin", "call leave_and_write()", "commit"],
        "call leave_and_write()", "call public . write_later ()", "/* x */ CALL write_later()",
        ["begin", "select leave()", "rollback and chain", "commit"],
        "alter role current_user set default_transaction_read_only = off",
        "alter database current set default_transaction_read_only = off", "set session authorization default",
        ["begin", "select leave()", "savepoint a", "select nope", "rollback to a", "commit"],
    ]

    @Test func `no script writes a row in a read-only PostgreSQL session`() async throws {
        let databases = try TwoDatabases(sandbox)
        var plan = try sandbox.plan("harbor")
        plan.database = databases.ours
        let writer = try sandbox.open(plan)
        try await writer.open()
        #expect(try await writer.collect(Self.postgreSQLObjects).failures == [])
        plan.isReadOnly = true
        for way in Self.postgreSQLWays {
            try await tries(way, plan, writer)
        }
        await writer.close()
    }

    @Test(
        arguments: ["begin read write", "set default_transaction_read_only = off", "call leave_and_write()"] as [Way])
    func `the check finds the row if the server rejects nothing`(way: Way) async throws {
        let databases = try TwoDatabases(sandbox)
        var plan = try sandbox.plan("harbor")
        plan.database = databases.ours
        let writer = try sandbox.open(plan)
        try await writer.open()
        _ = try await writer.collect(Self.postgreSQLObjects)
        (plan.isReadOnly, plan.asksForItself) = (true, true)
        let session = try sandbox.open(plan)
        try await session.open()
        for text in way.texts + [Self.write, "commit"] { _ = try await session.collect(text) }
        #expect(try await writer.collect("select n from witness").rows.isEmpty == false)
        await session.close()
        await writer.close()
    }

    @Test func `a function that turns read-only off is reported, and the mode is on again`() async throws {
        let databases = try TwoDatabases(sandbox)
        var plan = try sandbox.plan("harbor")
        plan.database = databases.ours
        let writer = try sandbox.open(plan)
        try await writer.open()
        _ = try await writer.collect(Self.postgreSQLObjects)
        plan.isReadOnly = true
        let session = try sandbox.open(plan)
        try await session.open()
        let left = try await session.collect("select leave()")
        #expect(left.failures.map(\.sqlState) == ["25006"] && left.failures.first?.text.contains("on again") == true)
        #expect(try await session.collect("show default_transaction_read_only").rows == [["on"]])
        await session.close()
        await writer.close()
    }

    // MARK: MariaDB

    private static let mySQLObjects = [
        "create table witness (n int)",
        "create function leave_mode() returns int begin set session tx_read_only = 0; return 1; end",
        "create view leaving as select leave_mode() as a",
        "create procedure leave_and_write() begin set session tx_read_only = 0; insert into witness values (9); end",
    ]

    private static let mySQLWays: [Way] = [
        [], "set session transaction read write", "set transaction read write", "start transaction read write",
        "start transaction with consistent snapshot, read write", "SET tx_read_only = 0",
        "set session tx_read_only = off",
        "set @@tx_read_only = 0", "set @@session.tx_read_only := 0", "set @@local.tx_read_only = 0",
        "set local tx_read_only = default", "set @x = 1, tx_read_only = 0", "set `tx_read_only` = 0",
        "set @@session.`tx_read_only` = 0", "set session transaction isolation level read committed, read write",
        "set statement tx_read_only = 0 for insert into witness values (2)",
        "set statement max_statement_time = 9, tx_read_only = 0 for insert into witness values (2)",
        "begin not atomic set tx_read_only = 0; insert into witness values (3); end",
        "if 1 then set tx_read_only = 0; insert into witness values (3); end if",
        "case 1 when 1 then set tx_read_only = 0; end case", "x: begin not atomic set tx_read_only = 0; end",
        "while 1 do set tx_read_only = 0; insert into witness values (3); end while",
        ["prepare s from 'set session transaction read write'", "execute s"],
        ["prepare s from \"set tx_read_only = 0\"", "execute s"],
        ["set @q = 'set tx_read_only = 0'", "prepare s from @q", "execute s"],
        ["prepare s from concat('set tx_read', '_only = 0')", "execute s"],
        "execute immediate 'set tx_read_only = 0'", "execute immediate concat('set tx_read', '_only = 0')",
        "execute immediate 'execute immediate ''set tx_read_only = 0'''",
        "execute immediate 'begin not atomic set tx_read_only = 0; insert into witness values (4); end'",
        "call leave_and_write()", "call `leave_and_write`",
        "set statement max_statement_time = 9 for call leave_and_write()",
        "execute immediate 'call leave_and_write()'", "/*! set session transaction read write */",
        "/*!50000 set */ session transaction /*M!100000 read */ write", "/*M! set tx_read_only = 0 */",
        "set autocommit = 0", "set autocommit = 1", ["set autocommit = 0", "set tx_read_only = 0"],
        ["set sql_mode = 'ORACLE'", "begin set tx_read_only = 0; insert into witness values (5); end"],
        ["set sql_mode = 'ORACLE'", "begin leave_and_write(); end"],
        ["set sql_mode = 'ORACLE'", "<<x>> begin leave_and_write(); end"],
        ["set sql_mode = 'ANSI_QUOTES'", "set \"tx_read_only\" = 0"],
        ["set sql_mode = 'NO_BACKSLASH_ESCAPES'", "select '\\'; set tx_read_only = 0; -- '"],
        "select leave_mode()", "do leave_mode()", "select * from leaving", "table leaving",
        "select a from leaving where a = 1",
        ["start transaction", "select leave_mode()", "commit"], ["xa start 'a'", "insert into witness values (6)"],
        "lock tables witness write", "select 1; set tx_read_only = 0; insert into witness values (7)",
        "explain insert into witness values (8)", "analyze insert into witness values (8)",
        ["select leave_mode()", "select row_count(), last_insert_id()"], ["select leave_mode()", "show warnings"],
        "set transaction_read_only = 0", "set @@session.transaction_read_only = off",
    ]

    @Test func `no script writes a row in a read-only MySQL session`() async throws {
        let wide = try WideFerry.shared.get()
        var plan = try sandbox.plan("ferry")
        plan.dialPort = wide.port
        plan.database = nil
        let writer = try sandbox.open(plan)
        try await writer.open()
        let database = "ro_" + UUID().uuidString.prefix(8).lowercased()
        for text in ["create database \(database)", "use \(database)"] + Self.mySQLObjects {
            #expect(try await writer.collect(text).failures == [], "\(text)")
        }
        plan.database = database
        plan.isReadOnly = true
        for way in Self.mySQLWays {
            try await tries(way, plan, writer)
        }
        _ = try await writer.collect("drop database \(database)")
        await writer.close()
    }

    /// Runs the texts, then tries all usual ways to write.
    private func tries(_ way: Way, _ plan: SessionPlan, _ writer: any SQLSession) async throws {
        let session = try sandbox.open(plan)
        try await session.open()
        for text in way.texts + [Self.write, "commit", "begin", Self.write, "commit", Self.write] {
            _ = try await session.collect(text)
        }
        #expect(try await session.collect("select 1 + 1").rows == [["2"]], "\(way.testDescription)")
        await session.close()
        #expect(try await writer.collect("select n from witness").rows == [], "\(way.testDescription)")
        _ = try await writer.collect("delete from witness")
    }

    // MARK: What stays possible

    @Test func `statements that only read are sent in a read-only session`() async throws {
        for (engine, texts) in [
            (
                "harbor",
                [
                    "begin", "select count(*) from vessels", "commit", "begin read only", "rollback",
                    "set search_path = public",
                    "set transaction read only", "select set_config('search_path', 'public', false)", "show all",
                    "do $$ begin raise notice 'set x to y'; perform 1; end $$", "explain analyze select 1",
                    "set default_transaction_read_only = on", "reset search_path", "set statement_timeout = 5000",
                    "prepare p as select 1", "execute p", "copy (select 1) to stdout",
                    "set session characteristics as transaction read only",
                    "select 'set transaction read write'", "select 1 as \"read write\"", "begin; select 1; commit",
                ]
            ),
            (
                "ferry",
                [
                    "start transaction", "select count(*) from vessels", "commit", "start transaction read only",
                    "rollback",
                    "set @x = 1", "set autocommit = 1", "set session tx_read_only = 1", "show variables like 'tx%'",
                    "prepare s from 'select 1'", "execute s", "execute immediate 'select 1'", "explain select 1",
                    "select 'set tx_read_only = 0'", "analyze select 1", "set names utf8mb4", "select \"call x()\"",
                    "select 1 as `call`",
                ]
            ),
        ] {
            var plan = try sandbox.plan(engine)
            plan.isReadOnly = true
            let session = try sandbox.open(plan)
            try await session.open()
            for text in texts {
                #expect(try await session.collect(text).failures == [], "\(engine): \(text)")
            }
            await session.close()
        }
    }
}
