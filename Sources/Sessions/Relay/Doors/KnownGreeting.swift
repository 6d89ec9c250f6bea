import Failures
import Glibc
import Threads

/// The last greeting of a MySQL server, for clients that have not proved a password yet.
///
/// Such a client must not cause a connection to the server: a server counts connections without a login, and refuses
/// all clients of a host that has too many of them (`max_connections`, `max_connect_errors`).
final class KnownGreeting: Sendable {
    private let known = Locked<ServerGreeting?>(nil)
    /// Raised when `fetch` has ended.
    private let fetched: StopSignal

    init() throws(Failure) {
        fetched = try StopSignal()
    }

    /// Reads the greeting of the server with one connection. Without an answer, clients get a general greeting until a
    /// login has reached the server.
    func fetch(_ plan: RelayPlan) {
        defer { fetched.raise() }
        if let greeted = try? GreetedServer(plan) { update(greeted.greeting) }
    }

    /// Stores the greeting of a later connection: a failover may lead to a server of another version.
    func update(_ greeting: ServerGreeting) {
        known.withLock { $0 = greeting }
    }

    /// The greeting for the next client, with a connection number of the relay. Waits for `fetch`.
    func announced(_ plan: RelayPlan) -> ServerGreeting {
        _ = plan.stop.wait(
            for: fetched.descriptor, Int16(POLLIN), until: Deadline(milliseconds: plan.limits.childAnswer / 2))
        return (known.withLock { $0 } ?? .general).numbered(Self.number())
    }

    /// A connection number that no server uses: with the number of a session, `KILL` would end that session.
    private static func number() -> UInt32 {
        var generator = SystemRandomNumberGenerator()
        return UInt32.random(in: 0xF000_0000..<UInt32.max, using: &generator)
    }
}

extension ServerGreeting {
    /// A greeting with the capabilities that all supported servers have.
    static let general = ServerGreeting.standIn.offering(.common)
}
