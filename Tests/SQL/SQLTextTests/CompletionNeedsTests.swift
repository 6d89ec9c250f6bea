import SQLText
import SQLWire
import Testing

@Suite struct CompletionNeedsTests {
    @Test func `the search path is queried first`() {
        let names = SchemaNames()
        #expect(completion("select * from |", names: names).needs == [.searchPath, .schemas])
        #expect(completion("select v| from vessels", names: names).needs.contains(.searchPath))
    }

    @Test func `relations are queried after the path, then by the typed prefix`() {
        var names = SchemaNames()
        names.searchPath = ["public"]
        names.schemas = ["public"]
        #expect(completion("select * from ve|", names: names).needs.contains(.relations(schema: "public", prefix: "")))
        names.relations["public"] = []
        #expect(
            completion("select * from VE|", names: names).needs.contains(.relations(schema: "public", prefix: "ve")))
        #expect(
            completion("select * from VE|", .mysql, names: names).needs.contains(
                .relations(schema: "public", prefix: "VE")))
    }

    @Test func `columns are queried for the tables in the statement`() {
        var names = SchemaNames.harbor
        names.columns = [:]
        let needs = completion("select | from vessels v join audit.log l on true", names: names).needs
        #expect(needs.contains(.columns(RelationName(schema: "public", name: "vessels"))))
        #expect(needs.contains(.columns(RelationName(schema: "audit", name: "log"))))
        #expect(!needs.contains(.columns(RelationName(schema: "public", name: "calls"))))
    }

    @Test func `an unknown table is queried by its name`() {
        #expect(completion("select | from nowhere").needs.contains(.relations(schema: "public", prefix: "nowhere")))
    }

    @Test func `a schema's names are queried after its dot`() {
        #expect(
            completion("select * from \"Odd Schema\".|").needs.contains(.relations(schema: "Odd Schema", prefix: "")))
        #expect(completion("\\c |", names: SchemaNames()).needs == [.databases])
    }

    @Test func `the server's own relations are queried by prefix and offered without their schema`() {
        var names = SchemaNames.harbor
        #expect(completion("select * from pg_st|").needs.contains(.relations(schema: "pg_catalog", prefix: "")))
        for (marked, rules) in [("select * from po|", LexRules.postgresql), ("select * from pg_st|", .mysql)] {
            let needs = completion(marked, rules).needs
            #expect(!needs.contains(.relations(schema: "pg_catalog", prefix: "")))
        }
        names.relations["pg_catalog"] = [
            .init(name: "pg_stat_activity", kind: .view), .init(name: "pg_class", kind: .table),
        ]
        let answer = completion("select * from pg_st|", names: names)
        #expect(answer.candidates.map(\.text) == ["pg_stat_activity"])
        #expect(answer.needs.contains(.relations(schema: "pg_catalog", prefix: "pg_st")))
    }

    @Test(arguments: [
        "grant select on vessels to j|", "grant a to b, j|", "revoke all on vessels from j|", "drop role j|",
        "alter user j|", "set role j|", "alter schema audit owner to j|",
    ])
    func `roles are queried where one is expected`(_ marked: String) {
        #expect(completion(marked).needs.contains(.roles))
        var names = SchemaNames.harbor
        names.roles = ["jane", "writer"]
        let answer = completion(marked, names: names)
        #expect(answer.candidates.first?.text == "jane" && answer.candidates.first?.kind == .role)
        #expect(!answer.needs.contains(.roles))
        #expect(!completion(marked, .mysql).needs.contains(.roles))
    }

    @Test func `functions are queried although no path is known yet`() {
        var names = SchemaNames.harbor
        #expect(completion("call ne|", .mysql, names: names).candidates.first?.text == "next_call(")
        names.searchPath = []
        names.functions = [:]
        for rules in [LexRules.postgresql, .mysql] {
            #expect(completion("call no|", rules, names: names).needs.contains(.searchPath))
        }
    }

    @Test func `a MySQL command above the statement is not part of it`() {
        for above in ["use other;\n", "use other\n", "select 1;\nuse other;\n", "use other;\nselect 1;\n"] {
            #expect(completion(above + "select * from ve|", .mysql).candidates.first?.text == "vessels")
        }
    }

    @Test func `kinds are words`() {
        for kind in CompletionCandidate.Kind.allCases { #expect(kind.rawValue == kind.rawValue.lowercased()) }
    }

    @Test func `with all names known nothing is queried`() {
        #expect(completion("select | from vessels v join calls c on v.id = c.vessel_id").needs == [])
        #expect(completion("select * from |").needs == [])
    }
}
