import Console
import Glibc

/// Listening sockets that systemd created before it started this process. Source: sd_listen_fds(3).
struct InheritedSockets {
    private let named: [(name: String, descriptor: Int32)]

    private static let first: Int32 = 3

    /// Reads the sockets from the environment and removes the variables, so that no child inherits them.
    static func take() -> InheritedSockets {
        let variables = ProcessEnvironment.variables()
        defer { for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] { unsetenv(name) } }
        guard variables["LISTEN_PID"].flatMap(Int32.init) == getpid(),
            let count = variables["LISTEN_FDS"].flatMap(Int32.init), (1...1_024).contains(count)
        else { return InheritedSockets(named: []) }
        let names = (variables["LISTEN_FDNAMES"] ?? "").split(separator: ":", omittingEmptySubsequences: false)
        return InheritedSockets(
            named: (0..<count).map { index in
                let descriptor = first + index
                _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
                return (Int(index) < names.count ? String(names[Int(index)]) : "", descriptor)
            })
    }

    /// The socket of a cluster, found by its FileDescriptorName. A single socket needs no name.
    func descriptor(for cluster: String, among count: Int) -> Int32? {
        if let match = named.first(where: { $0.name == cluster }) { return match.descriptor }
        return count == 1 && named.count == 1 ? named.first?.descriptor : nil
    }
}
