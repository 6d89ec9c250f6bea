import Glibc
import LocalFiles

/// Directories with their contents.
enum FileTree {
    /// Removes everything under `path` without following links, even while other processes change it. Files that cannot
    /// be removed stay.
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

    /// The free space for files under `path`, in MiB; nil when unknown.
    static func freeMegabytes(_ path: String) -> Int? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        return Int((UInt64(status.f_bavail) * UInt64(status.f_frsize)) >> 20)
    }
}
