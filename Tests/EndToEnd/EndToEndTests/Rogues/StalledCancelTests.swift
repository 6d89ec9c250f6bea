import Failures
import Foundation
import Glibc
import MariaDB
import SQLWire
import SessionSetup
import TestSupport
import Testing
import Threads

@testable import Sandbox

/// Cancel requests that do not arrive, or that arrive at the wrong server.
@Suite struct StalledCancelTests {
    private typealias Behaviour = RogueServers.Behaviour

    private static let identity = [["hostname", "db-1"], ["port", "3306"], ["server_uuid", "aaaa"]]

    private func sleep(_ engine: String) -> String {
        engine == "harbor" ? "select pg_sleep(1000)" : "select count(*) from vessels where sleep(1000) = 5"
    }

    /// A plan for a sandbox's server behind a tunnel with a different mode for every connection.
    private func plan(_ engine: String, _ modes: [String]) throws -> (SessionPlan, RogueServers) {
        let sandbox = try SharedSandbox.description.get()
        var plan = try sandbox.plan(engine, token: try sandbox.token(engine))
        let tunnel = try RogueServers(
            "tunnel", [Behaviour(name: "tunnel", target: plan.dialPort, modes: modes)])
        plan.dialPort = try #require(tunnel.ports["tunnel"])
        return (plan, tunnel)
    }

    /// libpq 15 treats the end of the connection as an answer, and its whole request has 16 bytes.
    @Test(arguments: [
        ("harbor", "mute"), ("harbor", "stall:8"), ("ferry", "mute"), ("ferry", "close"), ("ferry", "stall:8"),
        ("ferry", "stall:40"), ("ferry", "stall:500"),
    ])
    func `an unanswered request is reported, and the session is usable`(
        _ engine: String, _ mode: String
    ) async throws {
        let sandbox = try SharedSandbox.description.get()
        let (plan, tunnel) = try plan(engine, ["pass", mode])
        let session = try sandbox.open(plan)
        try await session.open()
        let identifier = await session.state().identifier
        let warning = Locked<[ServerMessage]>([])
        let sql = sleep(engine)
        async let outcome: Void = session.run(Array(sql.utf8), input: nil) { event in
            guard case .notice(let message) = event else { return }
            warning.withLock { $0.append(message) }
        }
        let observer = try await sandbox.session(engine)
        let query =
            engine == "harbor"
            ? "select count(*) from pg_stat_activity where pid = \(identifier) and state = 'active'"
            : "select count(*) from information_schema.processlist where id = \(identifier) and command = 'Query'"
        try await eventually { try await observer.collect(query).rows == [["1"]] }
        try await eventually {
            session.cancel()
            return warning.withLock { !$0.isEmpty }
        }
        let text = try #require(warning.withLock { $0.first?.text })
        #expect(text.hasPrefix("the request to cancel was not delivered: "), "\(text)")
        // Another session ends the statement, and this session continues.
        let end = engine == "harbor" ? "select pg_cancel_backend(\(identifier))" : "kill query \(identifier)"
        _ = try await observer.collect(end)
        try await outcome
        #expect(try await session.collect("select 1").rows == [["1"]])
        _ = tunnel
    }

    /// Repeats an action until `work` has ended, because the work may not have begun the first time.
    private func during<Result: Sendable>(
        _ act: @escaping @Sendable () -> Void, _ work: @Sendable () async throws -> Result
    ) async rethrows -> Result {
        let hasEnded = Locked(false)
        // On its own thread: other tests may hold the threads of tasks for seconds.
        let isDone = Locked(false)
        Thread.detachNewThread {
            while !hasEnded.withLock({ $0 }) {
                act()
                poll(nil, 0, 10)
            }
            isDone.withLock { $0 = true }
        }
        defer { hasEnded.withLock { $0 = true } }
        let result = try await work()
        hasEnded.withLock { $0 = true }
        while !isDone.withLock({ $0 }) { try? await Task.sleep(for: .milliseconds(5)) }
        return result
    }

