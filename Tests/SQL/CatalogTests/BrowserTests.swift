import Catalog
import SQLWire
import TestSupport
import Testing

@Suite struct BrowserTests {
    private func drawn(_ browser: SchemaBrowser) -> [String] {
        browser.lines.enumerated().map { index, line in
            (index == browser.selection ? ">" : " ") + String(repeating: "  ", count: line.depth)
                + (line.canOpen ? line.isOpen ? "- " : "+ " : "  ") + line.text
                + (line.detail.isEmpty ? "" : "  " + line.detail) + (line.isLoading ? " …" : "")
        }
    }

    /// Answers the only query.
    private func answer(_ browser: inout SchemaBrowser, _ rows: [[String?]]) throws {
        let needs = browser.needs(inView: 0..<100)
        try #require(needs.count == 1)
        browser.take(needs[0], rows: rows)
    }

    private func select(_ browser: inout SchemaBrowser, _ text: String) throws {
        browser.select(try #require(browser.lines.firstIndex { $0.text == text }))
    }

    /// A tree with the columns of `vessels` shown.
    private func opened() throws -> SchemaBrowser {
        var browser = SchemaBrowser(dialect: .postgresql, database: "harbor", searchPath: ["public"])
        #expect(drawn(browser) == [">- harbor …"])
        try answer(&browser, [["public", nil], ["pg_catalog", nil], ["postgres", "database"]])
        try select(&browser, "public")
        browser.open()
        try select(&browser, "Tables")
        browser.open()
        try answer(&browser, [["calls", "r", "11", "72", "6"], ["Vessels", "p", "12", "-1", "0"]])
        try select(&browser, "Vessels")
        browser.open()
        try answer(&browser, [["id", "integer not null"], ["imo", "character(7)"]])
        return browser
    }

    @Test func `the tree opens step by step and queries opened nodes`() throws {
        var browser = try opened()
        #expect(
            drawn(browser) == [
                " - harbor", "   - public", "     - Tables", "       + calls  72 rows, 48.0 kB", ">      - Vessels",
                "         - Columns", "             id  integer not null", "             imo  character(7)",
                "         + Keys", "         + Indexes", "     + Views", "     + Functions", "     + Sequences",
                "   + pg_catalog", "     postgres",
            ])
        #expect(browser.needs(inView: 0..<100).isEmpty)
        #expect(browser.quotedName == "\"Vessels\"")
        #expect(browser.description?.title == "Partitioned table public.\"Vessels\"")
        for (version, isNew) in [(nil, false), ("14.9", false), ("15.4", true), ("18.1", true)] {
            browser.serverVersion = version
            let sql = browser.description?.sections.map { String(decoding: $0.sql, as: UTF8.self) }.joined() ?? ""
            #expect(sql.contains("pg_publication_namespace") == isNew, "\(version ?? "unknown")")
        }
        browser.close()
        #expect(browser.lines.count == 10)
        browser.close()
        #expect(browser.selected?.text == "Tables")
        browser.open()
        #expect(browser.needs(inView: 0..<100).isEmpty, "what was loaded stays")
    }

    @Test func `the selected node gives its name and description`() throws {
        var browser = try opened()
        try select(&browser, "imo")
        #expect(browser.quotedName == "imo")
        #expect(browser.description?.title == "Partitioned table public.\"Vessels\"")
        try select(&browser, "calls")
        #expect(browser.quotedName == "calls")
        browser.searchPath = []
        #expect(browser.quotedName == "public.calls")
        try select(&browser, "Tables")
        #expect(browser.quotedName == nil && browser.description == nil)
        try select(&browser, "pg_catalog")
        #expect(browser.quotedName == "pg_catalog")
    }

