/// Searches a text for a literal pattern; case matters only if the pattern has a capital letter.
public struct Search: Sendable, Equatable {
    public let pattern: String
    /// Whether "next" moves towards the beginning.
    public let isBackward: Bool
    /// Whether case is ignored: true unless the pattern has a capital letter.
    public let ignoresCase: Bool
    /// Whether only whole words match, as with vi's `*`.
    public let isWholeWord: Bool

    public init(_ pattern: String, isBackward: Bool = false, isWholeWord: Bool = false) {
        self.pattern = pattern
        self.isBackward = isBackward
        self.isWholeWord = isWholeWord
        ignoresCase = !pattern.contains(where: \.isUppercase)
    }

    /// A match, and whether the search wrapped around.
    public struct Match: Sendable, Equatable {
        public let range: Range<TextPosition>
        /// Whether the search wrapped around the end or the beginning of the text.
        public let isWrapped: Bool
    }

    /// All matches in a range of lines, for instance the visible ones.
    public func matches(in buffer: TextBuffer, lines: Range<Int>) -> [Range<TextPosition>] {
        lines.clamped(to: 0..<buffer.lineCount).flatMap { number in
            columns(in: buffer.line(number)).map {
                TextPosition(number, $0.lowerBound)..<TextPosition(number, $0.upperBound)
            }
        }
    }

    /// The number of matches, at most `limit`.
    public func count(in buffer: TextBuffer, limit: Int = 10_000) -> Int {
        var count = 0
        for number in 0..<buffer.lineCount {
            count += columns(in: buffer.line(number)).count
            if count >= limit { return limit }
        }
        return count
    }

    /// The first match after `position` or the last one before it; the search wraps around.
    ///
    /// - Parameter includingPosition: Whether a match that begins at `position` counts.
    public func next(
        in buffer: TextBuffer, from position: TextPosition, backward: Bool, includingPosition: Bool = false
    ) -> Match? {
        guard !pattern.isEmpty else { return nil }
        let count = buffer.lineCount
        for step in 0...count {
            let number = ((position.line + (backward ? -step : step)) % count + count) % count
            let isWrapped = backward ? step > position.line : position.line + step >= count
            var found = columns(in: buffer.line(number))
            if step == 0 {
                found.removeAll { column in
                    if includingPosition, column.lowerBound == position.column { return false }
                    return backward
                        ? column.lowerBound >= position.column : column.lowerBound <= position.column
                }
            }
            if let column = backward ? found.last : found.first {
                return Match(
                    range: TextPosition(number, column.lowerBound)..<TextPosition(number, column.upperBound),
                    isWrapped: isWrapped || step == count)
            }
        }
        return nil
    }

    /// The matches in a line, which do not overlap.
    func columns(in line: String) -> [Range<Int>] {
        guard !pattern.isEmpty, pattern.utf8.count <= line.utf8.count || !isASCII else { return [] }
        let found = isASCII || !ignoresCase ? byBytes(line) : byCharacters(line)
        return isWholeWord ? found.filter { isWhole($0, in: line) } : found
    }

    private func isWhole(_ range: Range<Int>, in line: String) -> Bool {
        let before = range.lowerBound > 0 ? line.character(at: line.characterStart(before: range.lowerBound)) : nil
        let after = line.character(at: range.upperBound)
        return before?.viKind != line.character(at: range.lowerBound)?.viKind
            && after?.viKind != line.character(at: line.characterStart(before: range.upperBound))?.viKind
    }

    private var isASCII: Bool { pattern.utf8.allSatisfy { $0 < 0x80 } }

    private func byBytes(_ line: String) -> [Range<Int>] {
        var line = line
        let folds = ignoresCase
        let wanted = Array(pattern.utf8)
        var found: [Range<Int>] = line.withUTF8 { bytes in
            var result: [Range<Int>] = []
            var start = 0
            while start + wanted.count <= bytes.count {
                var length = 0
                while length < wanted.count {
                    let byte = bytes[start + length]
                    guard (folds && byte &- 65 < 26 ? byte | 32 : byte) == wanted[length] else { break }
                    length += 1
                }
                if length == wanted.count {
                    result.append(start..<(start + length))
                    start += length
                } else {
                    start += 1
                }
            }
            return result
        }
        found.removeAll { !line.isBetweenCharacters($0.lowerBound) || !line.isBetweenCharacters($0.upperBound) }
        return found
    }

    private func byCharacters(_ line: String) -> [Range<Int>] {
        let wanted = pattern.lowercased().map(\.self)
        var result: [Range<Int>] = []
        var index = line.startIndex
        while index < line.endIndex {
            var end = index
            var length = 0
            while end < line.endIndex, length < wanted.count, line[end].lowercased() == String(wanted[length]) {
                end = line.index(after: end)
                length += 1
            }
            if length == wanted.count {
                let start = line.utf8.distance(from: line.startIndex, to: index)
                result.append(start..<(start + line[index..<end].utf8.count))
                index = end
            } else {
                index = line.index(after: index)
            }
        }
        return result
    }
}
