import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// Terminal replies, typing ahead, and terminal settings in the environment.
@Suite struct TerminalHabitTests {
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    private static let answers = [
        "\u{1B}]11;rgb:2e2e/3434/3636\u{07}", "\u{1B}]10;rgb:ffff/ffff/ffff\u{1B}\\", "\u{1B}[24;80R", "\u{1B}[1;2R",
        "\u{1B}P>|XTerm(370)\u{1B}\\", "\u{1B}_Gi=31;OK\u{1B}\\", "\u{1B}[?62;22c", "\u{1B}X r c y \u{1B}\\",
        "\u{1B}^ r c y \u{1B}\\",
    ]

    @Test func `a terminal's replies have no effect on the deck`() throws {
        let deck = try DeckInTerminal(sandbox)
        for answer in Self.answers { try deck.terminal.send(answer.utf8) }
        try deck.terminal.press("L")
        let messages = try deck.terminal.wait(for: "messages")
        #expect(!messages.contains("signed") && !messages.contains("copied"))
        #expect(!FileManager.default.fileExists(atPath: deck.clipboard))
        try deck.terminal.press("q", "q")
        try deck.terminal.wait(for: "left with 0")
    }

    @Test func `a terminal's replies type nothing in a session`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql)
        try work.terminal.type("select 'a")
        for answer in Self.answers { try work.terminal.send(answer.utf8) }
        try work.terminal.type("b' as answer;")
        try work.terminal.wait(for: "select 'ab' as answer;")
    }

    @Test func `an Alt key has no effect in the filter`() throws {
        let deck = try DeckInTerminal(sandbox)
        try deck.terminal.press("/")
        try deck.terminal.type("ha")
        try deck.terminal.wait(for: "Enter keep the filter")
        try deck.terminal.press("M-y", "M-r", "M-q", "M-x")
        try deck.terminal.type("r")
        try deck.terminal.wait(for: "/har")
        let log = String(decoding: try Data(contentsOf: URL(fileURLWithPath: deck.terminal.log)), as: UTF8.self)
        #expect(!log.contains("\u{1B}]52;"))
    }

    @Test func `keys typed before a question is visible are not its answer`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql)
        try work.run("begin;", shows: "TX open")
        try work.terminal.press("C-q", "Y")
        try work.terminal.wait(for: "A transaction is open")
        try work.terminal.press("Escape")
        try work.terminal.wait(without: "A transaction is open")
        try work.run("select 40 + 2 as answer;", shows: "42")
        try work.terminal.press("C-q")
        try work.terminal.wait(for: "close the session")
        try work.terminal.press("Y")
        try work.terminal.wait(for: "Enter session")
    }

    @Test func `the terminal's own size wins over the environment`() throws {
        let deck = try DeckInTerminal(sandbox, start: false)
        try deck.terminal.enter("LINES=9 COLUMNS=33 $Q; echo left with $?")
        let screen = try deck.terminal.wait(for: "Enter session")
        let lines = screen.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count >= 30)
        #expect(lines.dropLast(lines.count - 30).last?.contains("Enter session") == true)
        try deck.terminal.resize(columns: 90, rows: 20)
        try deck.terminal.eventually("the deck follows the size") {
            let lines = try deck.terminal.screen().split(separator: "\n", omittingEmptySubsequences: false)
            return lines.count >= 20 && lines[19].contains("Enter session")
        }
    }

    @Test func `an endless paste is announced, and Esc Esc ends it`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql)
        try work.terminal.send("\u{1B}[200~select 'pasted'".utf8)
        try work.terminal.wait(for: "pasting: 15 bytes so far   Esc Esc ends it")
        try work.terminal.type(" as p")
        try work.terminal.wait(for: "pasting: 20 bytes")
        try work.terminal.press("Escape")
        try work.terminal.press("Escape")
        try work.terminal.wait(for: "select 'pasted' as p")
        try work.terminal.wait(without: "pasting:")
        try work.terminal.type(" limit 1;")
        try work.terminal.press("Enter")
        try work.terminal.wait(for: "1 row")
    }

    @Test func `quitting with open sessions names the losses and asks once`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql)
        try work.run("create temp table kept (a int);", shows: "CREATE TABLE")
        try work.run("select 40 + 2 as answer;", shows: "42")
        try work.terminal.press("F12")
        try work.terminal.wait(for: "r fresh token")
        // The second key was typed before the warning, so it does not confirm.
        try work.terminal.press("q", "q")
        try work.terminal.wait(for: "leaving loses: harbor (temporary tables, 1 result); q once more leaves")
        try work.terminal.press("q")
        try work.terminal.wait(for: "left with 0")
    }

    @Test func `wrong session keys in the settings are reported with their position when the deck starts`() throws {
        let deck = try DeckInTerminal(sandbox, start: false)
        try deck.home.write("[keys]\nsql-run = [\"ctrl-m\"]\n", to: ".config/quarterdeck/settings.toml")
        try deck.terminal.enter("$Q; echo left with $?")
        try deck.terminal.wait(for: "settings.toml:2")
        try deck.terminal.press("L")
        try deck.terminal.wait(for: "terminals send enter for ctrl-m")
    }
}
