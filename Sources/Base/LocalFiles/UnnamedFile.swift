import CPlatform
import Glibc

/// A new file that has no name until it is complete: nothing is left behind when the process ends.
///
/// Where the file system cannot do that, the file has a temporary name and a lock. The next call in that directory
/// removes such files of processes that have ended.
public final class UnnamedFile: Sendable {
    /// The descriptor, open for writing.
    public let descriptor: Int32
    private let directory: Int32
    /// The temporary name, where the file system needs one.
    private let temporary: String?
    private static let prefix = ".quarterdeck.part-"

    private init(_ descriptor: Int32, _ directory: Int32, _ temporary: String?) {
        (self.descriptor, self.directory, self.temporary) = (descriptor, directory, temporary)
    }

    deinit {
        if let temporary, isStill(temporary) { unlinkat(directory, temporary, 0) }
        close(descriptor)
        close(directory)
    }

    /// Creates a file in an open directory, which the caller still owns.
    ///
    /// - Parameters:
    ///   - mode: The mode; the umask applies.
    ///   - needsName: Whether to use a temporary name on every file system.
    /// - Returns: The file, or an errno value.
    public static func make(
        in directory: Int32, mode: UInt32, needsName: Bool = false
    ) -> Result<UnnamedFile, SystemError.Code> {
        let own = fcntl(directory, F_DUPFD_CLOEXEC, 0)
        guard own >= 0 else { return .failure(.init(errno)) }
        let unnamed = needsName ? -EOPNOTSUPP : qd_create_unnamed(own, mode)
        if unnamed >= 0 { return .success(UnnamedFile(unnamed, own, nil)) }
        guard unnamed == -EOPNOTSUPP else {
            close(own)
            return .failure(.init(-unnamed))
        }
        removeStale(own)
        let name = prefix + String(UInt64.random(in: .min ... .max), radix: 16)
        let named = qd_create_new(own, name, mode)
        guard named >= 0 else {
            close(own)
            return .failure(.init(-named))
        }
        flock(named, LOCK_EX | LOCK_NB)
        return .success(UnnamedFile(named, own, name))
    }

    private static func removeStale(_ directory: Int32) {
        for name in DirectoryListing.names(of: directory) where name.hasPrefix(prefix) {
            let file = openat(directory, name, O_WRONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
            guard file >= 0 else { continue }
            var status = stat()
            if flock(file, LOCK_EX | LOCK_NB) == 0, fstat(file, &status) == 0, status.st_uid == geteuid() {
                unlinkat(directory, name, 0)
            }
            close(file)
        }
    }

    /// Names the file. Returns 0 or an errno value. Call it once.
    ///
    /// - Parameter replaces: Whether to replace a file that has that name.
    public func place(as name: String, replaces: Bool) -> Int32 {
        guard replaces else {
            guard let temporary else { return -qd_name_file(descriptor, directory, name) }
            let code = qd_rename_new(directory, temporary, name)
            guard code == -EINVAL || code == -ENOSYS else { return -code }
            var status = stat()
            guard fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) != 0, errno == ENOENT else { return EEXIST }
            return renameat(directory, temporary, directory, name) == 0 ? 0 : errno
        }
        let between = temporary ?? ".quarterdeck.\(UInt64.random(in: .min ... .max))"
        if temporary == nil {
            let code = qd_name_file(descriptor, directory, between)
            guard code == 0 else { return -code }
        }
        guard renameat(directory, between, directory, name) == 0 else {
            let code = errno
            unlinkat(directory, between, 0)
            return code
        }
        return 0
    }

    private func isStill(_ name: String) -> Bool {
        var (open, named) = (stat(), stat())
        return fstat(descriptor, &open) == 0 && fstatat(directory, name, &named, AT_SYMLINK_NOFOLLOW) == 0
            && open.st_dev == named.st_dev && open.st_ino == named.st_ino
    }
}
