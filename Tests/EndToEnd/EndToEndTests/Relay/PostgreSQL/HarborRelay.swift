import Failures
import Foundation
import Secrets
import TestSupport

@testable import Relay
@testable import Sandbox

/// A relay to a PostgreSQL server in its own directory, with its reports.
final class HarborRelay: Sendable {
    let folder: TemporaryDirectory
    let relay: DatabaseRelay
    private let reported = Box<[Failure]>([])
    private let asked = Box<[String]>([])

    /// The reports so far.
    var reports: [Failure] { reported.value }
    /// The users whose tokens were requested.
    var tokensAsked: [String] { asked.value }
    var socket: String { folder.path(".s.PGSQL.5432") }

    init(
        _ server: RelayedServer, limits: RelayLimits = RelayLimits(),
        token: @escaping @Sendable (String) throws -> Secret
    ) throws {
        let folder = try TemporaryDirectory()
        self.folder = folder
        let (reported, asked) = (reported, asked)
        relay = try DatabaseRelay(
            server: server, doors: [.socket(folder.path(".s.PGSQL.5432"))], limits: limits,
            token: { user in
                asked.change { $0.append(user) }
                return try token(user)
            }, report: { failure in reported.change { $0.append(failure) } })
    }

    /// To the sandbox's PostgreSQL server.
    convenience init(
        _ sandbox: SandboxDescription, endpoint: String? = nil, limits: RelayLimits = RelayLimits(),
        token: String? = nil, change: (inout RelayedServer) -> Void = { _ in }
    ) throws {
        var server = RelayedServer(
            .postgresql, endpoint: try endpoint ?? sandbox.cluster("harbor").endpoint, addresses: ["127.0.0.1"],
            port: Int(try sandbox.port("harbor")) ?? 0, authorityFile: sandbox.ca_file, user: "jane_doe",
            database: "harbor")
        change(&server)
        let secret = Secret(try token ?? sandbox.token("harbor"))
        try self.init(server, limits: limits, token: { _ in secret })
    }

    /// The environment that leads a PostgreSQL program to the relay.
    func environment(_ more: [String: String] = [:]) -> [String: String] {
        ["PGHOST": folder.path, "PGUSER": "jane_doe", "PGDATABASE": "harbor", "PGCONNECT_TIMEOUT": "20"]
            .merging(more) { _, new in new }
    }

    /// psql at the socket, one statement for each argument.
    func psql(_ statements: String..., environment more: [String: String] = [:]) throws -> Program {
        try Program.run(
            ["psql", "-X", "-w", "-qAt"] + statements.flatMap { ["-c", $0] }, environment: environment(more))
    }

    /// Another program at the socket.
    func run(_ arguments: [String], input: Data = Data()) throws -> Program {
        try Program.run(arguments, environment: environment(), input: input)
    }
}

extension Wire {
    /// Sends a packet without a letter, as a PostgreSQL client does first.
    func first(_ body: [UInt8]) { say(NetworkBytes.number(UInt32(body.count + 4), 4) + body) }

    /// Sends a startup packet with settings.
    func startup(_ settings: [(String, String)], version: UInt32 = 196_608) {
        first(
            NetworkBytes.number(version, 4)
                + settings.flatMap { Array($0.0.utf8) + [0] + Array($0.1.utf8) + [0] } + [0])
    }

    /// The next message of a server.
    func hearMessage() -> (letter: String, body: [UInt8])? {
        let head = hear(5)
        guard head.count == 5 else { return nil }
        let count = head[1...].reduce(0) { $0 << 8 | Int($1) } - 4
        return (String(decoding: head.prefix(1), as: UTF8.self), hear(count))
    }
}
