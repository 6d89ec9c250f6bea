import CPlatform
import Failures
import Glibc
import ScreenKit

/// A message of a starting supervisor to the waiting command, one line each.
enum ServiceMessage {
    case progress(String)
    case up
    case failed(Failure)

    /// Parses a line; nil for an unknown one.
    init?(_ line: String) {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        switch (fields.first, fields.count) {
        case ("progress", 2): self = .progress(fields[1])
        case ("up", 1): self = .up
        case ("failed", 5):
            self = .failed(
                Failure(
                    Int32(fields[1]).flatMap { ExitStatus(rawValue: $0) } ?? .internalError, fields[2],
                    why: fields[3].isEmpty ? nil : fields[3], next: fields[4].isEmpty ? nil : fields[4]))
        default: return nil
        }
    }

    /// The line with its end.
    var line: String {
        switch self {
        case .progress(let step): "progress\t\(Self.field(step))\n"
        case .up: "up\n"
        case .failed(let failure):
            "failed\t\(failure.status.rawValue)\t\(Self.field(failure.what))\t\(Self.field(failure.why))\t\(Self.field(failure.next))\n"
        }
    }

    private static func field(_ text: String?) -> String {
        (text ?? "").map { $0 == "\t" || $0.isNewline ? " " : String($0) }.joined()
    }
}

/// Reads lines from a descriptor as they arrive.
struct LineReader {
    let descriptor: Int32
    private var pending: [UInt8] = []

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// The next line without its end; nil at the end, and after an interrupt.
    mutating func next() -> String? {
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                defer { pending.removeSubrange(...end) }
                return String(decoding: pending[..<end], as: UTF8.self)
            }
            // A signal just before a read would not interrupt it, so this polls.
            var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            while qd_interruption() == 0, poll(&request, 1, 100) <= 0 {}
            guard qd_interruption() == 0 else { return nil }
            var chunk = [UInt8](repeating: 0, count: 4_096)
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0, pending.count < 1 << 20 else { return nil }
            pending += chunk[..<count]
        }
    }
}
