import SQLText
import SQLWire
import TestSupport
import Testing

/// EXPLAIN ANALYZE executes its statement, so every form of it needs the statement's confirmation.
@Suite struct MeasuredStatementTests {
    private func effects(_ text: String, _ rules: LexRules) -> [StatementEffect] {
        StatementEffect.all(in: Array(text.utf8), rules: rules)
    }

    private static let postgreSQLForms = [
        "explain analyze ", "EXPLAIN ANALYZE VERBOSE ", "explain analyse ", "explain (analyze) ",
        "explain (analyze true, buffers) ", "explain (costs off, analyze 1) ", "explain (\"analyze\") ",
        "explain (analyze 'on', format json) ", "explain /* a */ analyze -- b\n", "explain (analyze off, analyze) ",
        "EXPLAIN (FORMAT JSON, ANALYZE, BUFFERS) ", "explain (analyze)(", "explain analyze (",
    ]

    private static let mySQLForms = [
        "explain analyze ", "desc analyze ", "DESCRIBE ANALYZE ", "explain analyze format=tree ",
        "explain analyze format = json ", "explain analyze format=json into @plan ", "analyze ",
        "analyze format=json ", "ANALYZE FORMAT = JSON ", "explain /*! analyze */ ", "/*!50000 explain analyze */ ",
        "/*M!100000 analyze */ ", "analyze format=json (", "explain analyze (",
    ]

    private static let postgreSQLStatements = [
        "select pg_terminate_backend(1)", "select nextval('s')", "select setval('s', 1)", "select lo_unlink(1)",
        "select * from dblink_exec('c', 'delete from a')", "select pg_catalog . \"pg_cancel_backend\" (1)",
        "select U&\"pg_terminate\\005fbackend\"(1)", "select * from a for update", "select * from a for share",
        "select * from a for no key update skip locked", "select * from (select * from a for update) x",
        "with x as (delete from a where id = 1 returning *) select * from x", "delete from a where id = 1",
        "update a set b = 1", "insert into a values (1)", "merge into a using b on true when matched then delete",
        "execute p", "create table n as select 1", "select * into n from a", "select pg_advisory_lock(1)",
        "select set_config('transaction_read_only', 'off', false)", "select lo_export(1, '/tmp/x')",
        "select pg_stat_reset_single_table_counters(1)", "refresh materialized view v", "values (nextval('s'))",
        "select query_to_xml('delete from a', true, true, '')", "declare c cursor for select nextval('s')",
        "select aws_lambda.invoke('f', '{}')", "select aurora_inject_crash('instance')", "nonsense",
    ]

    private static let mySQLStatements = [
        "select id--1 from a for update", "select id from a lock in share mode", "select id from a for share",
        "delete from a where id = 1", "update a set b = 1", "insert into a values (1)", "replace into a values (1)",
        "select nextval(s)", "select next value for s", "select setval(s, 1)", "select get_lock('a', 1)",
        "select load_file('/etc/passwd')", "select 1 into outfile '/tmp/x'", "select lambda_sync('a', '{}')",
        "with x as (select 1) delete from a", "select 1 /*! for update */", "select sys_exec('x')", "nonsense",
    ]

    @Test(arguments: postgreSQLForms, postgreSQLStatements)
    func `a measured statement needs its confirmation on PostgreSQL`(form: String, statement: String) {
        check(form, statement, .postgresql)
    }

    @Test(arguments: mySQLForms, mySQLStatements)
    func `a measured statement needs its confirmation on MySQL`(form: String, statement: String) {
        check(form, statement, .mysql)
    }

    private func check(_ form: String, _ statement: String, _ rules: LexRules) {
        let closing = form.hasSuffix("(") ? ")" : ""
        let measured = effects(form + statement + closing, rules)
        #expect(measured.count == 1 && measured.first?.risks.isEmpty == false, "\(form)\(statement)")
        let asked = Set(effects(statement, rules).flatMap(\.risks).map(\.kind))
        #expect(asked.isSubset(of: measured.flatMap(\.risks).map(\.kind)), "\(form)\(statement)")
    }

    @Test(arguments: [
        "select 1", "select * from a where b like '%update%'", "select \"for update\" from a", "values (1)", "table a",
        "with x as (select 1) select * from x", "select count(*) from a for_update", "select currval('s')",
        "select * from ts_stat('select v from a')", "select substring(a for 3) from b", "select pg_size_pretty(1)",
        "select * from a tablesample system (10)", "select now(), random(), clock_timestamp()",
    ])
    func `measuring a query needs no confirmation`(statement: String) {
        for form in Self.postgreSQLForms where !form.hasSuffix("(") {
            #expect(effects(form + statement, .postgresql).flatMap(\.risks) == [], "\(form)\(statement)")
        }
    }

    @Test(arguments: [
        "select id --1\nfrom a", "select 'for update'", "select `for update` from a", "select 1 into @a",
        "select replace('a', 'b', 'c')", "select 1 # for update",
    ])
    func `measuring a query needs no confirmation on MySQL`(statement: String) {
        for form in Self.mySQLForms where !form.hasSuffix("(") {
            #expect(effects(form + statement, .mysql).flatMap(\.risks) == [], "\(form)\(statement)")
        }
    }

    @Test(arguments: postgreSQLStatements)
    func `EXPLAIN alone executes nothing`(statement: String) {
        for form in ["explain ", "explain verbose ", "explain (analyze off) ", "explain (costs off, format json) "] {
            let effect = effects(form + statement, .postgresql).first
            #expect(effect?.isMoreThanReading == false, "\(form)\(statement)")
        }
    }
}
