import Glibc
import Secrets

/// One of a child's output streams: what has come of it so far.
struct ChildOutput: ~Copyable {
    private(set) var bytes = SecretBuffer(capacity: 4_096)
    private(set) var isOpen = true
    let descriptor: Int32
    private let limit: Int
    private var told = 0

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

    /// The lines that have come since this was last asked; with `isLast`, also one that has no end.
    mutating func newLines(isLast: Bool = false) -> [String] {
        let lines: [String] = bytes.revealBytes { bytes in
            let rest = bytes[told...]
            let end = isLast ? rest.endIndex : rest.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? told
            told = end
            return String(decoding: bytes[rest.startIndex..<end], as: UTF8.self).split(whereSeparator: \.isNewline)
                .map { String($0.prefix(500)) }
        }
        return lines
    }

    /// The last line that has come, cut to 500 characters; nil where there is none.
    var lastLine: String? {
        bytes.revealBytes { bytes in
            String(decoding: bytes.suffix(4_096), as: UTF8.self).split(whereSeparator: \.isNewline).last
                .map { String($0.prefix(500)) }
        }
    }

    /// What has come.
    var secret: Secret { bytes.secret(0..<bytes.count) }
}
