import CPlatform
import Failures
import Glibc
import LocalFiles

/// Servers of an earlier run of the same sandbox, and their remains after a crash.
struct OldServers {
    let paths: SandboxPaths

    /// Takes the lock that every server inherits: it is free when the last server has ended, in whatever way.
    ///
    /// - Returns: Its descriptor, for the new servers to inherit.
    /// - Throws: A `Failure` when they do not end within ten seconds.
    func waitForEnd() throws(Failure) -> Int32 {
        let descriptor = open(paths.own("servers.lock"), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(.cannotCreate, "cannot lock \(paths.data)") }
        var attempts = 0
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            attempts += 1
            if attempts == 600 { killAll() }
            guard attempts < 2_000 else {
                close(descriptor)
                throw Failure(.temporary, "servers of an earlier run still use \(paths.data)", next: "try again")
            }
            poll(nil, 0, 5)
        }
        return descriptor
    }

    /// Removes the shared memory and the lock files of killed servers. Only for the holder of the lock.
    func removeRemains() {
        removeSharedMemory()
        unlink(paths.own("pg/postmaster.pid"))
        unlink(paths.own("run/mariadb.pid"))
        for name in DirectoryListing.names(paths.own("run"))
        where name.hasPrefix(".s.PGSQL.") || name.hasPrefix("PostgreSQL.") {
            unlink(paths.own("run/" + name))
        }
    }

    /// The key of PostgreSQL's segment is the inode number of the data directory.
    private func removeSharedMemory() {
        var status = stat()
        guard stat(paths.own("pg"), &status) == 0 else { return }
        var attempts = 0
        while qd_remove_shared_memory(UInt32(truncatingIfNeeded: status.st_ino), -1) < 0, attempts < 200 {
            attempts += 1
            poll(nil, 0, 5)
        }
    }

    private func killAll() {
        let folders = [paths.data + "/pg", paths.data + "/my"]
        for name in DirectoryListing.names("/proc") {
            guard let process = pid_t(name) else { continue }
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
            let count = readlink("/proc/\(process)/cwd", &buffer, buffer.count)
            guard count > 0 else { continue }
            let directory = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if folders.contains(directory) { kill(process, SIGKILL) }
        }
    }
}