    @Test func `pages are loaded one after another`() throws {
        var browser = SchemaBrowser(dialect: .postgresql, database: "harbor")
        try answer(&browser, [["public", nil]])
        try select(&browser, "public")
        browser.open()
        try select(&browser, "Tables")
        browser.open()
        let names = (0..<1_100).map { String(10_000 + $0) }
        let rows = names.map { [$0, "r", "1", "0", "0"] as [String?] }
        try answer(&browser, Array(rows[0..<501]))
        #expect(browser.lines.filter { $0.kind == .table }.count == 500)
        try select(&browser, "more…")
        browser.open()
        let needs = browser.needs(inView: 0..<10)
        #expect(
            String(decoding: needs[0].sql, as: UTF8.self).contains(
                "> '10499'".replacing(
                    "> ", with: "OPERATOR(pg_catalog.>) ")))
        browser.take(needs[0], rows: Array(rows[500..<1_001]))
        #expect(browser.lines.filter { $0.kind == .table }.map(\.text) == Array(names[0..<1_000]))
        try select(&browser, "more…")
        browser.open()
        try answer(&browser, Array(rows[1_000...]))
        #expect(browser.lines.filter { $0.kind == .table }.map(\.text) == names)
        #expect(!browser.lines.contains { $0.kind == .more })
    }

    @Test func `a filter shows matches and their ancestors`() throws {
        var browser = try opened()
        browser.setFilter("IMO")
        #expect(
            drawn(browser) == [
                " - harbor", "   - public", "     - Tables", ">      - Vessels", "         - Columns",
                "             imo  character(7)",
            ])
        browser.setFilter("zzz")
        #expect(browser.lines.map(\.text) == ["harbor"])
        browser.setFilter("")
        #expect(browser.lines.count == 15)
    }

    @Test func `a filter queries the server if not all names are loaded`() throws {
        var browser = SchemaBrowser(dialect: .mysql, database: "harbor")
        try answer(&browser, [["harbor"], ["mysql"]])
        #expect(browser.lines.map(\.depth) == [0, 0])
        browser.open()
        try select(&browser, "Tables")
        browser.open()
        try answer(&browser, (0...500).map { ["t\(1_000 + $0)", "BASE TABLE"] })
        browser.setFilter("x_9")
        let needs = browser.needs(inView: 0..<0)
        #expect(needs.count == 1)
        #expect(String(decoding: needs[0].sql, as: UTF8.self).contains("LIKE '%x|_9%' ESCAPE '|'"))
        #expect(browser.needs(inView: 0..<0).isEmpty)
        browser.take(needs[0], rows: [["ax_9", "BASE TABLE"], ["zX_9", "BASE TABLE"]])
        #expect(browser.lines.map(\.text) == ["harbor", "Tables", "ax_9", "zX_9", "more…"])
        browser.setFilter("")
        #expect(browser.lines.filter { $0.kind == .table }.count == 502)
    }

    @Test func `MySQL's sizes are queried for visible tables`() throws {
        var browser = SchemaBrowser(dialect: .mysql, database: "harbor")
        try answer(&browser, [["harbor"]])
        browser.open()
        try select(&browser, "Tables")
        browser.open()
        let load = browser.needs(inView: 0..<0)
        browser.take(load[0], rows: [["a", "BASE TABLE"], ["b", "BASE TABLE"], ["c", "BASE TABLE"]])
        let needs = browser.needs(inView: 0..<4)
        #expect(needs.count == 1)
        let sql = String(decoding: needs[0].sql, as: UTF8.self)
        #expect(sql.contains("'a'") && sql.contains("'b'") && !sql.contains("'c'"))
        browser.take(needs[0], rows: [["harbor", "b", "1234567", "1572864"], ["harbor", "a", nil, nil]])
        #expect(browser.lines.map(\.detail) == ["", "", "", "1,234,567 rows, 1.5 MB", "", "", ""])
        #expect(browser.needs(inView: 0..<4).isEmpty)
    }

    @Test func `a failed query is shown and repeated on request`() throws {
        var browser = SchemaBrowser(dialect: .postgresql, database: "harbor")
        let need = try #require(browser.needs(inView: 0..<1).first)
        browser.fail(need, "permission denied")
        #expect(drawn(browser) == [">- harbor", "     permission denied"])
        browser.move(by: 1)
        browser.open()
        let again = try #require(browser.needs(inView: 0..<1).first)
        browser.take(again, rows: [])
        #expect(browser.lines.map(\.text) == ["harbor", "none"])
    }

    @Test func `an obsolete answer is ignored`() throws {
        var browser = SchemaBrowser(dialect: .postgresql, database: "harbor")
        let old = try #require(browser.needs(inView: 0..<1).first)
        browser.refresh()
        browser.take(old, rows: [["old", nil]])
        #expect(browser.lines.map(\.text) == ["harbor"])
        try answer(&browser, [["new", nil]])
        browser.take(old, rows: [["old", nil]])
        browser.fail(old, "late")
        #expect(browser.lines.map(\.text) == ["harbor", "new"])
    }

    @Test func `reloaded nodes are found and their predecessors are not`() throws {
        var browser = try opened()
        try select(&browser, "Tables")
        browser.refresh()
        try answer(&browser, [["cargo", "r", "13", "80", "1"]])
        browser.setFilter("vessels")
        #expect(browser.lines.map(\.text) == ["harbor"])
        browser.setFilter("cargo")
        #expect(browser.lines.map(\.text) == ["harbor", "public", "Tables", "cargo"])
        browser.setFilter("")
        browser.select(0)
        browser.refresh()
        try answer(&browser, [["other", nil]])
        #expect(browser.lines.map(\.text) == ["harbor", "other"])
    }

    @Test func `the lines form a tree after any actions`() {
        for dialect in CommandTests.dialects {
            var random = SeededGenerator(seed: dialect == .mysql ? 1 : 2)
            var browser = SchemaBrowser(dialect: dialect, database: "d")
            var open: [BrowserNeed] = []
            for _ in 0..<4_000 {
                switch random.next() % 10 {
                case 0: browser.move(by: Int(random.next() % 9) - 4)
                case 1: browser.select(Int(random.next() % 60) - 5)
                case 2, 3, 4: browser.open()
                case 5: browser.close()
                case 6: browser.setFilter(random.pick(["", "", "a", "1", "zz"]))
                case 7 where random.next() % 5 == 0: browser.refresh()
                default: open += browser.needs(inView: 0..<Int(random.next() % 40))
                }
                if !open.isEmpty, random.next() % 3 == 0 {
                    let need = open.remove(at: Int(random.next() % UInt64(open.count)))
                    if random.next() % 6 == 0 {
                        browser.fail(need, "no")
                    } else {
                        browser.take(need, rows: Self.rows(&random))
                    }
                }
                #expect(
                    browser.lines.isEmpty ? browser.selection <= 0 : browser.lines.indices.contains(browser.selection))
                let depths = browser.lines.map(\.depth)
                #expect(zip(depths, depths.dropFirst()).allSatisfy { $1 <= $0 + 1 })
                #expect(Set(browser.lines.map(\.id)).count == browser.lines.count)
                #expect(browser.quotedName != "")
                _ = browser.description
            }
            #expect(browser.lines.count >= 1 || dialect == .mysql)
        }
    }

    private static func rows(_ random: inout SeededGenerator) -> [[String?]] {
        (0..<random.pick([0, 1, 3, 501, 600])).map { _ in
            let name = random.text(2, of: "abc123`\"é")
            return random.pick([
                [name], [name, nil],
                [name, random.pick(["r", "v", "BASE TABLE", "VIEW", "database"]), "12", "5", "9"],
                [nil, nil], [], [name, "text", "999999999999"],
            ])
        }
    }
}
