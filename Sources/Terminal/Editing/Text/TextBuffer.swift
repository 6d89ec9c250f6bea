/// A text as lines, stored so that a change copies only a small part of a long text.
///
/// Chunks hold up to a few hundred lines; a change copies at most one chunk, even if another copy of the text exists.
/// Only line feeds separate lines, so every text keeps all its bytes.
public struct TextBuffer: Sendable {
    /// Neither the array nor a chunk is ever empty.
    var chunks: [TextChunk]
    /// The first line and the first byte of each chunk.
    var starts: [ChunkStart]
    /// The number of lines: the number of line feeds plus one.
    public internal(set) var lineCount: Int
    /// The number of UTF-8 bytes.
    public internal(set) var byteCount: Int

    public init(_ text: String = "") {
        chunks = TextChunk.chunks(of: TextBuffer.lines(of: text))
        starts = []
        lineCount = 0
        byteCount = 0
        recount()
    }

    /// The text of bytes; invalid UTF-8 becomes U+FFFD.
    public init(bytes: some Sequence<UInt8>) {
        self.init(String(decoding: Array(bytes), as: UTF8.self))
    }

    public var isEmpty: Bool { byteCount == 0 }

    /// The line with that number, without its line feed; empty when the number is out of range.
    public func line(_ number: Int) -> String {
        guard let place = locate(number) else { return "" }
        return chunks[place.chunk].lines[place.line]
    }

    /// The number of bytes of a line; 0 when the number is out of range.
    public func length(ofLine number: Int) -> Int {
        guard let place = locate(number) else { return 0 }
        return chunks[place.chunk].lines[place.line].utf8.count
    }

    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The bytes of the whole text.
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

    public var end: TextPosition { TextPosition(lineCount - 1, length(ofLine: lineCount - 1)) }

    public var wholeRange: Range<TextPosition> { .start..<end }

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

    /// Replaces a range by a text. Returns the new range of that text.
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
    /// Whether the bytes are equal; `String` would also equate composed and decomposed letters.
    public static func == (left: TextBuffer, right: TextBuffer) -> Bool {
        guard left.lineCount == right.lineCount, left.byteCount == right.byteCount else { return false }
        let lefts = left.chunks.lazy.flatMap(\.lines)
        let rights = right.chunks.lazy.flatMap(\.lines)
        return zip(lefts, rights).allSatisfy { $0.utf8.count == $1.utf8.count && $0.utf8.elementsEqual($1.utf8) }
    }
}
