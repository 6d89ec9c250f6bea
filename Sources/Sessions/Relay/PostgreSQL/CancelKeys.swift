import Threads

/// Maps the cancel keys of clients to those of servers.
///
/// Clients receive keys that the relay creates. With a server's key, a client could bypass the relay; and several
/// servers behind one name may use equal keys.
final class CancelKeys: Sendable {
    /// A process ID and a secret, which a cancel request contains.
    struct Key: Hashable {
        let process: UInt32
        let secret: [UInt8]
    }

    /// A server's key and the server's address.
    struct Entry {
        let key: Key
        let place: RelayedServer.Place
    }

    private let entries = Locked<[Key: Entry]>([:])

    /// Creates a client's key, which maps to `key` until it is removed. The process ID is the server's, because
    /// statements and programs compare it with `pg_backend_pid()`.
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

    /// The server's key and address for a client's key.
    func entry(_ own: Key) -> Entry? {
        entries.withLock { $0[own] }
    }
}
