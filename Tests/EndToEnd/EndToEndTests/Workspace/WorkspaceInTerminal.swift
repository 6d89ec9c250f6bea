import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// A session of the deck in a terminal, on one of the shared sandbox's servers.
struct WorkspaceInTerminal {
    /// The servers.
    enum Engine: String, CaseIterable {
        case postgresql = "harbor"
        case mysql = "ferry"

        /// The number of rows below the first one of the deck.
        var place: Int { self == .postgresql ? 0 : 2 }
        /// A slow statement.
        var sleep: String { self == .postgresql ? "select pg_sleep(1000)" : "select sleep(1000)" }
        /// The server's number for a session.
        var number: String { self == .postgresql ? "pg_backend_pid()" : "connection_id()" }
    }

    let deck: DeckInTerminal
    let engine: Engine
    private let sandbox: SandboxDescription

    var terminal: TerminalSession { deck.terminal }

    /// - Parameters:
    ///   - settings: The settings file.
    ///   - defaults: Lines for the `[defaults]` of the profile file.
    ///   - port: The port of the cluster, if it is not the sandbox's.
    init(
        _ sandbox: SandboxDescription, _ engine: Engine, columns: Int = 110, rows: Int = 30,
        variables: [String: String] = [:], settings: String = "", defaults: String = "", port: Int? = nil,
        opens: Bool = true
    ) throws {
        self.sandbox = sandbox
        self.engine = engine
        deck = try DeckInTerminal(sandbox, columns: columns, rows: rows, variables: variables, start: false)
        if !settings.isEmpty { try deck.home.write(settings, to: ".config/quarterdeck/settings.toml") }
        if !defaults.isEmpty || port != nil {
            var profiles = try String(contentsOfFile: sandbox.config, encoding: .utf8)
            profiles = profiles.replacing("[defaults]", with: "[defaults]\n\(defaults)")
            if let port {
                profiles = profiles.replacing(
                    "127.0.0.1:\(try sandbox.port(engine.rawValue))", with: "127.0.0.1:\(port)")
            }
            try deck.home.write(profiles, to: "clusters.toml")
            try deck.terminal.enter("export QUARTERDECK_CONFIG=\(deck.home.path("clusters.toml"))")
        }
        try deck.terminal.enter("$Q; echo left with $?")
        try deck.terminal.wait(for: "Enter session")
        if opens { try open() }
    }

    /// The deck's own resident memory in KiB, now and at its peak. Meaningless under a sanitizer, which keeps freed
    /// memory.
    func memory() throws -> (now: Int, peak: Int) {
        guard !PeakMemory.isSanitized else { return (0, 0) }
        let status = try String(contentsOfFile: "/proc/\(try deck.process())/status", encoding: .utf8)
        func value(_ name: String) throws -> Int {
            let line = try #require(status.split(separator: "\n").first { $0.hasPrefix(name) })
            return try #require(Int(line.filter(\.isNumber)))
        }
        return (try value("VmRSS"), try value("VmHWM"))
    }

    /// All bytes that the terminal has received.
    func sent() throws -> Data { try Data(contentsOf: URL(fileURLWithPath: terminal.log)) }

    /// Opens a session on the server from the deck.
    func open() throws {
        try terminal.press("g")
        for _ in 0..<engine.place { try terminal.press("j") }
        try terminal.press("Enter")
        try terminal.wait(for: "no transaction")
        try terminal.wait(for: "writer")
    }

    /// Types a statement, runs it, and waits for its output.
    @discardableResult
    func run(_ statement: String, shows text: String) throws -> String {
        try terminal.enter(statement)
        return try terminal.wait(for: text)
    }

    /// Runs a statement in a command of its own, as the server's owner.
    func beside(_ statement: String) throws -> String {
        var environment = sandbox.env
        environment["HOME"] = deck.home.path
        let run = try Program.run(
            [Program.product("quarterdeck"), "sql", engine.rawValue, "--format", "csv", "-c", statement],
            environment: environment)
        return run.text
    }

    /// Waits until the server runs, or no longer runs, a statement with a mark in its text.
    func waitOnServer(for mark: String, toRun: Bool) throws {
        let count =
            engine == .postgresql
            ? "select count(*) from pg_stat_activity where state = 'active' and query like '%\(mark)%' and pid <> pg_backend_pid()"
            : "select count(*) from information_schema.processlist where info like '%\(mark)%' and id <> connection_id()"
        try terminal.eventually(toRun ? "it runs on the server" : "it is gone from the server") {
            try beside(count).contains(toRun ? /\n[1-9]/ : /\n0/)
        }
    }

    /// The server's number for the session, read from the screen.
    func number() throws -> String {
        let mark = Int.random(in: 100_000...999_999)
        let screen = try run("select concat(\(mark) + 1, ' has ', \(engine.number));", shows: "\(mark + 1) has ")
        return try String(#require(screen.firstMatch(of: try Regex("\(mark + 1) has ([0-9]+)"))?[1].substring))
    }
}