    @Test(arguments: SessionTests.engines)
    func `dropping the connection ends every wait while a request is unanswered`(_ engine: String) async throws {
        let sandbox = try SharedSandbox.description.get()
        let (plan, tunnel) = try plan(engine, ["pass", "mute"])
        let session = try sandbox.open(plan)
        try await session.open()
        let (sql, presses) = (sleep(engine), Locked(0))
        let error = await during {
            // Like a user: cancel, cancel again, then drop the connection.
            let press = presses.withLock { presses in
                presses += 1
                return presses
            }
            if press % 50 == 0 { session.abort() } else { session.cancel() }
        } _: {
            await sessionError { _ = try await session.collect(sql) }
        }
        #expect(error?.kind == .cancelled)
        let next = await sessionError { _ = try await session.collect("select 1") }
        #expect(next?.loss?.request == .notSent, "\(String(describing: next))")
        _ = tunnel
    }

    @Test(arguments: SessionTests.engines)
    func `a statement that ends by itself is followed by the next although a request is unanswered`(
        _ engine: String
    ) async throws {
        let sandbox = try SharedSandbox.description.get()
        let (plan, tunnel) = try plan(engine, ["pass", "mute"])
        let session = try sandbox.open(plan)
        try await session.open()
        let short = engine == "harbor" ? "select pg_sleep(2)" : "select sleep(2)"
        _ = try await during {
            session.cancel()
        } _: {
            try await session.collect(short)
        }
        let next = try await session.collect("select 1")
        #expect(next.rows == [["1"]])
        // If the request may still hit the next statement, a notice says so.
        #expect(next.notices.allSatisfy { $0.text.contains("was not confirmed") })
        _ = tunnel
    }

    @Test(arguments: SessionTests.engines)
    func `a statement that waits for an earlier request is not sent after the connection is dropped`(
        _ engine: String
    ) async throws {
        let sandbox = try SharedSandbox.description.get()
        let (plan, tunnel) = try plan(engine, ["pass", "mute"])
        let session = try sandbox.open(plan)
        try await session.open()
        let mark = Int.random(in: 1_000_000..<9_000_000)
        let observer = try await sandbox.session(engine)
        let short = engine == "harbor" ? "select pg_sleep(1)" : "select sleep(1)"
        _ = try await during {
            session.cancel()
        } _: {
            try await session.collect(short)
        }
        // A sleeping server does not notice a lost client, so a sent statement would still be running.
        let sql = sleep(engine) + " /* \(mark) */"
        let second = await during {
            session.abort()
        } _: {
            await sessionError { _ = try await session.collect(sql) }
        }
        #expect(second?.kind == .cancelled)
        let query =
            engine == "harbor"
            ? "select count(*) from pg_stat_activity where query like '%/* \(mark) */' and pid <> pg_backend_pid()"
            : "select count(*) from information_schema.processlist where info like '%/* \(mark) */' and id <> connection_id()"
        #expect(try await observer.collect(query).rows == [["0"]])
        _ = tunnel
    }

    /// The larger statement fills the queues of both ends, so that sending it blocks.
    @Test(arguments: SessionTests.engines, [30_000, 24_000_000])
    func `dropping the connection ends a statement that cannot be sent`(
        _ engine: String, _ size: Int
    ) async throws {
        let sandbox = try SharedSandbox.description.get()
        let (plan, tunnel) = try plan(engine, ["stall:20000"])
        let session = try sandbox.open(plan)
        try await session.open()
        let sql = "select '" + String(repeating: "x", count: size) + "'"
        let running = Task { await sessionError { _ = try await session.collect(sql) } }
        try await Task.sleep(for: .milliseconds(300))
        let end = await during {
            session.abort()
        } _: {
            await running.value
        }
        #expect(end?.kind == .cancelled, "\(String(describing: end))")
        #expect(await session.state().isOpen == false)
        _ = tunnel
    }

