import CPlatform
public import Failures
import Glibc

/// Files that only grow and are read from an offset.
extension PrivateDirectory {
    /// Appends a line to the file `name`. A missing file is created with mode 0600 and `header` as its first line. A
    /// last line without a line end, left by a crash, gets one first.
    ///
    /// - Returns: The size of the file afterwards, in bytes.
    /// - Throws: A `Failure` with status `cannotCreate` or `inputOutput`; then at most a part of the line was added.
    public borrowing func append(_ line: [UInt8], to name: String, header: [UInt8]? = nil) throws(Failure) -> Int {
        let file = openat(descriptor, name, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard file >= 0 else { throw refusal(name, code: errno) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid() else {
            throw refusal(name, code: EPERM)
        }
        if status.st_mode & 0o077 != 0, fchmod(file, 0o600) != 0 { throw refusal(name, code: errno) }
        var bytes: [UInt8] = []
        if status.st_size == 0 {
            bytes = header.map { $0 + [0x0A] } ?? []
        } else {
            var last: UInt8 = 0
            if pread(file, &last, 1, status.st_size - 1) != 1 || last != 0x0A { bytes = [0x0A] }
        }
        bytes += line + [0x0A]
        // One write call: another process's line can stand before or after this line, but not inside it.
        let code = WholeWrite.write(bytes, to: file)
        guard code == 0 else { throw SystemError.failedWrite(to: "\(path)/\(name)", code) }
        return Int(status.st_size) + bytes.count
    }

    /// The bytes of the user's own file `name` from `offset` on, at most `limit`; nil when it is not the user's own
    /// regular file.
    public borrowing func read(_ name: String, from offset: Int, limit: Int) -> [UInt8]? {
        let file = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid() else {
            return nil
        }
        let size = min(limit, max(0, Int(status.st_size) - max(0, offset)))
        guard size > 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
            while filled < size {
                let count = pread(file, buffer.baseAddress.map { $0 + filled }, size - filled, off_t(offset + filled))
                if count < 0 && errno == EINTR { continue }
                if count <= 0 { break }
                filled += count
            }
        }
    }

    /// Renames the file `old` to `new`, which must be free. Returns whether that succeeded.
    public borrowing func rename(_ old: String, to new: String) -> Bool {
        let result = qd_rename_new(descriptor, old, new)
        if result == -EINVAL || result == -ENOSYS {
            return entry(new) == .absent && renameat(descriptor, old, descriptor, new) == 0
        }
        return result == 0
    }

    private borrowing func refusal(_ name: String, code: Int32) -> Failure {
        let reason =
            code == ELOOP ? "it is a symbolic link" : code == EPERM ? "it is not your own file" : SystemError.text(code)
        return Failure(
            .cannotCreate, "cannot write to \(path)/\(name)", why: reason,
            next: "remove it, or choose another directory")
    }
}
