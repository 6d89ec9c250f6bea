import CPlatform
public import Failures
import Glibc

/// The identity of a directory entry: it distinguishes the file from another one that gets the same name later.
public struct FileIdentity: Sendable, Equatable {
    public let device: UInt64
    /// The inode number. A file system reuses it after the file is deleted.
    public let inode: UInt64
    /// The modification time in nanoseconds since 1970.
    public let modified: Int64

    public init(device: UInt64, inode: UInt64, modified: Int64) {
        self.device = device
        self.inode = inode
        self.modified = modified
    }

    /// The file at `path` (links followed), its size in bytes, and its change time (which no program can set) in
    /// nanoseconds since 1970; nil if there is none.
    public static func of(_ path: String) -> (identity: FileIdentity, bytes: Int, changed: Int64)? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        let changed = Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
        return (FileIdentity(status), Int(status.st_size), changed)
    }

    /// Whether only the owner may read or write the file at `path`.
    public static func isPrivate(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_uid == geteuid() && status.st_mode & 0o077 == 0
    }

    init(_ status: stat) {
        self.init(
            device: UInt64(status.st_dev), inode: UInt64(status.st_ino),
            modified: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec))
    }
}

/// The kind of file behind a name in a directory.
public enum DirectoryEntry: Sendable, Equatable {
    case absent
    /// A regular file of the user, with its size in bytes.
    case ownFile(FileIdentity, bytes: Int)
    /// Anything else, in words: a symbolic link, a directory, another user's file.
    case foreign(String)
}

extension PrivateDirectory {
    /// The entry `name`; a link is not followed.
    public borrowing func entry(_ name: String) -> DirectoryEntry {
        var status = stat()
        guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            return errno == ENOENT ? .absent : .foreign(SystemError.text(errno))
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFLNK: return .foreign("a symbolic link")
        case S_IFDIR: return .foreign("a directory")
        default: return .foreign("not a regular file")
        }
        guard status.st_uid == geteuid() else { return .foreign("a file of another user") }
        return .ownFile(FileIdentity(status), bytes: Int(status.st_size))
    }

    /// Replaces the entry `name` atomically by a new file of mode 0600 with `bytes`: a reader sees the old content or
    /// the new one. Only `expected` is replaced; any other file that appeared meanwhile stays.
    ///
    /// - Parameters:
    ///   - wipes: Whether the old content is overwritten with nothing, as a secret is. A program that reads the old file
    ///     at that moment then finds it cut.
    ///   - temporary: The name of the new file before it replaces the entry.
    /// - Returns: The new file's identity.
    /// - Throws: A `Failure` with status `cannotCreate` or `inputOutput`; then the directory is unchanged.
    @discardableResult
    public borrowing func replace(
        _ name: String, expecting expected: DirectoryEntry, with bytes: UnsafeRawBufferPointer,
        wipes: Bool = false, by temporary: String = ".quarterdeck.\(UInt64.random(in: .min ... .max))"
    ) throws(Failure) -> FileIdentity {
        let identity = try write(temporary, bytes)
        var isMoved = false
        defer { if !isMoved { unlinkat(descriptor, temporary, 0) } }

        guard case .ownFile(let old, _) = expected else {
            let result = qd_rename_new(descriptor, temporary, name)
            if result == -EINVAL || result == -ENOSYS {
                guard entry(name) == .absent, renameat(descriptor, temporary, descriptor, name) == 0 else {
                    throw cannotReplace(name, because: "something else was put there meanwhile")
                }
            } else if result != 0 {
                throw cannotReplace(name, because: SystemError.text(-result))
            }
            isMoved = true
            return identity
        }

        let result = qd_rename_swap(descriptor, temporary, name)
        if result == -EINVAL || result == -ENOSYS {
            guard entry(name) == expected, renameat(descriptor, temporary, descriptor, name) == 0 else {
                throw cannotReplace(name, because: "something else was put there meanwhile")
            }
            isMoved = true
            return identity
        }
        guard result == 0 else { throw cannotReplace(name, because: SystemError.text(-result)) }
        guard case .ownFile(old, _) = entry(temporary) else {
            // Another file was there: swap back. The new file is then removed under its temporary name.
            _ = qd_rename_swap(descriptor, temporary, name)
            throw cannotReplace(name, because: "something else was put there meanwhile")
        }
        if wipes { empty(temporary, ifStill: old) }
        return identity
    }

    /// Empties and removes the file `name` if it still has `identity`. Returns whether it did.
    @discardableResult
    public borrowing func remove(_ name: String, ifStill identity: FileIdentity) -> Bool {
        guard empty(name, ifStill: identity) else { return false }
        return unlinkat(descriptor, name, 0) == 0
    }

    /// The first `limit` bytes of the file `name`; nil if it is not the user's own regular file.
    public borrowing func read(_ name: String, limit: Int) -> [UInt8]? {
        guard case .ownFile(_, let bytes) = entry(name), bytes <= limit else { return nil }
        return (try? BoundedFile.read(path + "/" + name, limit: limit)) ?? nil
    }

    private borrowing func write(_ name: String, _ bytes: UnsafeRawBufferPointer) throws(Failure) -> FileIdentity {
        let file = qd_create_private_file(descriptor, name)
        guard file >= 0 else {
            throw Failure(
                .cannotCreate, "cannot create a file in \(path)", why: SystemError.text(-file),
                next: "choose another directory")
        }
        defer { close(file) }
        // The umask reduced the mode at creation; the mode must be exactly 0600.
        guard fchmod(file, 0o600) == 0 else { throw failedWrite(name, code: errno) }
        let code = WholeWrite.write(bytes, to: file)
        guard code == 0 else { throw failedWrite(name, code: code) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw failedWrite(name, code: errno) }
        return FileIdentity(status)
    }

    private borrowing func failedWrite(_ name: String, code: Int32) -> Failure {
        unlinkat(descriptor, name, 0)
        return SystemError.failedWrite(to: path, code)
    }

    private borrowing func cannotReplace(_ name: String, because reason: String) -> Failure {
        Failure(.cannotCreate, "cannot create \(path)/\(name)", why: reason)
    }

    /// Empties the file through its descriptor: by then, another file may have its name.
    @discardableResult
    private borrowing func empty(_ name: String, ifStill identity: FileIdentity) -> Bool {
        let file = openat(descriptor, name, O_WRONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return false }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, FileIdentity(status) == identity else {
            return false
        }
        return ftruncate(file, 0) == 0
    }
}
