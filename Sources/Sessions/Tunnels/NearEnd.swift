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
        address.sin_addr.s_addr = LoopbackSocket.address
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

    /// Calls `body` for each connection of this user, on its own thread; `body` closes the connection, and ends when the
    /// signal is raised. False when the system has no thread.
    func serve(_ body: @escaping @Sendable (Int32, WakeSignal) -> Void) -> Bool {
        DetachedThread.start { [self] in
            while qd_wait(listener, Int16(POLLIN), ending.descriptor, -1) != 2 {
                var peer = sockaddr_in()
                let connection = accept(&peer)
                guard connection >= 0 else {
                    // The process has no free descriptor until a connection ends.
                    if errno != EAGAIN, errno != EINTR, errno != ECONNABORTED { _ = ending.wait(milliseconds: 50) }
                    continue
                }
                _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
                let isServed =
                    Self.isOwn(peer, at: port) && DetachedThread.start { [ending] in body(connection, ending) }
                if !isServed { close(connection) }
            }
        }
    }

    private func accept(_ peer: inout sockaddr_in) -> Int32 {
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &peer) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.accept(listener, $0, &size) }
        }
    }

    /// Accepts no further connections, and asks the open ones to end.
    func stop() {
        ending.raise()
    }

    /// Whether the peer is a socket of this user at 127.0.0.1.
    ///
    /// Sessions dial from that address. Another address of loopback could have the same port number at the same time.
    private static func isOwn(_ peer: sockaddr_in, at port: Int) -> Bool {
        guard peer.sin_family == sa_family_t(AF_INET), peer.sin_addr.s_addr == LoopbackSocket.address else {
            return false
        }
        let near = Int(UInt16(bigEndian: peer.sin_port))
        return LoopbackSocket.find { $0.user(from: near, to: port) } == geteuid()
    }

    /// A loopback port on which no program listens now.
    static func freePort() throws(Failure) -> Int { try NearEnd().port }

    private static func unusable(_ code: Int32) -> Failure {
        Failure(.cannotCreate, "cannot listen on loopback for a tunnel", why: SystemError.text(code))
    }
}
