import Catalog
import SQLWire
import TerminalUI
import Testing
import Workspace

@testable import WorkspaceRuntime

/// Text results of catalogue queries and plans.
@Suite struct SheetTests {
    @Test func `a table is as wide as its values, and line ends in values are visible`() {
        let long = String(repeating: "x", count: 300)
        let lines = SheetTable.lines(columns: ["name", "definition"], rows: [["a\nb", long], ["海", nil]])
        #expect(lines[0].text == "name  definition")
        #expect(lines[1].text == "a␊b   \(long)")
        #expect(lines[2].text == "海")
        let cut = SheetTable.lines(columns: ["a"], rows: [[String(repeating: "x", count: 3_000)]])
        #expect(cut[1].text.count == 400)
    }

    @Test func `a plan's labels are complete, memory has a unit, and never executed steps are marked`() throws {
        let name = String(repeating: "long_name_", count: 9)
        let json = """
            [{"Plan": {"Node Type": "Sort", "Actual Rows": 3, "Actual Loops": 1, "Actual Total Time": 1.5,
            "Total Cost": 10, "Plan Rows": 3, "Sort Space Used": 25, "Sort Method": "quicksort", "Sort Space Type":
            "Memory", "Plans": [{"Node Type": "Seq Scan", "Relation Name": "\(name)", "Alias": "\(name)",
            "Actual Rows": 0, "Actual Loops": 0, "Actual Total Time": 0, "Total Cost": 5, "Plan Rows": 7}]},
            "Execution Time": 2.5}]
            """
        let plan = try Plan.read([[json]], dialect: .postgresql).get()
        let text = PlanSheet.lines(plan).map(\.text)
        #expect(text.contains { $0.contains("Seq Scan on \(name) ") && $0.contains("never executed ") })
        #expect(text.contains { $0.hasSuffix("Sort Space Used: 25 kB") })
        #expect(text.contains("Execution Time: 2.5 ms"))
        let rows = text.filter { $0.contains("Sort  ") || $0.hasPrefix("step") || $0.contains("never") }
        #expect(Set(rows.map(\.count)).count == 1)
    }
}
