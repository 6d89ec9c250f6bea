import Glibc
import Secrets

/// The output of one stream of a child process so far.
struct ChildOutput: ~Copyable {
    private(set) var bytes = SecretBuffer(capacity: 4_096)
    private(set) var isOpen = true
    let descriptor: Int32
    private let limit: Int
    private var told = 0

    /// - Parameter limit: The maximum number of bytes.
    init(owning descriptor: Int32, limit: Int) {
        self.descriptor = descriptor
        self.limit = limit
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    deinit {
        close(descriptor)
    }

    /// Reads the available output without waiting. Returns false when there is more than the limit.
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

    /// The lines since the last call; with `isLast`, also a last line without a line end.
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

    /// The last line so far, cut to 500 characters; nil when there is none.
    var lastLine: String? {
        bytes.revealBytes { bytes in
            String(decoding: bytes.suffix(4_096), as: UTF8.self).split(whereSeparator: \.isNewline).last
                .map { String($0.prefix(500)) }
        }
    }

    /// The output so far.
    var secret: Secret { bytes.secret(0..<bytes.count) }
}
