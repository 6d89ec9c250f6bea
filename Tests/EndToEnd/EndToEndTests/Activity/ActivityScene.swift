import Foundation
import Glibc
import SQLWire
import TestSupport
import Testing

@testable import Sandbox

/// Separate servers with sessions that wait for each other, and no other activity.
enum ActivityScene {
    static let sandbox: Result<SandboxDescription, any Error> = Result {
        let state = FileManager.default.temporaryDirectory.path + "/qd-activity-\(geteuid())"
        _ = try Program.run([Program.product("quarterdeck"), "sandbox", "down", "--state", state])
        atexit {
            let state = FileManager.default.temporaryDirectory.path + "/qd-activity-\(geteuid())"
            _ = try? Program.run([Program.product("quarterdeck"), "sandbox", "down", "--state", state])
        }
        return try SharedSandbox.up(state)
    }
}

/// These tests count the activity of the scene's servers, so they run one after another.
@Suite(.serialized) enum ActivityOnServers {}

/// A session of a scene.
struct Actor {
    let session: any SQLSession
    let pid: UInt64

    init(_ cluster: String) async throws {
        session = try await ActivityScene.sandbox.get().session(cluster)
        pid = await session.state().identifier
    }

    /// Runs a statement that must succeed.
    func run(_ sql: String) async throws {
        let outcome = try await session.collect(sql)
        try #require(outcome.failures.isEmpty, "\(outcome.failures)")
    }

    /// Starts a statement that waits for another session.
    func begin(_ sql: String) -> Task<Outcome?, Never> {
        let session = session
        return Task { try? await session.collect(sql) }
    }
}

/// A line of `top --once --json`.
struct TopLine: Decodable {
    struct Session: Decodable {
        let pid: UInt64
        let user: String?
        let database: String?
        let client: String?
        let application: String?
        let state: String?
        let wait: String?
        let transactionAge: Double?
        let queryAge: Double?
        let blockedBy: [UInt64]
        let query: String?
    }

    let cluster: String
    let engine: String
    let version: String
    let role: String
    let connections: Int
    let maxConnections: Int
    let sessions: [Session]

    func session(_ pid: UInt64) throws -> Session { try #require(sessions.first { $0.pid == pid }) }

    /// Runs `top` and reads its lines.
    static func all(_ arguments: String..., in sandbox: SandboxDescription? = nil) throws -> [TopLine] {
        let run = try program(["--once", "--json"] + arguments, in: sandbox)
        try #require(run.status == 0, "\(run.errors)")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try run.text.split(separator: "\n").map { try decoder.decode(TopLine.self, from: Data($0.utf8)) }
    }

    static func program(_ arguments: [String], in sandbox: SandboxDescription? = nil) throws -> Program {
        let sandbox = try sandbox ?? ActivityScene.sandbox.get()
        return try Program.run([Program.product("quarterdeck"), "top"] + arguments, environment: sandbox.env)
    }
}
