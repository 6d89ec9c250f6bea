import Catalog
import Editing
import Failures
import Results
import SQLScript
import SQLWire
import ScreenKit
import TerminalUI
import Testing

@testable import Workspace

/// Rows that cannot be changed through a result.
@Suite struct RowRefusalTests: RowBench {
    @Test(arguments: [
        ("select a.id, a.name from t a join t b on true", "not a plain query of one table"),
        ("select id, name from (select * from t) d", "not a plain query of one table"),
    ])
    func `a result of a join or a subquery is refused`(sql: String, reason: String) throws {
        var bench = try bench(sql: sql)
        bench.press(.character("l"), .character("E"))
        #expect(bench.takeEffects().isEmpty && bench.screen.contains(reason))
        bench.press(.enter)
        #expect(bench.state.overlay == nil && bench.state.run == nil)
    }

    @Test func `the alias of a view is not taken for the table of that name`() throws {
        var bench = try bench(engine: "mysql", sql: "select id, name from some_view t")
        bench.press(.character("E"))
        #expect(bench.takeEffects().isEmpty && bench.screen.contains("not a plain query of one table"))
    }

    @Test func `a computed column is refused, the others are not`() throws {
        var bench = try bench()
        bench.press(.character("$"), .character("E"))
        #expect(bench.screen.contains("the query computes it"))
    }

    @Test func `read-only clusters and sessions are refused for each change`() throws {
        for key in [Key.character("E"), .named(.insert), .named(.delete)] {
            var bench = try bench(isReadOnly: true)
            bench.press(key)
            #expect(bench.takeEffects().isEmpty && bench.screen.contains("read_only = true"))
            var reader = try self.bench()
            var server = ServerFacts(dialect: .postgresql)
            server.isReadOnly = true
            server.role = .reader
            reader.send(.facts(server, reader.state.now))
            reader.press(key)
            #expect(reader.takeEffects().isEmpty && reader.screen.contains("the server is a reader"))
        }
    }

    @Test func `a busy session and a failed transaction are refused`() throws {
        var busy = try bench()
        busy.press(.function(6))
        busy.type("select 2;\n")
        busy.press(.function(6), .character("E"))
        #expect(busy.screen.contains("something is running"))
        var failed = try bench()
        failed.state.follow(failed.session(.failed))
        failed.press(.character("E"))
        #expect(failed.screen.contains("the open transaction has failed"))
    }

    @Test func `a view, a missing key and a generated column are refused when the table is known`() throws {
        for (facts, reason) in [
            (facts(kind: "v"), "it is a view"), (facts(key: false), "it has no primary key"),
            (TableFacts(rows: [], dialect: .postgresql), "cannot see the table"),
        ] {
            var bench = try bench()
            bench.press(.character("l"), .character("E"))
            try describe(&bench, .success(facts))
            #expect(bench.screen.contains(reason))
        }
        var lacking = try bench(sql: "select name from t", names: ["name"])
        lacking.press(.character("E"))
        try describe(&lacking, .success(facts()))
        #expect(lacking.screen.contains("the result lacks id of the primary key"))
        var bench = try bench()
        bench.press(.character("l"), .character("E"))
        try describe(&bench, .failure(Failure(.unavailable, "no second login")))
        #expect(bench.screen.contains("no second login"))
    }

    @Test func `a result of another database is refused`() throws {
        var bench = try bench()
        bench.state.databaseNumber += 1
        bench.press(.character("E"))
        #expect(bench.screen.contains("another database"))
    }
}
