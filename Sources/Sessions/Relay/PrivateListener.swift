import Failures
import Glibc
import LocalFiles

/// A Unix socket for processes of the same user only.
final class PrivateListener: ConnectionListener {
    private let socket: Descriptor
    private let path: String

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
        unlink(path)
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
