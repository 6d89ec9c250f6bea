import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// The deck always restores the terminal.
@Suite struct HygieneTests {
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    private func expectTidy(_ terminal: TerminalSession, _ modes: String, hasTwoScreens: Bool = true) throws {
        try terminal.enter("echo modes $(stty -g)")
        try terminal.wait(for: "modes \(modes)")
        #expect(try terminal.state("alternate_on") == "0")
        #expect(try terminal.state("cursor_flag") == "1")
        #expect(try terminal.state("mouse_any_flag") == "0")
        #expect(try terminal.state("keypad_flag") == "0")
        let screen = try terminal.screen()
        #expect(screen.contains("before the deck") || !hasTwoScreens)
    }

    private func modes(_ terminal: TerminalSession) throws -> String {
        try terminal.enter("clear; echo before the deck; echo modes $(stty -g)")
        let screen = try terminal.wait(for: "modes 4500")
        let line = screen.split(separator: "\n").first { $0.hasPrefix("modes 4500") || $0.hasPrefix("modes ") }
        return String(try #require(line).dropFirst(6))
    }

    @Test(arguments: ["q", "C-c", "TERM", "HUP", "INT", "SEGV", "TRAP", "ILL", "ABRT", "QUIT"])
    func `every way of quitting restores the terminal`(way: String) throws {
        let deck = try DeckInTerminal(sandbox, start: false)
        let modes = try modes(deck.terminal)
        try deck.terminal.enter("$Q; echo left with $?")
        try deck.terminal.wait(for: "harbor-ro")
        #expect(try deck.terminal.state("alternate_on") == "1")
        if way.count > 1, way != "C-c" {
            _ = try Program.run(["kill", "-\(way)", "\(try deck.process())"])
        } else {
            try deck.terminal.press(way)
        }
        let code = ["q": 0, "SEGV": 139, "TRAP": 133, "ILL": 132, "ABRT": 134, "QUIT": 131][way] ?? 130
        try deck.terminal.wait(for: "left with \(code)")
        try expectTidy(deck.terminal, modes)
    }

    @Test func `stopping and continuing restores the terminal`() throws {
        let deck = try DeckInTerminal(sandbox, start: false)
        let modes = try modes(deck.terminal)
        try deck.terminal.enter("$Q; echo left with $?")
        try deck.terminal.wait(for: "harbor-ro")
        for _ in 0..<3 {
            try deck.terminal.press("C-z")
            try deck.terminal.wait(for: "Stopped")
            try expectTidy(deck.terminal, modes)
            try deck.terminal.enter("clear; echo before the deck; fg")
            try deck.terminal.wait(for: "harbor-ro")
        }
        try deck.terminal.press("q")
        try deck.terminal.wait(without: "harbor-ro")
    }

    @Test func `closing the terminal ends the deck and removes its clipboard file`() throws {
        let deck = try DeckInTerminal(sandbox)
        let process = try deck.process()
        try deck.terminal.press("c")
        try deck.terminal.wait(for: "copied, wiped in")
        try deck.terminal.close()
        try deck.terminal.eventually("the deck is gone") { kill(process, 0) != 0 }
        #expect(!FileManager.default.fileExists(atPath: deck.clipboard))
    }

    @Test(arguments: [
        ("xterm-256color", [:]), ("screen", [:]), ("tmux", [:]), ("linux", [:]), ("vt100", [:]), ("xterm-direct", [:]),
        ("xterm-256color", ["NO_COLOR": "1"]), ("xterm-256color", ["LANG": "C", "LC_ALL": "C"]),
        ("vt100", ["LANG": "C", "LC_ALL": "C", "NO_COLOR": "1"]),
        ("xterm-256color", ["LC_ALL": "xx_XX.UTF-8"]),
    ])
    func `every kind of terminal is restored`(type: String, variables: [String: String]) throws {
        let deck = try DeckInTerminal(sandbox, variables: variables, start: false)
        let modes = try modes(deck.terminal)
        try deck.home.write(
            """
            [clusters."海の星"]
            engine = "postgresql"
            user = "jane"
            endpoint = "sea.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
            environment = "production"
            """, to: "clusters.toml")
        try deck.terminal.enter("TERM=\(type) $Q --config ~/clusters.toml; echo left with $?")
        try deck.terminal.wait(for: "PROD")
        let isUTF8 = variables["LC_ALL"] != "C"
        #expect(try deck.terminal.screen().contains(isUTF8 ? "海の星" : "??????"))
        try deck.terminal.press("r")
        try deck.terminal.wait(for: "14:5")
        #expect(try deck.terminal.screen().contains(isUTF8 ? "█" : "===="))
        let log = String(decoding: try Data(contentsOf: URL(fileURLWithPath: deck.terminal.log)), as: UTF8.self)
        let color = /\e\[[0-9;:]*\b(3[0-7]|4[0-7]|38[;:][0-9;:]*|48[;:][0-9;:]*|9[0-7])m/
        #expect(log.contains(color) == (type != "vt100" && variables["NO_COLOR"] == nil))
        try deck.terminal.press("?")
        try deck.terminal.wait(for: "Tokens and sessions")
        try deck.terminal.press("Escape")
        try deck.terminal.wait(without: "Tokens and sessions")
        try deck.terminal.press("q")
        try deck.terminal.wait(for: "left with 0")
        try expectTidy(deck.terminal, modes, hasTwoScreens: type != "linux" && type != "vt100")
    }

    @Test(arguments: [
        ("TERM=dumb", "TERM is dumb"), ("TERM=no-such", "no description of TERM=no-such"),
        ("env -u TERM", "TERM is not set"),
    ])
    func `an unsuitable terminal is reported`(variable: String, why: String) throws {
        let deck = try DeckInTerminal(sandbox, start: false)
        try deck.terminal.enter("\(variable) $Q; echo left with $?")
        let screen = try deck.terminal.wait(for: "left with 64")
        #expect(screen.contains(why))
        #expect(screen.contains("quarterdeck list, quarterdeck token"))
        let piped = try Program.run([Program.product("quarterdeck")], environment: sandbox.env)
        #expect(piped.status == 64)
        #expect(piped.errors.contains("the deck needs a terminal"))
        #expect(piped.errors.contains("quarterdeck list"))
    }

    @Test func `a thousand random sizes work`() throws {
        let deck = try DeckInTerminal(sandbox)
        var generator = SeededGenerator(seed: 5)
        try deck.terminal.press("j", "j")
        for round in 0..<1_000 {
            let columns = Int.random(in: 1...(round % 10 == 0 ? 500 : 120), using: &generator)
            let rows = Int.random(in: 1...(round % 10 == 0 ? 200 : 50), using: &generator)
            try deck.terminal.resize(columns: columns, rows: rows)
            if round % 50 == 0 { try deck.terminal.press("?", "C-c", "i", "q") }
        }
        try deck.terminal.resize(columns: 110, rows: 30)
        try deck.terminal.press("C-l")
        let screen = try deck.terminal.wait(for: "ferry-ro")
        #expect(screen.contains("▌ stg   ferry "))
        try deck.terminal.press("q")
        try deck.terminal.wait(for: "left with 0")
    }

    @Test func `pasted text does not act as keys`() throws {
        let deck = try DeckInTerminal(sandbox)
        try deck.terminal.paste("q\nr\nc\n")
        try deck.terminal.wait(for: "pasted text is not taken for keys")
        try deck.terminal.press("/")
        try deck.terminal.paste("ferry")
        try deck.terminal.wait(for: "3 of 6")
        #expect(!FileManager.default.fileExists(atPath: deck.clipboard))
    }
}
