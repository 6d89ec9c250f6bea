import SQLCore
import SQLText
import Testing

@Suite struct CompletionNeedsTests {
    @Test func `with nothing known the search path is asked for first`() {
        let names = SchemaNames()
        #expect(completion("select * from |", names: names).needs == [.searchPath, .schemas])
        #expect(completion("select v| from vessels", names: names).needs.contains(.searchPath))
    }

    @Test func `relations are asked for once the path is known, then by what is typed`() {
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

    @Test func `columns are asked for of the tables that the statement names`() {
        var names = SchemaNames.harbor
        names.columns = [:]
        let needs = completion("select | from vessels v join audit.log l on true", names: names).needs
        #expect(needs.contains(.columns(RelationName(schema: "public", name: "vessels"))))
        #expect(needs.contains(.columns(RelationName(schema: "audit", name: "log"))))
        #expect(!needs.contains(.columns(RelationName(schema: "public", name: "calls"))))
    }

    @Test func `a table that is not known is asked for by its name`() {
        #expect(completion("select | from nowhere").needs.contains(.relations(schema: "public", prefix: "nowhere")))
    }

    @Test func `a schema's names are asked for behind its dot`() {
        #expect(
            completion("select * from \"Odd Schema\".|").needs.contains(.relations(schema: "Odd Schema", prefix: "")))
        #expect(completion("\\c |", names: SchemaNames()).needs == [.databases])
    }

    @Test func `with all known nothing is asked for`() {
        #expect(completion("select | from vessels v join calls c on v.id = c.vessel_id").needs == [])
        #expect(completion("select * from |").needs == [])
    }
}
