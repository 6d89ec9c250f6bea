import Glibc

/// Listening sockets that systemd has made before it started this process. Source: sd_listen_fds(3).
struct InheritedSockets {
    private let named: [(name: String, descriptor: Int32)]

    private static let first: Int32 = 3

    /// Takes them over from the environment, in which no child is to find them.
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

    /// The socket of a cluster, by its FileDescriptorName; a single one needs no name.
    func descriptor(for cluster: String, among count: Int) -> Int32? {
        if let match = named.first(where: { $0.name == cluster }) { return match.descriptor }
        return count == 1 && named.count == 1 ? named.first?.descriptor : nil
    }
}
