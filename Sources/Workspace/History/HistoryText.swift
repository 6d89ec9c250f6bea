/// A text to search statements for; case matters only if it has a capital letter.
struct HistoryText {
    private let bytes: [UInt8]
    private let text: String
    private let ignoresCase: Bool

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
        ignoresCase = !text.contains(where: \.isUppercase)
    }

    func isIn(_ statement: String) -> Bool {
        guard !bytes.isEmpty else { return true }
        // Non-ASCII letters have more complex case rules.
        if ignoresCase, bytes.contains(where: { $0 >= 0x80 }) {
            return HistoryText.contains(Array(statement.lowercased().utf8), bytes, folds: false)
        }
        return statement.utf8.withContiguousStorageIfAvailable {
            HistoryText.contains($0, bytes, folds: ignoresCase)
        } ?? HistoryText.contains(Array(statement.utf8), bytes, folds: ignoresCase)
    }

    private static func contains(
        _ text: some RandomAccessCollection<UInt8>, _ wanted: [UInt8], folds: Bool
    ) -> Bool {
        guard text.count >= wanted.count else { return false }
        for start in 0...(text.count - wanted.count) {
            var length = 0
            while length < wanted.count {
                let byte = text[text.index(text.startIndex, offsetBy: start + length)]
                guard (folds && byte &- 65 < 26 ? byte | 32 : byte) == wanted[length] else { break }
                length += 1
            }
            if length == wanted.count { return true }
        }
        return false
    }

    /// The text without surrounding blanks and line ends.
    static func trimmed(_ text: String) -> String {
        let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
        let bytes = text.utf8.drop { blanks.contains($0) }
        guard let last = bytes.lastIndex(where: { !blanks.contains($0) }) else { return "" }
        return String(Substring(bytes[...last]))
    }
}
