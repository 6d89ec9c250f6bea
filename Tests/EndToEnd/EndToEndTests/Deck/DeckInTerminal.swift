import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// The deck in a terminal on the shared sandbox, with its own home directory.
final class DeckInTerminal {
    let terminal: TerminalSession
    let home: TemporaryDirectory

    init(
        _ sandbox: SandboxDescription, columns: Int = 110, rows: Int = 30, type: String = "tmux-256color",
        variables: [String: String] = [:], start: Bool = true
    ) throws {
        home = try TemporaryDirectory()
        var environment = sandbox.env
        environment["HOME"] = home.path
        environment["XDG_STATE_HOME"] = home.path("state")
        environment["XDG_RUNTIME_DIR"] = home.path("run")
        environment["XDG_CACHE_HOME"] = home.path("cache")
        environment["Q"] = Program.product("quarterdeck")
        try FileManager.default.createDirectory(atPath: home.path("run"), withIntermediateDirectories: true)
        terminal = try TerminalSession(
            environment.merging(variables) { _, own in own }, columns: columns, rows: rows, type: type,
            directory: home.path)
        if start {
            try terminal.enter("$Q; echo left with $?")
            try terminal.wait(for: "clusters")
        }
    }

    var clipboard: String { home.path("run/quarterdeck/clipboard") }

    /// Types a code into its dialog, which accepts no key at first.
    func answer(_ code: String) throws {
        try terminal.wait(for: "Esc decline")
        try terminal.type(code)
        try terminal.wait(for: "code " + String(repeating: "*", count: code.count) + " ")
    }

    /// Confirms a login on the page shown on the screen.
    func confirmLogin() throws {
        let screen = try terminal.wait(for: "/device?user_code=")
        let page = try #require(
            screen.firstMatch(of: /http:\/\/127\.0\.0\.1:[0-9]+\/device\?user_code=[A-Z-]+/)?.output)
        let visit = "urllib.request.build_opener(urllib.request.ProxyHandler({})).open(sys.argv[1]).read()"
        let run = try Program.run([Oracle.python, "-c", "import sys, urllib.request; \(visit)", String(page)])
        try #require(run.status == 0, "\(run.errors)")
    }

    /// The process of the deck.
    func process() throws -> Int32 {
        let device = try terminal.state("pane_tty").dropFirst("/dev/".count)
        let found = try Program.run(["pgrep", "-t", String(device), "-x", "quarterdeck"])
        return try #require(Int32(found.text.split(separator: "\n").first ?? ""))
    }
}
