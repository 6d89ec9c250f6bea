import Glibc
import LocalFiles

/// Directories with all that is in them.
enum FileTree {
    /// Removes what stands under `path`, following no link below it, whoever changes it meanwhile. What cannot be
    /// removed stays.
    static func remove(_ path: String) {
        remove(path, in: AT_FDCWD)
    }

    private static func remove(_ name: String, in directory: Int32) {
        guard unlinkat(directory, name, 0) != 0, errno == EISDIR || errno == EPERM else { return }
        let descriptor = openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        for entry in DirectoryListing.names(of: descriptor) { remove(entry, in: descriptor) }
        unlinkat(directory, name, AT_REMOVEDIR)
    }

    /// The bytes that are free for files under `path`, in MiB; nil where that cannot be told.
    static func freeMegabytes(_ path: String) -> Int? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        return Int((UInt64(status.f_bavail) * UInt64(status.f_frsize)) >> 20)
    }
}
