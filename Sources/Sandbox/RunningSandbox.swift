public import Failures
import FoundationEssentials
import Glibc
import LocalFiles

/// A sandbox from outside: is it up, and ending it.
public enum RunningSandbox {
    /// What runs in a state directory; nil when nothing does.
    public static func description(state: String) -> SandboxDescription? {
        guard StateLock.isHeld(state + "/lock") else { return nil }
        return stored(state)
    }

    /// Whether both servers answer.
    public static func isAnswering(_ description: SandboxDescription) -> Bool {
        description.clusters.allSatisfy { cluster in
            guard let port = cluster.connect_to.split(separator: ":").last.flatMap({ Int($0) }) else { return false }
            return cluster.engine == "mysql" ? MariaDBServer.answers(port) : PostgreSQLServer.answers(port)
        }
    }

    /// A description as JSON.
    public static func json(_ description: SandboxDescription) throws(Failure) -> String {
        try SandboxFiles.json(description)
    }

    /// Ends what runs in a state directory and removes the directory with all that is in it.
    ///
    /// - Returns: Whether there was anything.
    /// - Throws: A `Failure` when it does not end, or when the directory is not a sandbox's.
    public static func end(state: String) throws(Failure) -> Bool {
        guard access(state, F_OK) == 0 else { return false }
        guard access(state + "/lock", F_OK) == 0 else {
            throw Failure(
                .cannotCreate, "\(state) is not a sandbox", why: "nothing there was made by `sandbox up`; it stays",
                next: "name the sandbox's directory with --state DIR")
        }
        try stopSupervisor(state)
        let paths = SandboxPaths(state: state, account: try ServerAccount())
        if access(paths.data, F_OK) == 0 {
            let old = OldServers(paths: paths)
            let lock = try old.waitForEnd(nil)
            old.removeRemains()
            close(lock)
            if paths.data != paths.top { FileTree.remove(paths.data) }
        }
        FileTree.remove(state)
        return true
    }

    private static func stored(_ state: String) -> SandboxDescription? {
        guard let bytes = try? BoundedFile.read(state + "/sandbox.json", limit: 1 << 20) else { return nil }
        return try? JSONDecoder().decode(SandboxDescription.self, from: Data(bytes))
    }

    private static func stopSupervisor(_ state: String) throws(Failure) {
        var attempts = 0
        var supervisor: pid_t = 0
        // It lets go of the lock shortly before it ends.
        defer { if supervisor > 0 { waitForEnd(of: supervisor) } }
        while StateLock.isHeld(state + "/lock") {
            // The lock is held, so the number is still the supervisor's.
            supervisor = stored(state)?.pids.supervisor ?? supervisor
            if supervisor > 0, attempts == 0 || attempts == 2_400 {
                kill(supervisor, attempts == 0 ? SIGTERM : SIGKILL)
            }
            attempts += 1
            guard attempts < 4_000 else {
                throw Failure(.temporary, "the sandbox in \(state) does not end", next: "try again")
            }
            poll(nil, 0, 5)
        }
    }

    /// Waits up to two seconds for a process that is ending; one that nobody reaps counts as ended.
    private static func waitForEnd(of process: pid_t) {
        for _ in 0..<400 {
            let status = (try? BoundedFile.read("/proc/\(process)/stat", limit: 4_096)) ?? nil
            guard let status, !String(decoding: status, as: UTF8.self).contains(") Z ") else { return }
            poll(nil, 0, 5)
        }
    }
}
