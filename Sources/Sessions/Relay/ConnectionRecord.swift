import Glibc
import Threads

/// One connection through a relay, for a listing.
public struct RelayedConnectionFacts: Sendable {
    /// The database user of the login.
    public let user: String
    /// Seconds since the client connected.
    public let age: Int
    /// The number of bytes from the client to the server since the login.
    public let sentBytes: Int
    /// The number of bytes from the server to the client since the login.
    public let receivedBytes: Int
}

/// The facts about one open connection.
final class ConnectionRecord: Sendable {
    private struct Facts {
        var user = ""
        var sent = 0
        var received = 0
    }

    private let since = ConnectionCensus.now
    private let facts = Locked(Facts())

    func signedIn(as user: String) {
        facts.withLock { $0.user = user }
    }

    func moved(sent: Int, received: Int) {
        facts.withLock { ($0.sent, $0.received) = (sent, received) }
    }

    var user: String { facts.withLock { $0.user } }

    /// The event at the connection's end.
    var ending: RelayEvent {
        let facts = facts.withLock { $0 }
        return .closed(
            user: facts.user, seconds: ConnectionCensus.now - since, sentBytes: facts.sent,
            receivedBytes: facts.received)
    }

    /// Nil before the login.
    var shown: RelayedConnectionFacts? {
        let facts = facts.withLock { $0 }
        guard !facts.user.isEmpty else { return nil }
        return RelayedConnectionFacts(
            user: facts.user, age: ConnectionCensus.now - since, sentBytes: facts.sent, receivedBytes: facts.received)
    }
}

/// All open connections of a relay.
final class ConnectionCensus: Sendable {
    private struct Entries {
        var next = 0
        var records: [Int: ConnectionRecord] = [:]
        var idleSince = ConnectionCensus.now
    }

    private let entries = Locked(Entries())

    /// Runs `body` and counts the connection until it returns.
    func count(_ body: (ConnectionRecord) -> Void) {
        let record = ConnectionRecord()
        let number = entries.withLock { entries in
            entries.next += 1
            entries.records[entries.next] = record
            return entries.next
        }
        body(record)
        entries.withLock { entries in
            entries.records[number] = nil
            if entries.records.isEmpty { entries.idleSince = Self.now }
        }
    }

    /// The connections that have signed in, the oldest first.
    var shown: [RelayedConnectionFacts] {
        let records = entries.withLock { $0.records }
        return records.sorted { $0.key < $1.key }.compactMap { $0.value.shown }
    }

    /// The number of seconds without a connection; nil while there is one.
    var idleSeconds: Int? {
        entries.withLock { $0.records.isEmpty ? Self.now - $0.idleSince : nil }
    }

    /// Seconds on the monotonic clock.
    static var now: Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec
    }
}