    @Test(arguments: [30_000, 24_000_000])
    func `dropping the connection ends an unanswered description`(_ size: Int) async throws {
        let sandbox = try SharedSandbox.description.get()
        let (plan, tunnel) = try plan("harbor", ["stall:20000"])
        let session = try sandbox.open(plan)
        try await session.open()
        let sql = "select '" + String(repeating: "x", count: size) + "'"
        let describing = Task { await session.describe(Array(sql.utf8)) }
        try await Task.sleep(for: .milliseconds(300))
        let described = await during {
            session.abort()
        } _: {
            await describing.value
        }
        #expect(described.isEmpty)
        let next = await sessionError { _ = try await session.collect("select 1") }
        #expect(next?.kind == .cancelled, "\(String(describing: next))")
        _ = tunnel
    }

    /// The server at the second login, and whether it may receive KILL QUERY.
    private static let seconds: [(name: String, identity: [[String]], users: [[String]]?, kills: Bool)] = [
        ("the same server", identity, [["jane_doe"]], true),
        ("another host", [["hostname", "db-2"], ["port", "3306"], ["server_uuid", "aaaa"]], [["jane_doe"]], false),
        ("another uuid", [["hostname", "db-1"], ["port", "3306"], ["server_uuid", "bbbb"]], [["jane_doe"]], false),
        ("another port", [["hostname", "db-1"], ["port", "3307"], ["server_uuid", "aaaa"]], [["jane_doe"]], false),
        ("an instance's name more", identity + [["aurora_server_id", "x"]], [["jane_doe"]], false),
        ("another user", identity, [["somebody_else"]], false),
        ("no such connection", identity, [], false),
        ("no identity", [], [["jane_doe"]], false),
        ("no process list", identity, nil, false),
    ]

    @Test func `KILL QUERY goes only to the session's own server and connection`() async throws {
        let behaviours = Self.seconds.map { second in
            Behaviour(
                name: second.name, steps: ["ask:mysql_clear_password", "token", "ok:", "serve"],
                answers: [
                    ["SHOW GLOBAL VARIABLES": .rows(Self.identity)],
                    [
                        "SHOW GLOBAL VARIABLES": .rows(second.identity),
                        "processlist": second.users.map { .rows($0) } ?? .silence,
                    ],
                ])
        }
        let servers = try RogueServers("mysql", behaviours)
        for second in Self.seconds {
            let session = try #require(MySQLSession(try servers.plan(second.name)))
            try await session.open()
            let warnings = Locked<[String]>([])
            let failures = Locked<[Int?]>([])
            let act: @Sendable () -> Void = {
                if warnings.withLock({ $0.isEmpty }) { session.cancel() } else { session.abort() }
            }
            let outcome = await during(act) {
                await sessionError {
                    try await session.run(Array("select sleep(1000)".utf8), input: nil) { event in
                        switch event {
                        case .notice(let message): warnings.withLock { $0.append(message.text) }
                        case .failed(let message): failures.withLock { $0.append(message.number) }
                        default: break
                        }
                    }
                }
            }
            #expect(warnings.withLock { $0.isEmpty } == second.kills, "\(second.name)")
            #expect(outcome?.kind == (second.kills ? nil : .cancelled), "\(second.name)")
            #expect(failures.withLock { $0 } == (second.kills ? [1_317] : []), "\(second.name)")
            await session.close()
            let records = try servers.records(of: second.name, count: 2)
            let hasKilled = records.contains { $0.secure.contains(Self.hex("KILL QUERY 7")) }
            #expect(hasKilled == second.kills, "\(second.name): \(warnings.withLock { $0 })")
        }
    }

    private static func hex(_ text: String) -> String {
        text.utf8.map { String($0, radix: 16) }.joined()
    }
}
