import TerminalUI

/// Texts on one short line.
enum TextLine {
    /// The beginning of a statement with single blanks as white space.
    static func of(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes.prefix(400), as: UTF8.self)
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.count > 100 ? words.prefix(99) + "…" : words
    }

    /// As many blanks as the width of a text.
    static func blanks(for text: String) -> String {
        String(repeating: " ", count: DisplayWidth.of(HarmlessText.of(text)))
    }
}

/// Durations for people.
enum Duration {
    /// Nanoseconds as `12 ms`, `1.24 s`, `3:07 min`.
    static func of(_ nanoseconds: Int64) -> String {
        let milliseconds = max(0, nanoseconds) / 1_000_000
        switch milliseconds {
        case 0: return "\(max(0, nanoseconds) / 1_000) µs"
        case ..<1_000: return "\(milliseconds) ms"
        case ..<60_000:
            let hundredths = milliseconds / 10 % 100
            return "\(milliseconds / 1_000).\(hundredths < 10 ? "0" : "")\(hundredths) s"
        default:
            let seconds = milliseconds / 1_000
            return "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60) min"
        }
    }
}
