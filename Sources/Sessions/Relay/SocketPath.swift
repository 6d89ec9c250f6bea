import Glibc

/// A path as the address of a Unix socket.
struct SocketPath {
    private var address = sockaddr_un()

    /// The maximum length of a path in bytes. Source: unix(7), `sun_path`.
    static let longest = 107

    /// Nil when the path is too long or contains a NUL.
    init?(_ path: String) {
        guard path.utf8.count <= Self.longest, !path.utf8.contains(0) else { return nil }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    }

    /// Calls `body` with the address.
    func lend<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
