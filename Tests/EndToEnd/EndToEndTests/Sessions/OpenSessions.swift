import Failures
import Foundation
import MariaDB
import Postgres
import SQLWire
import Secrets
import SessionSetup
import TestSupport
import Testing
import Threads

@testable import Sandbox

/// The collected result of a statement.
struct Outcome: Sendable {
    var columns: [[Column]] = []
    var rows: [[String?]] = []
    var data: [UInt8] = []
    var completions: [Completion] = []
    var notices: [ServerMessage] = []
    var failures: [ServerMessage] = []
    var batches = 0

    mutating func take(_ event: ResultEvent) {
        switch event {
        case .columns(let some): columns.append(some)
        case .rows(let batch):
            batches += 1
            for row in 0..<batch.rowCount {
                rows.append(
                    (0..<batch.columnCount).map { column in
                        batch.value(row: row, column: column).map { String(decoding: $0, as: UTF8.self) }
                    })
            }
        case .complete(let completion): completions.append(completion)
        case .data(let bytes): data += bytes
        case .notice(let message): notices.append(message)
        case .failed(let message): failures.append(message)
        }
    }
}

extension SQLSession {
    /// Runs a text and collects its result.
    func collect(_ sql: String, input: CopySource? = nil) async throws(SessionError) -> Outcome {
        let outcome = Locked(Outcome())
        try await run(Array(sql.utf8), input: input) { event in outcome.withLock { $0.take(event) } }
        return outcome.withLock { $0 }
    }
}

extension SandboxDescription {
    /// A plan for a cluster of the sandbox with a fresh token for every login.
    func plan(_ name: String, user: String = "jane_doe", token: String? = nil) throws -> SessionPlan {
        let cluster = try cluster(name)
        let description = self
        let tokenSource: @Sendable () throws(Failure) -> Secret = { () throws(Failure) in
            do {
                return try Secret(token ?? description.token(name, "--user", user))
            } catch {
                throw Failure(.internalError, "no token: \(error)")
            }
        }
        var plan = SessionPlan(
            host: cluster.endpoint, port: cluster.port, user: user,
            authorities: Authorities(file: ca_file, isChosen: true, cacheDirectory: nil), token: tokenSource)
        plan.dialHost = "127.0.0.1"
        plan.dialPort = try #require(Int(port(name)))
        plan.database = "harbor"
        return plan
    }

    /// An open session.
    func session(_ name: String) async throws -> any SQLSession {
        let session = try open(try plan(name))
        try await session.open()
        return session
    }

    /// A session that is not open yet.
    func open(_ plan: SessionPlan) throws -> any SQLSession {
        if plan.host.hasPrefix("harbor") { return try #require(PostgreSQLSession(plan)) }
        return try #require(MySQLSession(plan))
    }
}
