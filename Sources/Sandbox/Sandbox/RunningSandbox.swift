public import Failures
import FoundationEssentials
import Glibc
import LocalFiles

/// Examines and ends a sandbox of another process.
public enum RunningSandbox {
    /// The running sandbox of a state directory; nil when there is none, or when it is still starting.
    public static func description(state: String) -> SandboxDescription? {
        guard StateLock.holder(state + "/lock") != nil else { return nil }
        return stored(state)
    }

    /// The description that a supervisor has written, for the supervisor itself: to look at the lock of its own process
    /// would release it.
    public static func ownDescription(state: String) -> SandboxDescription? { stored(state) }

    /// Whether a supervisor uses the state directory: starting, up or ending.
    public static func isBusy(state: String) -> Bool {
        StateLock.holder(state + "/lock") != nil
    }

    /// Why the last supervisor ended by itself, if it did.
    public static func lastWords(state: String) -> String? {
        guard let bytes = try? BoundedFile.read(state + "/supervisor.log", limit: 1 << 20) else { return nil }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").last.map { String($0.prefix(300)) }
    }

    /// Whether both servers answer.
    public static func isAnswering(_ description: SandboxDescription) -> Bool {
        PostgreSQLServer.answers(description.servers.postgresql) && MariaDBServer.answers(description.servers.mysql)
    }

    /// The clusters of every sandbox that only a tunnel reaches.
    public static var privateClusters: [(name: String, engine: String, endpoint: String)] {
        SandboxEngine.allCases.map { ($0.privateCluster, $0.rawValue, $0.privateHost) }
    }

    /// A description as JSON.
    public static func json(_ description: SandboxDescription) throws(Failure) -> String {
        try SandboxFiles.json(description)
    }

    /// Stops the sandbox of a state directory and keeps its files for the next start.
    ///
    /// - Throws: A `Failure` when it does not end.
    public static func stop(state: String) throws(Failure) {
        guard let data = SandboxMarker(state: state).dataDirectory() else { return }
        _ = try stopSupervisor(SandboxPaths(top: state, data: data))
    }

    /// Stops the sandbox of a state directory and removes its own files, and nothing else.
    ///
    /// - Returns: Whether there was a sandbox.
    /// - Throws: A `Failure` when it does not end, or when the directory is not a sandbox's.
    public static func end(state: String) throws(Failure) -> Bool {
        guard access(state, F_OK) == 0 else { return false }
        guard let data = SandboxMarker(state: state).dataDirectory() else {
            if isVanishing(state) { return true }
            throw Failure(
                .cannotCreate, "\(state) is not a sandbox", why: "nothing there was made by `sandbox up`; it stays",
                next: "name the sandbox's directory with --state DIR")
        }
        do throws(Failure) {
            try removeAll(SandboxPaths(top: state, data: data))
        } catch {
            guard isVanishing(state) else { throw error }
        }
        return true
    }

    /// Whether another command has removed a state directory or is about to; waits while only the last files are left.
    private static func isVanishing(_ state: String) -> Bool {
        for _ in 0..<400 {
            if access(state, F_OK) != 0 { return true }
            let isLast = DirectoryListing.names(state).allSatisfy { $0 == "lock" || $0 == SandboxMarker.name }
            guard isLast || isBusy(state: state) else { return false }
            poll(nil, 0, 5)
        }
        return false
    }

    private static func removeAll(_ paths: SandboxPaths) throws(Failure) {
        let lock = try stopSupervisor(paths)
        defer { withExtendedLifetime(lock) {} }
        if access(paths.data, F_OK) == 0 {
            let old = OldServers(paths: paths)
            let serversLock = try old.waitForEnd()
            defer { close(serversLock) }
            old.removeRemains()
        }
        paths.removeAll()
    }

    /// Ends the supervisor in any state, and takes its lock.
    private static func stopSupervisor(_ paths: SandboxPaths) throws(Failure) -> StateLock {
        var attempts = 0
        var last: pid_t = 0
        // The supervisor releases the lock shortly before it ends.
        defer { if last > 0 { waitForEnd(of: last) } }
        let lock = try StateLock(paths.lock)
        while !lock.take(.removal) || !lock.take(.supervision) {
            // Only a supervisor gets a signal; another remover is waited for.
            if lock.holder(.removal) == nil, let holder = lock.holder(.supervision), holder != last || attempts == 2_400
            {
                kill(holder, attempts >= 2_400 ? SIGKILL : SIGTERM)
                last = holder
            }
            attempts += 1
            guard attempts < 4_000 else {
                throw Failure(.temporary, "the sandbox in \(paths.top) does not end", next: "try again")
            }
            poll(nil, 0, 5)
        }
        return lock
    }

    /// Waits up to two seconds for a process that is ending; a zombie counts as ended.
    private static func waitForEnd(of process: pid_t) {
        for _ in 0..<400 {
            let status = (try? BoundedFile.read("/proc/\(process)/stat", limit: 4_096)) ?? nil
            guard let status, !String(decoding: status, as: UTF8.self).contains(") Z ") else { return }
            poll(nil, 0, 5)
        }
    }

    private static func stored(_ state: String) -> SandboxDescription? {
        guard let bytes = try? BoundedFile.read(state + "/sandbox.json", limit: 1 << 20) else { return nil }
        return try? JSONDecoder().decode(SandboxDescription.self, from: Data(bytes))
    }
}
