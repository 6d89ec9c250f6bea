import Failures
import Foundation
import Glibc
import SQLWire
import Secrets
import SessionSetup
import TestSupport
import Testing
import Threads

@testable import Sandbox

/// Cancelling statements on the server, with the server's confirmation.
@Suite struct CancelTests {
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    /// A statement that would run for 15 minutes.
    private func endless(_ engine: String) -> String {
        engine == "harbor" ? "select pg_sleep(1000)" : "select count(*) from vessels where sleep(1000) = 5"
    }

    /// The states of a session in the server's process list.
    private func running(_ identifier: UInt64, _ engine: String, _ observer: any SQLSession) async throws -> [String?] {
        let query =
            engine == "harbor"
            ? "select state from pg_stat_activity where pid = \(identifier)"
            : "select command from information_schema.processlist where id = \(identifier)"
        return try await observer.collect(query).rows.map { $0[0] }
    }

    private func isCancelled(_ message: ServerMessage?, _ engine: String) -> Bool {
        engine == "harbor" ? message?.sqlState == "57014" : message?.number == 1_317
    }

    @Test(arguments: SessionTests.engines)
    func `a waiting statement is cancelled on the server and the session continues`(_ engine: String) async throws {
        let (session, observer) = (try await sandbox.session(engine), try await sandbox.session(engine))
        let identifier = await session.state().identifier
        let busy = engine == "harbor" ? "active" : "Query"
        async let outcome = session.collect(endless(engine))
        try await eventually { try await running(identifier, engine, observer) == [busy] }
        session.cancel()
        let failures = try await outcome.failures
        #expect(isCancelled(failures.first, engine), "\(failures)")
        #expect(try await running(identifier, engine, observer) != [busy])
        #expect(try await session.collect("select 1").rows == [["1"]])
    }

    @Test(arguments: SessionTests.engines)
    func `a result is cancelled while it streams`(_ engine: String) async throws {
        let session = try await sandbox.session(engine)
        let rows = Locked(0)
        let failures = Locked<[ServerMessage]>([])
        let endless = "select a.reading_id from sensor_readings a, sensor_readings b"
        let table = try await session.collect("select * from sensor_readings limit 1")
        let column = String(decoding: try #require(table.columns.first?.first?.name), as: UTF8.self)
        let sql = endless.replacing("reading_id", with: column)
        try await session.run(Array(sql.utf8), input: nil) { event in
            switch event {
            case .rows(let batch):
                rows.withLock { $0 += batch.rowCount }
                session.cancel()
            case .failed(let message): failures.withLock { $0.append(message) }
            default: break
            }
        }
        #expect(isCancelled(failures.withLock { $0.first }, engine), "\(failures.withLock { $0 })")
        #expect(rows.withLock { $0 } > 0)
        #expect(try await session.collect("select 1").rows == [["1"]])
    }

    /// The server sometimes loses KILL QUERY between two statements of a loop.
    @Test(arguments: [
        "begin not atomic loop signal sqlstate '01000' set message_text = 'w'; end loop; end",
        "begin not atomic loop select 1 into @one; end loop; end", "begin not atomic loop select 1; end loop; end",
    ])
    func `a loop in a compound statement is cancelled by one request`(_ loop: String) async throws {
        let (session, observer) = (try await sandbox.session("ferry"), try await sandbox.session("ferry"))
        let identifier = await session.state().identifier
        let failures = Locked<[ServerMessage]>([])
        async let run: Void = session.run(Array(loop.utf8), input: nil) { event in
            if case .failed(let message) = event { failures.withLock { $0.append(message) } }
        }
        try await eventually { try await running(identifier, "ferry", observer) == ["Query"] }
        session.cancel()
        try await run
        #expect(failures.withLock { $0.map(\.number) } == [1_317])
        #expect(try await session.collect("select 1").rows == [["1"]])
    }

    @Test(arguments: SessionTests.engines)
    func `a late cancel request hits no later statement`(_ engine: String) async throws {
        let session = try await sandbox.session(engine)
        for _ in 0..<20 {
            async let outcome = session.collect("select 1")
            session.cancel()
            _ = try await outcome
            #expect(try await session.collect("select count(*) from vessels").failures.isEmpty)
        }
    }

    @Test func `a MySQL statement is cancelled with a second token when the first has expired`() async throws {
        let tokenSources = Locked(0)
        var plan = try sandbox.plan("ferry")
        let tokenSource = plan.token
        plan.token = { () throws(Failure) in
            tokenSources.withLock { $0 += 1 }
            return try tokenSource()
        }
        let session = try sandbox.open(plan)
        try await session.open()
        let observer = try await sandbox.session("ferry")
        let identifier = await session.state().identifier
        async let outcome = session.collect(endless("ferry"))
        try await eventually { try await running(identifier, "ferry", observer) == ["Query"] }
        #expect(tokenSources.withLock { $0 } == 1)
        session.cancel()
        #expect(isCancelled(try await outcome.failures.first, "ferry"))
        #expect(tokenSources.withLock { $0 } == 2)
    }

    @Test(arguments: SessionTests.engines)
    func `cancelling a login at a silent server ends it at once`(_ engine: String) async throws {
        let tarpit = try Tarpit()
        var plan = try sandbox.plan(engine)
        plan.dialPort = tarpit.port
        plan.connectTimeout = 600
        let session = try sandbox.open(plan)
        async let error = sessionError { try await session.open() }
        try await eventually { tarpit.hasCaller }
        session.cancel()
        #expect(await error == .connectCancelled)
    }

    @Test(arguments: SessionTests.engines)
    func `a login at a silent server ends by itself`(_ engine: String) async throws {
        let tarpit = try Tarpit()
        var plan = try sandbox.plan(engine)
        plan.dialPort = tarpit.port
        plan.connectTimeout = 1
        let session = try sandbox.open(plan)
        let error = await sessionError { try await session.open() }
        #expect(error?.kind == .unreachable)
        #expect(error?.failure.what.hasSuffix("did not answer within 1 s") == true)
    }

    @Test(arguments: SessionTests.engines)
    func `this side can drop a connection`(_ engine: String) async throws {
        let (session, observer) = (try await sandbox.session(engine), try await sandbox.session(engine))
        let identifier = await session.state().identifier
        let sql = endless(engine)
        async let error = sessionError { _ = try await session.collect(sql) }
        let busy = engine == "harbor" ? "active" : "Query"
        try await eventually { try await running(identifier, engine, observer) == [busy] }
        session.abort()
        #expect(await error?.kind == .cancelled)
        #expect(await session.state().isOpen == false)
        try await session.open()
        #expect(try await session.collect("select 1").rows == [["1"]])
    }
}
