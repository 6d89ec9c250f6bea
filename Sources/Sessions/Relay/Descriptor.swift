import Glibc

/// A file descriptor that is closed on release.
final class Descriptor: Sendable {
    let number: Int32

    init(owning number: Int32) {
        self.number = number
    }

    deinit {
        close(number)
    }

    /// A stream socket that children do not inherit.
    static func socket(_ family: Int32, nonBlocking: Bool = false) -> Descriptor? {
        let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | (nonBlocking ? SOCK_NONBLOCK.rawValue : 0)
        let number = Glibc.socket(family, Int32(kind), 0)
        return number >= 0 ? Descriptor(owning: number) : nil
    }
}
