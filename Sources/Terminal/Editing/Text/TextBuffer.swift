/// A text as lines, kept so that a change to one place of a long text touches that place only.
///
/// Lines stand in chunks of a few hundred; a change copies one chunk at most, also when another copy of the text is
/// alive. Lines are parted by line feeds and nothing else: every text, whatever is in it, comes back as it went in.
public struct TextBuffer: Sendable {
    /// Never empty, and no chunk is.
    var chunks: [TextChunk]
    /// Line and byte with which each chunk begins.
    var starts: [ChunkStart]
    /// How many lines there are: one more than line feeds.
    public internal(set) var lineCount: Int
    /// How many bytes of UTF-8 there are.
    public internal(set) var byteCount: Int

    /// A text.
    public init(_ text: String = "") {
        chunks = TextChunk.chunks(of: TextBuffer.lines(of: text))
        starts = []
        lineCount = 0
        byteCount = 0
        recount()
    }

    /// The text of bytes; what is not UTF-8 becomes U+FFFD.
    public init(bytes: some Sequence<UInt8>) {
        self.init(String(decoding: Array(bytes), as: UTF8.self))
    }

    /// Whether there is nothing in it.
    public var isEmpty: Bool { byteCount == 0 }

    /// The line of that number without its line feed; empty outside of the text.
    public func line(_ number: Int) -> String {
        guard let place = locate(number) else { return "" }
        return chunks[place.chunk].lines[place.line]
    }

    /// Bytes of the line of that number; 0 outside of the text.
    public func length(ofLine number: Int) -> Int {
        guard let place = locate(number) else { return 0 }
        return chunks[place.chunk].lines[place.line].utf8.count
    }

    /// The whole text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The whole text's bytes.
    public var bytes: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(byteCount + 1)
        for chunk in chunks {
            for line in chunk.lines {
                result.append(contentsOf: line.utf8)
                result.append(0x0A)
            }
        }
        result.removeLast()
        return result
    }

    /// The end of the text.
    public var end: TextPosition { TextPosition(lineCount - 1, length(ofLine: lineCount - 1)) }

    /// All of the text.
    public var wholeRange: Range<TextPosition> { .start..<end }

    /// The part of the text in a range.
    public func text(in range: Range<TextPosition>) -> String {
        let range = scalarRange(range)
        let (from, to) = (range.lowerBound, range.upperBound)
        guard from.line != to.line else { return line(from.line).slice(from.column, to.column) }
        var result = line(from.line).slice(from.column, .max)
        for number in (from.line + 1)..<to.line {
            result += "\n"
            result += line(number)
        }
        return result + "\n" + line(to.line).slice(0, to.column)
    }

    /// Puts a text in the place of a range, and answers where it stands then.
    @discardableResult
    public mutating func replace(_ range: Range<TextPosition>, with text: String) -> Range<TextPosition> {
        let range = scalarRange(range)
        let (from, to) = (range.lowerBound, range.upperBound)
        if from.line == to.line, !text.utf8.contains(0x0A), let place = locate(from.line) {
            replaceInLine(place, from.column, to.column, with: text)
            return from..<TextPosition(from.line, from.column + text.utf8.count)
        }
        var lines = TextBuffer.lines(of: text)
        let lastLength = lines[lines.count - 1].utf8.count
        let end = TextPosition(from.line + lines.count - 1, lines.count == 1 ? from.column + lastLength : lastLength)
        let tail = line(to.line).slice(to.column, .max)
        lines[0] = line(from.line).slice(0, from.column) + lines[0]
        lines[lines.count - 1] += tail
        replaceLines(from.line, to.line, with: lines)
        return from..<end
    }

    static func lines(of text: String) -> [String] {
        text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(Substring($0)) }
    }
}

extension TextBuffer: Equatable {
    /// Whether the bytes are the same: unlike `String`, for which composed and decomposed letters are equal.
    public static func == (left: TextBuffer, right: TextBuffer) -> Bool {
        guard left.lineCount == right.lineCount, left.byteCount == right.byteCount else { return false }
        let lefts = left.chunks.lazy.flatMap(\.lines)
        let rights = right.chunks.lazy.flatMap(\.lines)
        return zip(lefts, rights).allSatisfy { $0.utf8.count == $1.utf8.count && $0.utf8.elementsEqual($1.utf8) }
    }
}
