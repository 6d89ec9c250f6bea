import CPlatform
import Failures
import Glibc
import Threads

/// The standard error of a tunnel's programs: the last lines, and the time of the last one.
final class TunnelWords: Sendable {
    private struct Heard {
        var text: [UInt8] = []
        var moment: Int64 = 0
    }

    private let heard = Locked(Heard())
    /// The beginnings of lines that report progress and no problem.
    private let progress: [String]

    init(progress: [String] = []) {
        self.progress = progress
    }

    private static let most = 4_096

    /// Reads the available bytes of the non-blocking `descriptor`; false at its end.
    func read(_ descriptor: Int32) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 1_024)
        while true {
            let count = Glibc.read(descriptor, &bytes, bytes.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return count < 0 && errno == EAGAIN }
            heard.withLock { heard in
                heard.text = Array((heard.text + bytes.prefix(count)).suffix(Self.most))
                heard.moment = qd_monotonic_nanoseconds()
            }
        }
    }

    /// The last line, if any arrived since `moment`.
    func last(since moment: Int64) -> String? { lines(1, since: moment) }

    /// The last three lines as one text, if any arrived since `moment`.
    func end(since moment: Int64) -> String? { lines(3, since: moment) }

    private func lines(_ count: Int, since moment: Int64) -> String? {
        let heard = heard.withLock { $0 }
        guard heard.moment >= moment else { return nil }
        let lines = heard.text.split { $0 == 10 || $0 == 13 }.map { line in
            String(decoding: line.drop { $0 <= 32 }.suffix(400), as: UTF8.self)
        }
        let words = lines.filter { line in
            !line.isEmpty && !progress.contains { line.hasPrefix($0) }
        }.suffix(count)
        return words.isEmpty ? nil : words.joined(separator: "; ")
    }
}
