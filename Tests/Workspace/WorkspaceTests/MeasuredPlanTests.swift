import Catalog
import SQLWire
import TerminalUI
import Testing

@testable import Workspace

/// EXPLAIN ANALYZE needs the confirmation of its statement in every form.
@Suite struct MeasuredPlanTests {
    /// The last requested plan.
    private func plan(_ bench: inout Bench) -> PlanRequest? {
        for case .explain(_, let request) in bench.takeEffects().reversed() { return request }
        return nil
    }

    private static let ways = ["alt-a", "statement", "\\explain analyze", "open"]

    private func ask(_ bench: inout Bench, _ statement: String, _ way: String) {
        switch way {
        case "alt-a":
            bench.type(statement + ";")
            bench.press(.alt("a"))
        case "\\explain analyze":
            bench.state.last = StatementOrder(text: Array(statement.utf8))
            bench.type("\\explain analyze\n")
        case "open": bench.type(statement + "\n\\explain analyze\n")
        default: bench.type("explain analyze " + statement + ";\n")
        }
    }

    @Test(
        arguments: ways,
        [
            "select pg_terminate_backend(1)", "select nextval('s')", "select setval('s', 1)", "select lo_unlink(1)",
            "select dblink_exec('a', 'b')", "select * from a for update", "delete from a where id = 1",
            "with x as (delete from a where id = 1 returning 1) select * from x", "execute p",
        ])
    func `on production it asks for the cluster's name`(way: String, statement: String) throws {
        var bench = try Bench()
        ask(&bench, statement, way)
        #expect(bench.screen.contains("Type the cluster's name to run it."))
        #expect(!bench.effects.contains { if case .explain = $0 { true } else { false } })
        #expect(bench.sent() == nil)
        bench.type("orders\n")
        if way == "statement" {
            #expect(bench.sent()?.text == "explain analyze \(statement);")
        } else {
            #expect(
                plan(&bench)?.sql == Array("EXPLAIN (FORMAT JSON, ANALYZE, BUFFERS) \(statement)".utf8))
        }
    }

    @Test(
        arguments: ways,
        [
            "select id--1 from a for update", "delete from a where id = 1", "select nextval(s)",
            "select get_lock('a', 1)",
        ])
    func `on a guarded MySQL cluster it asks for the cluster's name`(way: String, statement: String) throws {
        var bench = try Bench(engine: "mysql")
        ask(&bench, statement, way)
        #expect(bench.screen.contains("Type the cluster's name to run it."))
        #expect(plan(&bench) == nil)
    }

    @Test func `a reading statement is measured at once, and a plain plan executes nothing`() throws {
        for (keys, statement) in [(Key.alt("a"), "select 1"), (.function(4), "delete from a")] {
            var bench = try Bench()
            bench.type(statement + ";")
            bench.press(keys)
            #expect(plan(&bench)?.executes == (statement == "select 1"))
        }
    }

    @Test func `Esc runs nothing`() throws {
        var bench = try Bench()
        bench.type("delete from a where id = 1;")
        bench.press(.alt("a"), .escape)
        #expect(plan(&bench) == nil && bench.state.run == nil && bench.state.overlay == nil)
    }

    @Test func `on other clusters a writing statement is confirmed before it is measured`() throws {
        var bench = try Bench(environment: "dev")
        bench.type("update a set b = 1 where c = 2;")
        bench.press(.alt("a"))
        #expect(plan(&bench) == nil)
        #expect(bench.screen.contains("EXPLAIN ANALYZE runs the statement, which writes"))
        bench.type("orders\n")
        #expect(plan(&bench)?.executes == true)
    }

    @Test(arguments: ["selct 1;", "frobnicate everything;", "selct pg_sleep(1);", "12;"])
    func `a typing error goes to the server, which rejects it`(statement: String) throws {
        var bench = try Bench()
        bench.type(statement + "\n")
        #expect(bench.sent()?.text == statement)
    }

    @Test(arguments: [
        "alter table a add b int;", "create index i on a (b);", "cluster a;", "vacuum full a;", "reindex table a;",
        "lock table a;", "refresh materialized view v;", "select nextval('s');", "select setval('s', 1);",
    ])
    func `a table lock on production needs a confirmation`(statement: String) throws {
        var bench = try Bench()
        bench.type(statement + "\n")
        #expect(bench.sent() == nil && bench.screen.contains("Type the cluster's name"))
    }

    @Test(arguments: ["\\copy a from '/tmp/x.csv' csv", "\\copy (delete from a returning *) to '/tmp/x.csv'"])
    func `a copy into a table needs a confirmation`(command: String) throws {
        var bench = try Bench()
        bench.type(command + "\n")
        #expect(!bench.effects.contains { if case .copy = $0 { true } else { false } })
        #expect(bench.screen.contains("Type the cluster's name"))
        bench.type("orders\n")
        #expect(bench.effects.contains { if case .copy = $0 { true } else { false } })
    }
}
