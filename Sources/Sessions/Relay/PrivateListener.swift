import Failures
import Glibc
import LocalFiles

/// A Unix socket that only processes of the same user reach.
final class PrivateListener: Sendable {
    private let socket: Descriptor
    private let path: String

    /// Listens at `path`, at which nothing stands yet, in a directory of mode 0700.
    init(path: String) throws(Failure) {
        let directory = FilePath.parent(of: path).directory
        var status = stat()
        guard lstat(directory, &status) == 0 else { throw Self.unusable(path, SystemError.text(errno)) }
        guard status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else {
            throw Self.unusable(path, "its directory is not the user's alone")
        }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path), !path.utf8.contains(0) else {
            throw Self.unusable(path, "the path is too long for a socket")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        guard let socket = Descriptor.socket(AF_UNIX) else { throw Self.unusable(path, SystemError.text(errno)) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket.number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0 else { throw Self.unusable(path, SystemError.text(errno)) }
        guard chmod(path, 0o600) == 0, listen(socket.number, 64) == 0 else {
            let reason = SystemError.text(errno)
            unlink(path)
            throw Self.unusable(path, reason)
        }
        self.socket = socket
        self.path = path
    }

    /// Waits for the next connection of the user's own; nil when it is time to stop.
    func next(stop: StopSignal) -> Descriptor? {
        while true {
            let pause = Deadline(milliseconds: 60_000)
            switch stop.wait(for: socket.number, Int16(POLLIN), until: pause) {
            case .stopped: return nil
            case .timedOut: continue
            case .ready: break
            }
            let number = accept(socket.number, nil, nil)
            if number < 0 {
                switch errno {
                case EINTR, ECONNABORTED, EAGAIN: continue
                default:
                    // Short of descriptors or memory, until some connection ends.
                    if case .stopped = stop.wait(for: -1, 0, until: Deadline(milliseconds: 50)) { return nil }
                    continue
                }
            }
            let connection = Descriptor(owning: number)
            _ = fcntl(number, F_SETFD, FD_CLOEXEC)
            if Self.isOwn(connection) { return connection }
        }
    }

    /// Takes the socket's name away.
    func remove() {
        unlink(path)
    }

    /// Source: unix(7), SO_PEERCRED: process, user and group, which Glibc's module has no type for.
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
