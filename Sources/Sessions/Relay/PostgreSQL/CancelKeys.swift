import Threads

/// Which client's key to cancel stands for which server's.
///
/// Clients get secrets of the relay's own: a server's would open the way round the relay, and behind one name there may
/// be several servers with equal keys.
final class CancelKeys: Sendable {
    /// What it takes to ask for the end of a statement.
    struct Key: Hashable {
        let process: UInt32
        let secret: [UInt8]
    }

    /// A server's key, and where that server is.
    struct Entry {
        let key: Key
        let place: RelayedServer.Place
    }

    private let entries = Locked<[Key: Entry]>([:])

    /// A key for a client, which stands for `key` until it is removed. The process id is the server's: statements and
    /// programs compare it with `pg_backend_pid()`.
    func add(_ key: Key, at place: RelayedServer.Place) -> Key {
        var generator = SystemRandomNumberGenerator()
        return entries.withLock { entries in
            while true {
                let secret = NetworkBytes.number(UInt32.random(in: 0...UInt32.max, using: &generator), 4)
                let own = Key(process: key.process, secret: secret)
                if entries[own] != nil { continue }
                entries[own] = Entry(key: key, place: place)
                return own
            }
        }
    }

    func remove(_ own: Key) {
        entries.withLock { entries in entries[own] = nil }
    }

    /// What a client's key stands for.
    func entry(_ own: Key) -> Entry? {
        entries.withLock { $0[own] }
    }
}
