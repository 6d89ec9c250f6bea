import ScreenKit
import Catalog
import Editing
import SQLCore
import SQLText
import TerminalUI
import Testing

@testable import Workspace

/// Names while they are typed.
@Suite struct CompletionTests {
    /// Answers what is looked up from a small schema.
    private func answer(_ bench: inout Bench) {
        for _ in 0..<10 {
            let needs = bench.takeEffects().flatMap { effect -> [SchemaNeed] in
                if case .lookUp(let needs) = effect { needs } else { [] }
            }
            if needs.isEmpty { return }
            for need in needs {
                switch need {
                case .searchPath: bench.send(.names(need, rows: [["public"]]))
                case .schemas: bench.send(.names(need, rows: [["public"], ["sales"]]))
                case .relations("public", _):
                    bench.send(.names(need, rows: [["vessels", "table"], ["calls", "table"]]))
                case .columns(let name) where name.name == "vessels":
                    bench.send(.names(need, rows: [["id", "integer"], ["gross_tonnage", "numeric"]]))
                default: bench.send(.names(need, rows: []))
                }
            }
        }
    }

    @Test func `names are looked for in the database in use, and anew when that changes`() throws {
        var bench = try Bench(engine: "mysql")
        var facts = ServerFacts(dialect: .mysql)
        for database in ["first", "other", "first"] {
            facts.database = database
            bench.send(.facts(facts, bench.state.now))
            bench.type("select * from ves")
            bench.press(.tab)
            let needs = bench.takeEffects().flatMap { effect -> [SchemaNeed] in
                if case .lookUp(let needs) = effect { needs } else { [] }
            }
            #expect(needs.contains(.relations(schema: database, prefix: "")))
            #expect(!needs.contains(.searchPath))
            for need in needs {
                let isAsked = need == .relations(schema: database, prefix: "")
                bench.send(.names(need, rows: isAsked ? [["vessels_of_\(database)", "BASE TABLE"]] : []))
            }
            bench.press(.tab)
            #expect(bench.state.editor.text.hasSuffix("vessels_of_\(database)"))
            bench.press(.escape)
            bench.send(.text("", replacesAll: true))
        }
    }

    @Test func `names follow PostgreSQL's search path`() throws {
        var bench = try Bench()
        var facts = ServerFacts(dialect: .postgresql)
        for path in ["public", "sales, public"] {
            (facts.user, facts.searchPath) = ("jane", path)
            bench.send(.facts(facts, bench.state.now))
            bench.type("select * from ves")
            bench.press(.tab)
            let needs = bench.takeEffects().flatMap { effect -> [SchemaNeed] in
                if case .lookUp(let needs) = effect { needs } else { [] }
            }
            #expect(needs.contains(.relations(schema: "sales", prefix: "")) == (path != "public"))
            bench.press(.escape)
            bench.send(.text("", replacesAll: true))
        }
    }

    @Test func `the only name that fits is put in, others are shown`() throws {
        var bench = try Bench()
        bench.type("select * from ves")
        bench.press(.tab)
        answer(&bench)
        bench.press(.tab)
        #expect(bench.state.editor.text == "select * from vessels")
    }
}
