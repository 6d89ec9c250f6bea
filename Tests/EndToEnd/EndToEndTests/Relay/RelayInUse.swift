import Failures
import Foundation
import Secrets
import TestSupport
import Testing

@testable import Relay
@testable import Sandbox

/// A relay in its own directory, with its reports.
final class RelayInUse: Sendable {
    let folder: TemporaryDirectory
    let relay: DatabaseRelay
    private let reported: Box<[Failure]>
    private let asked: Box<Int>

    var socket: String { folder.path("s") }
    /// The reports so far.
    var reports: [Failure] { reported.value }
    /// The number of requested tokens.
    var tokensAsked: Int { asked.value }

    init(
        endpoint: String, port: Int, authority: String?, user: String = "jane_doe", database: String? = nil,
        isReadOnly: Bool = false, limits: RelayLimits = RelayLimits(),
        token: @escaping @Sendable () throws -> Secret
    ) throws {
        let folder = try TemporaryDirectory()
        let (reported, asked) = (Box<[Failure]>([]), Box(0))
        (self.folder, self.reported, self.asked) = (folder, reported, asked)
        var server = RelayedServer(
            .mysql, endpoint: endpoint, addresses: ["127.0.0.1"], port: port, authorityFile: authority, user: user,
            database: database)
        server.isReadOnly = isReadOnly
        relay = try DatabaseRelay(
            server: server, doors: [.socket(folder.path("s"))], limits: limits,
            token: { _ in
                asked.change { $0 += 1 }
                return try token()
            }, report: { failure in reported.change { $0.append(failure) } })
    }

    /// To the sandbox's MySQL server.
    convenience init(
        _ sandbox: SandboxDescription, endpoint: String? = nil, authority: String?? = nil, token: String? = nil,
        user: String = "jane_doe", database: String? = nil, isReadOnly: Bool = false,
        limits: RelayLimits = RelayLimits()
    ) throws {
        let secret = Secret(try token ?? sandbox.token())
        try self.init(
            endpoint: endpoint ?? sandbox.ferry.endpoint, port: sandbox.ferryPort,
            authority: authority ?? sandbox.ca_file, user: user, database: database, isReadOnly: isReadOnly,
            limits: limits, token: { secret })
    }

    func arguments(_ more: [String]) -> [String] {
        ["mariadb", "--no-defaults", "--socket=\(socket)", "-u", "jane_doe", "--quick", "-NB"] + more
    }

    /// The mariadb client at the socket.
    func mariadb(_ sql: String, _ more: String..., input: Data = Data()) throws -> Program {
        try Program.run(arguments(["-e", sql] + more), input: input)
    }

    /// Waits for a condition.
    static func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
        for _ in 0..<1_000 {
            if try condition() { return true }
            usleep(10_000)
        }
        return false
    }
}

final class Box<Value: Sendable>: @unchecked Sendable {
    // Accessed only under the lock.
    private var stored: Value
    private let lock = NSLock()

    init(_ value: Value) { stored = value }

    var value: Value { lock.withLock { stored } }

    func change(_ body: (inout Value) -> Void) { lock.withLock { body(&stored) } }
}
