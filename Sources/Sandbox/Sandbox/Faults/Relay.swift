import Glibc
import Threads

/// Relays bytes between a client and a server, slowly or only up to a limit.
struct Relay: Sendable {
    let client: Socket
    let server: Int
    /// Milliseconds before each piece of an answer.
    let pause: Int32
    /// The number of answer bytes after which the connection ends.
    let byteCount: Int

    func run() {
        guard let connection = Socket.connect(toLoopback: server, timeout: 0) else { return }
        DetachedThread.start { [client] in
            while true {
                let bytes = client.read(upTo: 16_384)
                guard !bytes.isEmpty, connection.write(bytes) else { break }
            }
            shutdown(connection.descriptor, Int32(SHUT_RDWR))
        }
        var left = byteCount
        while left > 0 {
            let bytes = connection.read(upTo: 16_384)
            guard !bytes.isEmpty else { break }
            if pause > 0 { poll(nil, 0, pause) }
            guard client.write(Array(bytes.prefix(left))) else { break }
            left -= bytes.count
        }
        shutdown(client.descriptor, Int32(SHUT_RDWR))
        shutdown(connection.descriptor, Int32(SHUT_RDWR))
    }
}
