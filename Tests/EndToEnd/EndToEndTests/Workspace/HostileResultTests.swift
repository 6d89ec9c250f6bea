import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// Hostile data of a server is shown, scrolled, copied and exported without harm on both engines.
@Suite struct HostileResultTests {
    typealias Engine = WorkspaceInTerminal.Engine
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    /// Texts, as bytes, that a terminal must never receive unchanged.
    private static let texts: [(name: String, bytes: [UInt8])] = [
        ("osc52", Array("\u{1B}]52;c;aGFja2Vk\u{07}".utf8)), ("osc8", Array("\u{1B}]8;;http://x/\u{1B}\\link".utf8)),
        ("csi", Array("\u{1B}[2J\u{1B}[31mred".utf8)), ("dcs", Array("\u{1B}P+q544e\u{1B}\\".utf8)),
        ("c1", [0xC2, 0x9B, 0x33, 0x31, 0x6D]), ("bidi", Array("\u{202E}abc\u{2066}".utf8)),
        ("zero", Array("a\u{200B}\u{200B}\u{FEFF}b".utf8)), ("breaks", Array("one\ntwo\r\tthree\u{0}".utf8.dropLast())),
    ]

    /// A value of bytes as SQL.
    private func value(_ bytes: [UInt8], _ engine: Engine) -> String {
        let hex = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return engine == .postgresql
            ? "convert_from('\\x\(hex)'::bytea, 'UTF8')" : "convert(x'\(hex)' using utf8mb4)"
    }

    /// The terminal has received none of the texts unchanged.
    private func checkSent(_ work: WorkspaceInTerminal) throws {
        let sent = try work.sent()
        for (name, bytes) in Self.texts where name != "breaks" {
            #expect(sent.range(of: Data(bytes)) == nil, "\(name)")
        }
        for raw in ["\u{1B}]8;", "\u{1B}P+q", "\u{202E}", "\u{2066}", "\u{200B}", "\u{FEFF}", "\u{9B}"] {
            #expect(sent.range(of: Data(raw.utf8)) == nil, "\(raw.unicodeScalars.map { $0.value })")
        }
    }

