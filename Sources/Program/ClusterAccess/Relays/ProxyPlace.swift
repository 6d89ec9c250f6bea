import Failures
import Glibc
import LocalFiles

/// The private directory of a cluster's socket, which one process at a time owns.
///
/// The kernel releases the lock when the process ends. The next process then takes over the directory and replaces the
/// stale socket.
struct ProxyPlace: Sendable {
    /// The path of the socket.
    let socket: String
    private let directory: String
    private let lock: FileLock

    private static let lockName = "lock"
    /// The directory name for a socket whose usual path would be too long.
    private static let elsewhereName = "elsewhere"
    /// Source: unix(7), `sun_path`.
    private static let longestSocketPath = 107
    private static let temporaryPrefix = "/tmp/quarterdeck-"

    /// Takes ownership of the directory of a cluster.
    ///
    /// - Throws: A `Failure`, with status `temporary` where another process owns the directory.
    init(_ session: Session, cluster: String, socketName: String) throws(Failure) {
        let base = session.runtimeDirectory + "/proxy"
        _ = try PrivateDirectory(creating: session.runtimeDirectory)
        _ = try PrivateDirectory(creating: base)
        directory = base + "/" + Self.fileName(cluster)
        let folder = try PrivateDirectory(creating: directory)
        guard let lock = try folder.hold(Self.lockName) else {
            throw Failure(
                .temporary, "another process is the proxy of \(cluster)", why: "it holds \(directory)/\(Self.lockName)",
                next: "use its socket in \(directory), or end that process")
        }
        self.lock = lock
        Self.removeSockets(in: directory)
        Self.removeElsewhere(of: directory)
        let usual = "\(directory)/\(socketName)"
        guard usual.utf8.count > Self.longestSocketPath else {
            socket = usual
            return
        }
        let short = try Self.temporary()
        socket = "\(short)/\(socketName)"
        guard symlink(short, "\(directory)/\(Self.elsewhereName)") == 0 else {
            let code = errno
            rmdir(short)
            throw Failure(.cannotCreate, "cannot create a link in \(directory)", why: SystemError.text(code))
        }
    }

    /// Removes the socket and the directory after the listener has ended.
    func remove() {
        unlink(socket)
        Self.removeElsewhere(of: directory)
        unlink("\(directory)/\(Self.lockName)")
        rmdir(directory)
        rmdir(FilePath.parent(of: directory).directory)
    }

    /// A file name that is unique for a cluster's name.
    private static func fileName(_ cluster: String) -> String {
        let plain = cluster.utf8.map { byte -> String in
            let letter = Unicode.Scalar(byte)
            let isPlain =
                ("a"..."z").contains(letter) || ("A"..."Z").contains(letter) || ("0"..."9").contains(letter)
                || letter == "-" || letter == "_" || letter == "."
            return isPlain ? String(letter) : "%" + String(byte, radix: 16)
        }.joined()
        return plain.hasPrefix(".") ? "%2e" + plain.dropFirst() : plain
    }

    private static func removeSockets(in directory: String) {
        guard let folder = try? PrivateDirectory(opening: directory) else { return }
        for name in folder.names(atMost: 64) where name == "mysql.sock" || name.hasPrefix(".s.PGSQL.") {
            unlink("\(directory)/\(name)")
        }
    }

    private static func removeElsewhere(of directory: String) {
        let link = "\(directory)/\(elsewhereName)"
        var target = [CChar](repeating: 0, count: 256)
        let length = readlink(link, &target, target.count - 1)
        guard length > 0 else { return }
        let short = String(decoding: target.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        if short.hasPrefix(temporaryPrefix), FileIdentity.isPrivate(short) {
            removeSockets(in: short)
            rmdir(short)
        }
        unlink(link)
    }

    /// A directory with a short name, of mode 0700.
    private static func temporary() throws(Failure) -> String {
        var name = Array("\(temporaryPrefix)XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else {
            throw Failure(.cannotCreate, "cannot make a directory in /tmp", why: SystemError.text(errno))
        }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
