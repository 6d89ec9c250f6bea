import Glibc
import Secrets

/// One of a child's output streams: what has come of it so far.
struct ChildOutput: ~Copyable {
    private(set) var bytes = SecretBuffer(capacity: 4_096)
    private(set) var isOpen = true
    let descriptor: Int32
    private let limit: Int

    /// - Parameter limit: The most bytes that are taken.
    init(owning descriptor: Int32, limit: Int) {
        self.descriptor = descriptor
        self.limit = limit
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    deinit {
        close(descriptor)
    }

    /// Takes what is there without waiting. Answers false when it is more than the limit.
    mutating func drain() -> Bool {
        while isOpen {
            var count = 0
            bytes.append(upTo: 16_384) { target in
                count = Glibc.read(descriptor, target, 16_384)
                return max(0, count)
            }
            if count < 0 && errno == EINTR { continue }
            if count < 0 && errno == EAGAIN { return true }
            if count <= 0 { isOpen = false }
            if bytes.count > limit { return false }
        }
        return true
    }

    /// What has come, as text.
    var text: String { bytes.revealBytes { String(decoding: $0, as: UTF8.self) } }

    /// What has come.
    var secret: Secret { bytes.secret(0..<bytes.count) }
}
