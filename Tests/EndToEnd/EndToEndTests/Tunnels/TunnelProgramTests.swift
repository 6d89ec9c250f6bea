import Failures
import Foundation
import SessionSetup
import TestSupport
import Testing

@testable import Sandbox
@testable import Tunnels

/// The programs of tunnels: they have no terminal, and they end with Quarterdeck.
@Suite struct TunnelProgramTests {
    private let clusters: PrivateClusters

    init() throws {
        clusters = try PrivateClusters()
    }

    /// A program that carries nothing, ignores the usual signals, says nothing, and has a child. Returns its command.
    private func stubborn() throws -> String {
        let mark = clusters.folder.path("pids")
        return try clusters.folder.program(
            """
            #!/bin/bash
            trap '' HUP INT TERM
            exec 2> /dev/null
            sleep 100000 &
            echo $$ $! > '\(mark).new'
            mv '\(mark).new' '\(mark)'
            wait

            """, to: "stubborn")
    }

    /// The ids of the program and its child, when both run.
    private func processes() throws -> [Int32] {
        let mark = clusters.folder.path("pids")
        try #require(RelayInUse.eventually { FileManager.default.fileExists(atPath: mark) })
        let found = try String(contentsOfFile: mark, encoding: .utf8).split { $0.isWhitespace }.compactMap { Int32($0) }
        try #require(found.count == 2)
        return found
    }

    private func areGone(_ processes: [Int32]) -> Bool {
        RelayInUse.eventually {
            processes.allSatisfy { process in
                let text = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ") Z "
                return text.contains(") Z ")
            }
        }
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGKILL])
    func `a tunnel_command and its children end with Quarterdeck`(_ signal: Int32) throws {
        try clusters.profiles(["harbor": "tunnel_command = \"\(stubborn())\""])
        let child = try ChildProcess(
            [Program.product("quarterdeck"), "sql", "harbor", "-c", "select 1"], environment: clusters.environment())
        let processes = try processes()
        kill(child.identifier, signal)
        #expect(child.wait() != 0)
        #expect(areGone(processes))
    }

    @Test func `closing a tunnel ends the programs of its connections`() throws {
        let tunnels = ClusterTunnels { ["PATH": "/usr/bin:/bin"] }
        let target = TunnelTarget(cluster: "harbor", host: "127.0.0.1", port: 1)
        let tunnel = tunnels.tunnel(to: target, by: .command(try stubborn())) { _ throws(Failure) in
            throw Failure(.internalError, "no AWS")
        }
        let port = try tunnel.open(wake: nil, milliseconds: 30_000).port
        let connection = try #require(Socket.connect(toLoopback: port, timeout: 30))
        let processes = try processes()
        #expect(processes.first.map { getsid($0) } == processes.first)
        tunnels.end()
        #expect(areGone(processes))
        _ = connection
    }

    @Test func `a tunnel_command cannot write on the deck, and the deck shows why it failed`() throws {
        let line = "tunnel_command = 'printf \"SCR%%s\" IBBLE > /dev/tty'"
        try clusters.profiles(["harbor": line, "ferry": line])
        let deck = try DeckInTerminal(
            clusters.sandbox, variables: ["QUARTERDECK_CONFIG": clusters.folder.path("clusters.toml")])
        try deck.terminal.wait(for: "Enter session")
        try deck.terminal.press("Enter")
        try deck.terminal.wait(for: "cannot create /dev/tty")
        let sent = try String(decoding: Data(contentsOf: URL(fileURLWithPath: deck.terminal.log)), as: UTF8.self)
        #expect(!sent.contains("SCRIBBLE"))
    }

    @Test func `ssh and a tunnel_command get no program that asks for passwords`() {
        let variables = TunnelEnvironment.variables([
            "SSH_ASKPASS": "/bin/ask", "SSH_ASKPASS_REQUIRE": "force", "A": "b",
        ])
        #expect(Set(variables) == ["SSH_ASKPASS_REQUIRE=never", "A=b"])
    }
}
