/// Scripts for psql.
enum PostgreSQLScripts {
    /// Everything succeeds, and a transaction is left open.
    static let fine = #"""
        -- a comment; with a semicolon
        /* nested /* comment ; */ ; */
        create table t (id int, body text); -- behind
        insert into t values (1, 'semi;colon'), (2, $$dollar;$$), (3, $a$ $$ nested $$ ; $b$ $a$),
          (4, E'it\'s; \\'), (5, U&'d\0061t;a');
        select * from t order by id;
        create function f(x int) returns text language plpgsql as $fn$
        begin
          return $q$inner; $q$ || x || $$ $$;
        end
        $fn$;
        select f(3), f(4);
        create function g(a int) returns int language sql
          begin atomic select a + 1; select case when a > 1 then a else 0 end; end;
        select g(5), g(0);
        create procedure p() language sql
          begin atomic insert into t values (50, 'p'); insert into t values (51, 'p;'); end;
        call p();
        select 1 as one\; select 2 as two\; insert into t values (6,'multi');
        copy t from stdin;
        7	seven\ttab
        8	eight\nnewline; select 'not sql'
        9	\N
        \.
        copy t (body, id) from stdin (format csv, header);
        body,id
        "quoted, comma",10
        "line
        two; \
        ",11
        ,12
        \.
        copy t from stdin\; copy t from stdin;
        13	first
        \.
        14	second
        \.
        copy t from stdin;
        \.
        copy (select * from t order by id) to stdout;
        copy (select id, body from t order by id limit 2) to stdout with csv header;
        do $$ begin raise notice 'a notice'; raise warning 'a warning' using detail = 'd'; end $$;
        \i included.sql
        select 'after the file';
        select
          count(*)

          from t;
        select "id"as"a;b" from t where body = 'semi;colon' \g
        select 1 as x \;
        select 2 as y;
        ;;
        \echo two   words 'it''s' "as it is"
        \echo -n no line feed
        \qecho
        insert into t values (199, 'dropped') \r
        select 'after a reset' as r;
        set standard_conforming_strings = off; set escape_string_warning = off;
        select 'a\'; still a string' as s;
        set standard_conforming_strings = on;
        select 'a\' as s;
        begin;
        savepoint a;
        insert into t values (200, 'lost');
        rollback to a;
        insert into t values (201, 'kept');
        commit;
        begin;
        insert into t values (300, 'left open, lost at the end');
        select count(*) from t
        """#

    static let included = """
        -- included
        insert into t values (100, 'from the file');
        \\ir deeper/included.sql
        select count(*) as included from t;
        """

    static let deeper = "insert into t values (101, 'nested'); \\ir beside.sql\nselect 'open at the end'"
    static let beside = "insert into t values (102, 'beside'); \\q\nselect 'never';"

    /// Many statements fail.
    static let failing = #"""
        create table t (id int primary key, body text);
        insert into t values (1, 'a');
        insert into t values (1, 'b');
        select * from nowhere;
        select 1/0 as x;

        select
          1,
          nosuch
        from t;
        copy t from stdin;
        2	ok
        3	bad	extra column
        4	never
        \.
        select 'after a COPY that failed';
        select * from nowhere_else;
        select 'which is not there';
        select 5 as five\; select 1/0\; select 6;
        begin;
        insert into t values (9, 'x');
        select broken;
        select 'ignored';
        insert into t values (10, 'ignored');
        commit;
        select * from t order by 1;
        do $$ begin raise exception 'custom "%"', 'x' using errcode = 'P0999', detail = 'd', hint = 'h'; end $$;
        select 'ümläut', nosuchcolumn_ü;
        create function bad() returns int language plpgsql as $$ begin return nosuch; end $$;
        select bad();
        copy t (id) from stdin with (format csv);
        20
        notanint
        \.
        insert into t values (30, 'end') ; selec 1;
        create database inside\; select 1;
        select 'unterminated
        """#
}
