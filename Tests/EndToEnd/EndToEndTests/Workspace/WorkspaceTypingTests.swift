import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// Typed and pasted text arrives unchanged and is kept.
@Suite struct WorkspaceTypingTests {
    typealias Engine = WorkspaceInTerminal.Engine
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    /// The texts of the saved drafts, without their headers.
    private func drafts(_ work: WorkspaceInTerminal) -> [String] {
        let folder = work.deck.home.path("state/quarterdeck/drafts")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".draft") }.compactMap { name in
            guard let text = try? String(contentsOfFile: folder + "/" + name, encoding: .utf8) else { return nil }
            return text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).last.map(String.init)
        }
    }

    private func waitForDraft(_ text: String, _ work: WorkspaceInTerminal) throws {
        try work.terminal.eventually("the draft is \(text.prefix(40))") { drafts(work).contains(text) }
    }

    /// Ends the program like a crash, and starts it again.
    private func crash(_ work: WorkspaceInTerminal) throws {
        Foundation.kill(try work.deck.process(), SIGKILL)
        try work.terminal.wait(for: "left with 137")
        try work.terminal.press("C-l")
        try work.terminal.enter("reset; $Q")
        try work.terminal.wait(for: "clusters")
    }

    @Test func `a large paste in several scripts arrives byte by byte`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql)
        let text = (1...24_000).map { "insert into t values (\($0), 'some text é 海 🚢 \($0)');\n" }.joined()
        #expect(text.utf8.count > 1 << 20)
        try work.terminal.paste(text)
        try waitForDraft(text, work)
        try work.terminal.press("C-x", "h", "Delete")
        try work.terminal.type("select 'after it' as cell;")
        try work.terminal.press("Enter")
        try work.terminal.wait(for: "1 row")
    }

    @Test func `a paste that is too long reports the cut part`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql)
        try work.terminal.paste(String(repeating: "-- \(String(repeating: "é", count: 1_000))\n", count: 9_000))
        try work.terminal.wait(for: "bytes were left out")
    }

    @Test(arguments: [["LC_ALL": "C", "LANG": "C"], ["LC_ALL": "en_US.ISO-8859-1", "LANG": "C"]])
    func `text of any script is kept in a locale without its characters`(locale: [String: String]) throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql, variables: locale)
        try work.terminal.type("select 'aéb海c' as cell, octet_length('aéb海c') as bytes")
        try work.terminal.wait(for: "'a?b??c'")
        try waitForDraft("select 'aéb海c' as cell, octet_length('aéb海c') as bytes", work)
        try work.terminal.enter(";")
        let screen = try work.terminal.wait(for: "1 row")
        #expect(screen.contains("a?b??c"))
        #expect(screen.split(separator: "\n").contains { $0.hasSuffix(" 8") || $0.contains(" 8 ") })
        try work.terminal.paste("-- é\nselect concat('ü海', ' pasted') as it")
        try work.terminal.wait(for: "select concat('???'")
        try work.terminal.enter(";")
        try work.terminal.wait(for: "??? pasted")
    }

    @Test func `the text of a closed session returns in the next one`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql)
        try work.terminal.type("select 'closed'")
        try work.terminal.press("C-q")
        try work.terminal.wait(for: "Enter session")
        try work.open()
        try work.terminal.wait(for: "select 'closed'")
        try work.terminal.press("C-x", "h", "Delete")
        try work.terminal.wait(without: "select 'closed'")
        try work.terminal.press("C-q")
        try work.terminal.wait(for: "Enter session")
        try work.open()
        #expect(try !work.terminal.screen().contains("select 'closed'"))
    }

    @Test func `after a crash the newest text returns first, and the others in further sessions`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql)
        try work.terminal.type("select 'older'")
        try waitForDraft("select 'older'", work)
        try work.terminal.press("M-j")
        try work.terminal.wait(for: "harbor (2)")
        try work.terminal.wait(for: "no transaction")
        try work.terminal.type("select 'closed'")
        try work.terminal.press("C-q")
        try work.terminal.wait(for: "select 'older'")
        try waitForDraft("select 'closed'", work)
        try work.terminal.press("M-j")
        try work.terminal.wait(for: "select 'closed'")
        try work.terminal.press("M-j")
        try work.terminal.wait(for: "harbor (3)")
        try work.terminal.wait(for: "no transaction")
        try work.terminal.type("select 'newest'")
        try waitForDraft("select 'newest'", work)
        try crash(work)
        try work.open()
        try work.terminal.wait(for: "select 'newest'")
        try work.terminal.press("M-j")
        try work.terminal.wait(for: "select 'closed'")
        try work.terminal.press("M-j")
        try work.terminal.wait(for: "select 'older'")
    }

    @Test func `completion follows the current database`() throws {
        let work = try WorkspaceInTerminal(sandbox, .mysql)
        try work.run("use information_schema;", shows: "@information_schema")
        try work.terminal.type("select * from plug")
        try work.terminal.press("Tab")
        try work.terminal.wait(for: "PLUGINS")
        try work.terminal.press("C-u")
        try work.terminal.type("\\set a 5")
        try work.terminal.press("Enter")
        try work.terminal.wait(for: "\\set is not for MySQL")
    }
}
