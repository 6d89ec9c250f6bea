import CPlatform
import Failures
import Glibc
import LocalFiles
import Threads

/// The local end of a tunnel: a loopback port that accepts only this user's connections.
final class NearEnd: Sendable {
    let port: Int
    private let listener: Int32
    private let ending = WakeSignal()

    init() throws(Failure) {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard listener >= 0 else { throw Self.unusable(errno) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 64) == 0 && getsockname(listener, $0, &size) == 0
                    ? 0 : errno
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        guard code == 0 else { throw Self.unusable(code) }
    }

    deinit {
        close(listener)
    }

    /// Calls `body` for each connection of this user, on its own thread; `body` closes the connection. False when the
    /// system has no thread.
    func serve(_ body: @escaping @Sendable (Int32) -> Void) -> Bool {
        DetachedThread.start { [self] in
            while qd_wait(listener, Int16(POLLIN), ending.descriptor, -1) != 2 {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else {
                    // The process has no free descriptor until a connection ends.
                    if errno != EAGAIN, errno != EINTR, errno != ECONNABORTED { _ = ending.wait(milliseconds: 50) }
                    continue
                }
                _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
                let isServed = isOwn(connection) && DetachedThread.start { body(connection) }
                if !isServed { close(connection) }
            }
        }
    }

    /// Accepts no further connections; open ones continue.
    func stop() {
        ending.raise()
    }

    /// Whether the peer's socket belongs to this user. Source: proc(5), /proc/net/tcp.
    private func isOwn(_ connection: Int32) -> Bool {
        var peer = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &peer) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(connection, $0, &size) }
        }
        guard code == 0, let owner = LoopbackOwner.user(from: Int(UInt16(bigEndian: peer.sin_port)), to: port) else {
            return false
        }
        return owner == geteuid()
    }

    /// A loopback port on which no program listens now.
    static func freePort() throws(Failure) -> Int { try NearEnd().port }

    private static func unusable(_ code: Int32) -> Failure {
        Failure(.cannotCreate, "cannot listen on loopback for a tunnel", why: SystemError.text(code))
    }
}

/// The owners of sockets on loopback.
enum LoopbackOwner {
    /// The user of the socket that is bound to one port and connected to another.
    static func user(from near: Int, to far: Int) -> UInt32? {
        rows { fields in
            fields.count > 7 && port(fields[1]) == near && port(fields[2]) == far ? UInt32(fields[7]) : nil
        }
    }

    /// Whether a program of this user listens at a port. It does not connect, because the remote end would treat that
    /// as a client.
    static func listens(at port: Int) -> Bool {
        let listening = "0A"
        let found: Bool? = rows { fields in
            fields.count > 7 && self.port(fields[1]) == port && fields[3] == listening
                && UInt32(fields[7]) == geteuid() ? true : nil
        }
        return found ?? false
    }

    /// Whether any connection to a port is established.
    static func hasConnections(to port: Int) -> Bool {
        let established = "01"
        let found: Bool? = rows { fields in
            fields.count > 3 && self.port(fields[2]) == port && fields[3] == established ? true : nil
        }
        return found ?? false
    }

    private static func port(_ field: Substring) -> Int? {
        field.split(separator: ":").last.flatMap { Int($0, radix: 16) }
    }

    private static func rows<Value>(_ find: ([Substring]) -> Value?) -> Value? {
        guard let file = fopen("/proc/self/net/tcp", "re") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 512)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if let value = find(text.split(separator: " ")) { return value }
        }
        return nil
    }
}
