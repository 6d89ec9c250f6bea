import Failures
import Glibc
import LocalFiles

final class LoopbackListener: ConnectionListener {
    private let socket: Descriptor
    /// The port; the system chooses it if none was requested.
    let port: Int

    init(port: Int) throws(Failure) {
        guard let socket = Descriptor.socket(AF_INET, nonBlocking: true) else {
            throw Self.unusable(port, errno)
        }
        var yes: Int32 = 1
        // Closing connections of an earlier run must not block the port.
        setsockopt(socket.number, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(clamping: port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket.number, $0, size) == 0 && listen(socket.number, 128) == 0
                    && getsockname(socket.number, $0, &size) == 0 ? 0 : errno
            }
        }
        guard code == 0 else { throw Self.unusable(port, code) }
        self.socket = socket
        self.port = Int(UInt16(bigEndian: address.sin_port))
    }

    func next(stop: StopSignal) -> Descriptor? {
        guard let connection = socket.accept(stop: stop) else { return nil }
        var yes: Int32 = 1
        setsockopt(
            connection.number, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        return connection
    }

    func remove() {}

    private static func unusable(_ port: Int, _ code: Int32) -> Failure {
        Failure(
            .cannotCreate, "cannot listen at 127.0.0.1:\(port)", why: SystemError.text(code),
            next: code == EADDRINUSE ? "choose another port: --port N" : nil)
    }
}
