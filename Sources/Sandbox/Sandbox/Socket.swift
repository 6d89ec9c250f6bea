import Failures
import Glibc
import LocalFiles

/// A connected or listening socket, closed on release.
final class Socket: Sendable {
    let descriptor: Int32

    init(owning descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Listens on a free loopback port.
    static func listenOnLoopback() throws(Failure) -> (socket: Socket, port: Int) {
        let socket = Socket(owning: Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        let port = try socket.bindToLoopback()
        guard Glibc.listen(socket.descriptor, 128) == 0 else { throw unusable("listen on 127.0.0.1:\(port)") }
        return (socket, port)
    }

    /// Reserves a free loopback port without listening on it. While the value lives, only a server that gets the number
    /// and shares addresses, as both servers do, can use the port.
    static func reserveLoopbackPort() throws(Failure) -> (socket: Socket, port: Int) {
        let socket = Socket(owning: Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        return (socket, try socket.bindToLoopback())
    }

    /// Listens on a Unix socket that `user` may connect to.
    static func listen(atPath path: String, user: uid_t, group: gid_t) throws(Failure) -> Socket {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard path.utf8.count < room else {
            throw Failure(.cannotCreate, "the path \(path) is too long for a socket", next: "choose a shorter --state")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        unlink(path)
        let socket = Socket(owning: Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0))
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket.descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0, chmod(path, 0o600) == 0, geteuid() != 0 || chown(path, user, group) == 0,
            Glibc.listen(socket.descriptor, 128) == 0
        else { throw unusable("listen at \(path)") }
        return socket
    }

    /// Connects to a loopback port; nil when nothing listens there.
    static func connect(toLoopback port: Int, timeout seconds: Int) -> Socket? {
        let socket = Socket(owning: Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        socket.setTimeouts(seconds: seconds)
        return withLoopback(port) { Glibc.connect(socket.descriptor, $0, $1) } == 0 ? socket : nil
    }

    /// Waits for the next connection; nil when the socket is unusable.
    func accept(timeout seconds: Int) -> Socket? {
        while true {
            let connection = Glibc.accept(descriptor, nil, nil)
            if connection >= 0 {
                let socket = Socket(owning: connection)
                socket.setTimeouts(seconds: seconds)
                return socket
            }
            switch errno {
            case EINTR, ECONNABORTED: continue
            case EMFILE, ENFILE, ENOBUFS, ENOMEM: poll(nil, 0, 50)
            default: return nil
            }
        }
    }

    /// Reads up to `limit` bytes; empty at the end, after an error, and after the time limit.
    func read(upTo limit: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            var result: Int
            repeat { result = Glibc.read(descriptor, buffer.baseAddress, limit) } while result < 0 && errno == EINTR
            count = max(0, result)
        }
    }

    /// Reads exactly `count` bytes; nil when there are fewer.
    func read(exactly count: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let more = read(upTo: count - bytes.count)
            if more.isEmpty { return nil }
            bytes += more
        }
        return bytes
    }

    /// Writes all bytes. Returns whether that succeeded.
    @discardableResult
    func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private func setTimeouts(seconds: Int) {
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    private func bindToLoopback() throws(Failure) -> Int {
        var one: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        guard Self.withLoopback(0, { bind(descriptor, $0, $1) }) == 0 else {
            throw Self.unusable("take a loopback port")
        }
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
        }
        guard code == 0 else { throw Self.unusable("take a loopback port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    private static func withLoopback(_ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    private static func unusable(_ what: String) -> Failure {
        Failure(.unavailable, "cannot \(what)", why: SystemError.text(errno))
    }
}
