import Foundation
import SQLWire
import TestSupport
import Testing

@testable import Activity
@testable import Sandbox

extension ActivityOnServers {
    /// Servers that answer only in part, or not at all: the screen says so and stays usable.
    @Suite(.serialized) struct HostileServerTests {
        private let sandbox: SandboxDescription

        init() throws { sandbox = try ActivityScene.sandbox.get() }

        @Test func `a server at its limit of connections is named, and sampled again when one is free`() throws {
            try sandbox.administrate("alter role jane_ro connection limit 0")
            defer { try? sandbox.administrate("alter role jane_ro connection limit -1") }
            let once = try TopLine.program(["harbor-ro", "--once"])
            #expect(once.status == 75, "\(once.errors)")
            #expect(once.errors.contains("takes no logins now"))
            #expect(once.errors.contains(#"too many connections for role "jane_ro""#))
            let deck = try DeckInTerminal(sandbox, start: false)
            let terminal = deck.terminal
            try terminal.enter("$Q top harbor-ro ferry --interval 0.5; echo left with $?")
            try terminal.wait(for: "2 clusters, 1 without an answer")
            try terminal.wait(for: "takes no logins now")
            try terminal.press("n", "n")
            try terminal.wait(for: "MySQL 8")
            try terminal.press("Escape")
            try sandbox.administrate("alter role jane_ro connection limit -1")
            try terminal.wait(without: "without an answer")
            try terminal.wait(for: "harbor-ro  writer")
            try terminal.press("q")
            try terminal.wait(for: "left with 0")
        }

        @Test func `with track_activities off, the screen says which setting shows the statements`() async throws {
            try sandbox.administrate("alter role jane_doe set track_activities = off")
            defer { try? sandbox.administrate("alter role jane_doe reset track_activities") }
            let silent = try await Actor("harbor")
            let line = try #require(try TopLine.all("harbor-ro", "harbor").last)
            let found = try line.session(silent.pid)
            #expect(found.state == "disabled" && found.query == nil)
            let deck = try DeckInTerminal(sandbox, start: false)
            try deck.terminal.enter("$Q top harbor")
            try deck.terminal.wait(for: "SET track_activities = on in the parameter group shows them")
            try deck.terminal.press("Enter")
            try deck.terminal.wait(for: "track_activities is off for some sessions")
            await silent.session.close()
        }

        @Test func `without the right to read all sessions, the right is named on the screen`() async throws {
            let other = try await Actor("harbor")
            let deck = try DeckInTerminal(sandbox, start: false)
            try deck.terminal.enter("$Q top harbor-ro ferry-ro")
            try deck.terminal.wait(for: "2 clusters")
            try deck.terminal.press("Enter")
            try deck.terminal.wait(for: "GRANT pg_read_all_stats TO jane_ro shows them")
            try deck.terminal.wait(for: "hidden from this user")
            try deck.terminal.press("n")
            try deck.terminal.wait(for: "GRANT PROCESS ON *.* TO jane_ro shows them")
            await other.session.close()
        }

        @Test func `a stalled server leaves its last sample on the screen, which stays usable`() throws {
            let deck = try DeckInTerminal(sandbox, start: false)
            let terminal = deck.terminal
            try terminal.enter("$Q top harbor ferry --interval 0.5; echo left with $?")
            try terminal.wait(for: "every 0.5 s")
            try terminal.press("Enter")
            try terminal.wait(for: "PostgreSQL 15")
            let stalled = try processes(of: sandbox.pids.postgresql)
            for process in stalled { kill(process, SIGSTOP) }
            defer { for process in stalled { kill(process, SIGCONT) } }
            try terminal.wait(for: "last sample 00:0")
            try terminal.press("Tab")
            try terminal.wait(for: "view: blocking")
            try terminal.press("n")
            try terminal.wait(for: "MySQL 8")
            try terminal.wait(for: "every 0.5 s")
            for process in stalled { kill(process, SIGCONT) }
            try terminal.press("n")
            try terminal.wait(for: "PostgreSQL 15")
            try terminal.wait(for: "every 0.5 s")
            try terminal.press("q", "q")
            try terminal.wait(for: "left with 0")
        }

        /// A server and its children.
        private func processes(of server: Int32) throws -> [Int32] {
            let found = try Program.run(["pgrep", "-P", "\(server)"])
            return [server] + found.text.split(separator: "\n").compactMap { Int32($0) }
        }
    }
}

/// MySQL without performance_schema, on a server of its own.
@Suite struct ReadingGapTests {
    @Test func `without performance_schema, the setting that shows statements and metadata locks is named`() throws {
        let server = try PrivateServer.mariaDB(settings: ["--performance-schema=OFF"])
        let client = ["mariadb", "--no-defaults", "-S", server.directory + "/my.sock", "-u", "root", "harbor"]
        _ = try Program.run(client + ["-e", "create table t (id int) engine = innodb"])
        let holder = try ChildProcess(
            client + ["-e", "lock tables t read; select sleep(600)"], environment: [:])
        let waiter = try ChildProcess(client + ["-e", "insert into t values (1)"], environment: [:])
        defer { for child in [holder, waiter] { kill(child.identifier, SIGKILL) } }
        var sample = ServerSample()
        repeat {
            var reading = MySQLReading()
            reading.begin([.statements])
            while let text = reading.next() { try reading.take(AnswerTables(tables: [rows(of: text, client)])) }
            sample = reading.sample
        } while !sample.sessions.contains { $0.wait == "Lock:table metadata" }
        let blocked = try #require(sample.sessions.first { $0.wait == "Lock:table metadata" })
        #expect(blocked.blockedBy == [])
        #expect(
            sample.gaps == [
                "performance_schema is off, so the server does not say who holds a metadata lock. "
                    + "performance_schema = 1 in the parameter group shows it after a restart."
            ])
        #expect(sample.statementGap?.hasPrefix("performance_schema is off") == true)
        #expect(sample.statements == nil)
    }

    /// The rows of a query, NULL as nil.
    private func rows(of sql: String, _ client: [String]) throws -> [[String?]] {
        let run = try Program.run(client + ["-N", "-B", "-e", sql])
        try #require(run.status == 0, "\(run.errors)")
        return run.text.split(separator: "\n").map { line in
            line.split(separator: "\t", omittingEmptySubsequences: false).map { $0 == "NULL" ? nil : String($0) }
        }
    }
}
