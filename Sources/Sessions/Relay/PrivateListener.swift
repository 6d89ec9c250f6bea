import Failures
import Glibc
import LocalFiles

/// A Unix socket for processes of the same user only.
final class PrivateListener: ConnectionListener {
    private let socket: Descriptor
    /// The path of the socket.
    let path: String
    private let isMade: Bool

    /// Listens at `path`, which must not exist, in a directory of mode 0700.
    init(path: String) throws(Failure) {
        let directory = FilePath.parent(of: path).directory
        var status = stat()
        guard lstat(directory, &status) == 0 else { throw Self.unusable(path, SystemError.text(errno)) }
        guard status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else {
            throw Self.unusable(path, "its directory is not the user's alone")
        }
        guard let address = SocketPath(path) else {
            throw Self.unusable(path, "the path is too long for a socket")
        }
        guard let socket = Descriptor.socket(AF_UNIX) else { throw Self.unusable(path, SystemError.text(errno)) }
        let bound = address.lend { bind(socket.number, $0, $1) }
        guard bound == 0 else { throw Self.unusable(path, SystemError.text(errno)) }
        guard chmod(path, 0o600) == 0, listen(socket.number, 64) == 0 else {
            let reason = SystemError.text(errno)
            unlink(path)
            throw Self.unusable(path, reason)
        }
        self.socket = socket
        self.path = path
        isMade = true
    }

    /// Takes over a Unix socket that already listens. The socket stays when the relay ends.
    init(inherited number: Int32) throws(Failure) {
        let socket = Descriptor(owning: number)
        var address = sockaddr_un()
        var size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(number, $0, &size) }
        }
        var (isListening, length): (Int32, socklen_t) = (0, socklen_t(MemoryLayout<Int32>.size))
        let listens = getsockopt(number, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &length) == 0 && isListening != 0
        guard code == 0, listens, address.sun_family == sa_family_t(AF_UNIX) else {
            throw Failure(
                .badConfiguration, "descriptor \(number) is not a listening Unix socket",
                why: "LISTEN_FDS of the environment names it", next: "ListenStream=%t/PATH in the socket unit")
        }
        _ = fcntl(number, F_SETFL, O_NONBLOCK)
        self.socket = socket
        path = withUnsafeBytes(of: address.sun_path) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        isMade = false
    }

    /// Waits for the user's next connection; nil when it is time to stop.
    func next(stop: StopSignal) -> Descriptor? {
        while let connection = socket.accept(stop: stop) {
            if Self.isOwn(connection) { return connection }
        }
        return nil
    }

    /// Removes the socket's file.
    func remove() {
        if isMade { unlink(path) }
    }

    /// Source: unix(7), SO_PEERCRED: process, user and group, for which Glibc's module has no type.
    private static func isOwn(_ connection: Descriptor) -> Bool {
        var identity: (process: Int32, user: UInt32, group: UInt32) = (0, .max, .max)
        var size = socklen_t(MemoryLayout.size(ofValue: identity))
        let code = getsockopt(connection.number, SOL_SOCKET, SO_PEERCRED, &identity, &size)
        return code == 0 && Int(size) == MemoryLayout.size(ofValue: identity) && identity.user == geteuid()
    }

    private static func unusable(_ path: String, _ reason: String) -> Failure {
        Failure(.cannotCreate, "cannot listen at \(path)", why: reason)
    }
}
