import Catalog
import Editing
import SQLText
import SQLWire
import ScreenKit
import TerminalUI
import Testing

@testable import Workspace

/// Completion while typing.
@Suite struct CompletionTests {
    /// Answers look-ups from a small schema.
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

    @Test func `names come from the current database, and are reloaded when it changes`() throws {
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

    @Test(arguments: [
        "select * from vessels v where v.", "select vessels.", "update vessels set ",
        "select * from vessels join calls c on c.",
        "select * from public.vessels v where v.g",
    ])
    func `a list is complete after single look-ups, and shows until then that it is not`(_ first: String) throws {
        var bench = try Bench()
        bench.send(.names(.searchPath, rows: [["public"]]))
        bench.type(first)
        bench.press(.tab)
        // The server returns the relations with the requested prefix.
        let relations = ["berths", "calls", "cargo", "vessels"]
        func answer(_ needs: [SchemaNeed], _ bench: inout Bench) {
            for need in needs {
                switch need {
                case .relations("public", let prefix):
                    let rows = relations.filter { $0.hasPrefix(prefix) }
                    bench.send(.names(need, rows: rows.map { [$0, "r"] }))
                case .searchPath, .schemas: bench.send(.names(need, rows: [["public"]]))
                case .columns: bench.send(.names(need, rows: [["id", "integer"], ["gross_tonnage", "numeric"]]))
                default: bench.send(.names(need, rows: []))
                }
            }
        }
        func needs(_ bench: inout Bench) -> [SchemaNeed] {
            bench.takeEffects().flatMap { effect -> [SchemaNeed] in
                if case .lookUp(let needs) = effect { needs } else { [] }
            }
        }
        for _ in 0..<5 { answer(needs(&bench), &bench) }
        bench.press(.escape)
        bench.send(.text("", replacesAll: true))
        bench.type("select * from ")
        bench.press(.tab)
        let asked = needs(&bench)
        #expect(asked.isEmpty != bench.screen.contains("looking names up…"))
        answer(asked, &bench)
        answer(needs(&bench), &bench)
        #expect(!bench.screen.contains("looking names up…"))
        for name in relations { #expect(bench.screen.contains("\(name)  "), "\(name)") }
    }

    @Test func `a list cut by the server shows that there are more names`() throws {
        var bench = try Bench()
        bench.send(.names(.searchPath, rows: [["public"]]))
        bench.send(
            .names(.relations(schema: "public", prefix: ""), rows: (0..<1_001).map { ["t\($0)", "r"] }))
        bench.type("select * from ")
        bench.press(.tab)
        for effect in bench.takeEffects() {
            if case .lookUp(let needs) = effect { for need in needs { bench.send(.names(need, rows: [])) } }
        }
        #expect(bench.screen.contains("more names exist: type on"))
    }

    @Test func `a single match is inserted, several are listed`() throws {
        var bench = try Bench()
        bench.type("select * from ves")
        bench.press(.tab)
        answer(&bench)
        bench.press(.tab)
        #expect(bench.state.editor.text == "select * from vessels")
    }
}