    @Test(arguments: Engine.allCases)
    func `hostile cells and names are shown, scrolled, searched, copied and exported`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine)
        let columns = Self.texts.map { "\(value($0.bytes, engine)) as \($0.name)" }.joined(separator: ", ")
        let statement = "select \(columns), 'end' as last_one;"
        try work.deck.home.write(statement, to: "hostile.sql")
        try work.run("\\i \(work.deck.home.path("hostile.sql"))", shows: "␛]52;c;aGFja2Vk␇")
        try work.terminal.press("F6", "$")
        try work.terminal.wait(for: "last_one")
        try work.terminal.enter("/red")
        try work.terminal.wait(for: "␛[31mred")
        // The whole cell, the whole row, the row as a list.
        try work.terminal.press("Enter")
        try work.terminal.wait(for: "Esc back")
        try work.terminal.press("Escape")
        try work.terminal.wait(without: "Esc back")
        try work.terminal.press("x")
        try work.terminal.wait(for: " row 1 ───")
        #expect(try work.terminal.screen().contains("bidi"))
        try work.terminal.press("Escape")
        try work.terminal.wait(without: " row 1 ───")
        try work.terminal.press("F8")
        try work.terminal.wait(for: "results")
        try work.terminal.press("Escape")
        try work.terminal.wait(without: "Enter show")
        try work.terminal.press("0", "y")
        try work.terminal.wait(for: "clipboard")
        try checkSent(work)
        // A copy is encoded; a file has the original bytes.
        let path = work.deck.home.path("hostile.csv")
        try work.terminal.press("F6")
        try work.run("\\export \(path)", shows: "(csv)")
        let written = try Data(contentsOf: URL(fileURLWithPath: path))
        for (name, bytes) in Self.texts { #expect(written.range(of: Data(bytes)) != nil, "\(name)") }
        try checkSent(work)
    }

    @Test(arguments: Engine.allCases)
    func `names and errors are as harmless as cells`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine)
        let escape = "\u{1B}]52;c;aGFja2Vk\u{07}"
        // MySQL removes blanks and similar characters from a name's beginning.
        let name = engine == .postgresql ? "\"n\(escape)\"" : "`n\(escape)`"
        try work.deck.home.write("select 1 as \(name);", to: "name.sql")
        try work.run("\\i \(work.deck.home.path("name.sql"))", shows: "␛]52;c;aGFja2Vk␇")
        try work.deck.home.write("select * from \(name);", to: "error.sql")
        try work.run("\\i \(work.deck.home.path("error.sql"))", shows: "ERROR")
        try work.terminal.press("F7")
        try work.terminal.wait(for: "log")
        try work.terminal.press("Escape")
        if engine == .postgresql {
            try work.terminal.wait(without: "Esc back")
            try work.deck.home.write("do $$ begin raise notice '\(escape)'; end $$;", to: "notice.sql")
            try work.run("\\i \(work.deck.home.path("notice.sql"))", shows: "Type the cluster's name")
            try work.run("harbor", shows: "NOTICE")
        }
        try checkSent(work)
    }

    @Test(arguments: Engine.allCases)
    func `a cell of 64 MB works like others`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine)
        let before = try work.memory().peak
        // MySQL's server rejects more than max_allowed_packet.
        let size = engine == .postgresql ? 64 << 20 : 15 << 20
        try work.run("select 1 as id, repeat('x', \(size)) as big, 'end' as last_one;", shows: "1 row")
        try work.terminal.press("F6", "l", "Enter")
        try work.terminal.wait(for: "Esc back")
        #expect(try work.terminal.screen().contains("xxxxxxxx"))
        try work.terminal.press("Escape")
        try work.terminal.wait(without: "Esc back")
        try work.terminal.press("$")
        let path = work.deck.home.path("big.csv")
        try work.terminal.press("F6")
        try work.run("\\export \(path)", shows: "(csv)")
        let length = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        #expect((length ?? 0) > size)
        // The client library stores the row once or twice; the program adds only a bounded amount.
        #expect(try work.memory().peak - before < 4 * (size >> 10) + (64 << 10))
    }

    @Test(arguments: Engine.allCases)
    func `results with many columns, no columns, no rows, and repeated names work`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine)
        let columns = (1...1_600).map { "\($0) as c\($0)" }.joined(separator: ", ")
        try work.deck.home.write("select \(columns);", to: "wide.sql")
        try work.run("\\i \(work.deck.home.path("wide.sql"))", shows: "c1 ")
        try work.terminal.press("F6", "$")
        try work.terminal.wait(for: "c1600")
        try work.terminal.press("0")
        try work.terminal.wait(for: "c1 ")
        try work.terminal.press("x")
        try work.terminal.wait(for: " row 1 ───")
        #expect(try work.terminal.screen().contains("c12"))
        try work.terminal.press("Escape")
        try work.terminal.wait(without: " row 1 ───")
        try work.terminal.press("F6")
        let path = work.deck.home.path("wide.json")
        try work.run("\\export \(path)", shows: "(json)")
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        let rows = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
        #expect(rows.first?.count == 1_600)
        try work.run("select 1 as twice, 2 as twice;", shows: "twice │ twice")
        try work.run("select id from vessels where id < 0;", shows: "no rows")
        if engine == .postgresql {
            try work.run("select from vessels limit 3;", shows: "3 rows")
            try work.terminal.press("F6", "G", "Enter", "y", "s", "F6")
        }
        try work.run("select 40 + 2 as answer;", shows: "42")
    }

    @Test(arguments: Engine.allCases)
    func `bytes that are not text are distinct`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine)
        let bytes = engine == .postgresql ? "'\\xfffe00c328'::bytea" : "cast(x'fffe00c328' as binary)"
        try work.run("select \(bytes) as raw, 'end' as last_one;", shows: "1 row")
        try work.terminal.press("F6", "Enter")
        try work.terminal.wait(for: "fffe 00c3 28")
        try work.terminal.press("Escape")
        let sent = try work.sent()
        #expect(sent.range(of: Data([0xFF, 0xFE])) == nil)
        #expect(sent.range(of: Data([0xC3, 0x28])) == nil)
    }
}
