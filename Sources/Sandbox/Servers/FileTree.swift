import Glibc
import LocalFiles

/// Directories with all that is in them.
enum FileTree {
    /// Removes what stands under `path`, following no link. What cannot be removed stays.
    static func remove(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            unlink(path)
            return
        }
        for name in DirectoryListing.names(path) { remove(path + "/" + name) }
        rmdir(path)
    }

    /// The bytes that are free for files under `path`, in MiB; nil where that cannot be told.
    static func freeMegabytes(_ path: String) -> Int? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        return Int((UInt64(status.f_bavail) * UInt64(status.f_frsize)) >> 20)
    }
}
