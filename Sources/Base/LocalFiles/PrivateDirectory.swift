import CPlatform
public import Failures
import Glibc

/// An open directory that belongs to the user. Its files are reached through the descriptor, so that no other process
/// can swap the directory between a check and a use.
public struct PrivateDirectory: ~Copyable {
    /// The path that was opened, for messages.
    public let path: String
    let descriptor: Int32

    /// Opens `path`, which must be a directory and not a symbolic link.
    ///
    /// - Throws: A `Failure` with status `cannotCreate`.
    public init(opening path: String) throws(Failure) {
        self.descriptor = try Self.open(path)
        self.path = path
    }

    /// Opens `path` and creates it and its missing parents with mode 0700. An existing directory is accepted when the
    /// user owns it; other users' access to it is removed.
    ///
    /// - Throws: A `Failure` with status `cannotCreate`.
    public init(creating path: String) throws(Failure) {
        try Self.makeParents(of: path)
        if mkdir(path, 0o700) != 0 && errno != EEXIST {
            throw Self.unusable(path, because: SystemError.text(errno))
        }
        let descriptor = try Self.open(path)
        if let reason = Self.closeToOthers(descriptor) {
            close(descriptor)
            throw Self.unusable(path, because: reason)
        }
        self.descriptor = descriptor
        self.path = path
    }

    deinit {
        close(descriptor)
    }

    /// Waits until no other process has the directory locked, and locks it while the value lives.
    public borrowing func lock() {
        while flock(descriptor, LOCK_EX) != 0 && errno == EINTR {}
    }

    /// Refuses a directory in which other users could replace a file. The directory's owner always can.
    ///
    /// - Throws: A `Failure` with status `cannotCreate`.
    public borrowing func refuseStrangers() throws(Failure) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.unusable(path, because: SystemError.text(errno)) }
        guard status.st_uid == geteuid() || status.st_uid == 0 else {
            throw Self.unusable(path, because: "another user owns it, who could replace the files in it")
        }
        if status.st_mode & 0o022 != 0, status.st_mode & S_ISVTX == 0 {
            throw Self.unusable(path, because: "other users may rename the files in it")
        }
    }

    /// The names of at most `most` of its files.
    public borrowing func names(atMost most: Int) -> [String] {
        DirectoryListing.names(of: descriptor, atMost: most)
    }

    private static func open(_ path: String) throws(Failure) -> Int32 {
        let descriptor = qd_open_directory(path)
        guard descriptor >= 0 else { throw unusable(path, because: reason(-descriptor)) }
        return descriptor
    }

    /// Makes sure that the user owns the directory and its mode is 0700. Returns the reason when that fails.
    private static func closeToOthers(_ descriptor: Int32) -> String? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_uid == geteuid() else { return "another user owns it" }
        if status.st_mode & 0o777 == 0o700 || fchmod(descriptor, 0o700) == 0 { return nil }
        return "it is open to other users: \(SystemError.text(errno))"
    }

    private static func makeParents(of path: String) throws(Failure) {
        for index in path.indices.dropFirst() where path[index] == "/" {
            let parent = String(path[..<index])
            guard mkdir(parent, 0o700) != 0, errno != EEXIST, errno != EISDIR else { continue }
            let reason = SystemError.text(errno)
            var status = stat()
            if stat(parent, &status) != 0 { throw unusable(parent, because: reason) }
        }
    }

    private static func reason(_ code: Int32) -> String {
        code == ELOOP || code == ENOTDIR
            ? "it is a symbolic link or not a directory" : SystemError.text(code)
    }

    private static func unusable(_ path: String, because reason: String) -> Failure {
        Failure(
            .cannotCreate, "cannot use the directory \(path)", why: reason,
            next: "choose another place, or correct its owner and mode")
    }
}
