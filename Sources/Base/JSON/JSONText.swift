/// JSON as text, for people.
public enum JSONText {
    /// Documents nested deeper are not laid out.
    private static let deepest = 1_000

    /// The same document with a line for every member and value, two spaces of indent a level.
    ///
    /// Numbers, strings and the order of members stay as they are written, repeated names too. Empty containers stay on
    /// their line.
    ///
    /// - Parameter limit: Bytes that the answer may have at most; a short text of many brackets can become a long one.
    /// - Returns: nil when the text is not one JSON document in UTF-8, when it nests deeper than 1,000 levels, or when
    ///   the answer would be longer than `limit`.
    public static func pretty(_ bytes: [UInt8], limit: Int = 64 << 20) -> [UInt8]? {
        bytes.withUnsafeBytes { bytes in
            var reader = JSONReader(bytes, deepest: deepest)
            var lines = JSONLines(limit: limit)
            while !lines.isFull, let piece = reader.next() { lines.append(piece, of: bytes) }
            return reader.isComplete && !lines.isFull ? lines.output : nil
        }
    }
}

/// A document that is being laid out.
private struct JSONLines {
    private(set) var output: [UInt8] = []
    /// Whether more than the limit would be needed.
    private(set) var isFull = false
    private let limit: Int
    private var depth = 0
    /// Whether the innermost container has something in it.
    private var hasValue = false
    private var isAfterName = false

    init(limit: Int) {
        self.limit = limit
    }

    mutating func append(_ piece: JSONReader.Piece, of bytes: UnsafeRawBufferPointer) {
        switch piece {
        case .endObject: end(UInt8(ascii: "}"))
        case .endArray: end(UInt8(ascii: "]"))
        case .name(let range):
            place(bytes[range.lowerBound - 1..<range.upperBound + 1])
            output += [UInt8(ascii: ":"), UInt8(ascii: " ")]
            isAfterName = true
        case .beginObject: begin(UInt8(ascii: "{"))
        case .beginArray: begin(UInt8(ascii: "["))
        case .text(let range): place(bytes[range.lowerBound - 1..<range.upperBound + 1])
        case .number(let range): place(bytes[range])
        case .bool(let flag): place((flag ? "true" : "false").utf8)
        case .null: place("null".utf8)
        }
        if output.count > limit { isFull = true }
    }

    private mutating func place(_ text: some Collection<UInt8>) {
        if isAfterName {
            isAfterName = false
        } else if depth > 0 {
            if hasValue { output.append(UInt8(ascii: ",")) }
            breakLine()
        }
        hasValue = true
        guard output.count + text.count <= limit else {
            isFull = true
            return
        }
        output.append(contentsOf: text)
    }

    private mutating func begin(_ bracket: UInt8) {
        place(CollectionOfOne(bracket))
        depth += 1
        hasValue = false
    }

    private mutating func end(_ bracket: UInt8) {
        depth -= 1
        if hasValue { breakLine() }
        output.append(bracket)
        hasValue = true
    }

    private mutating func breakLine() {
        output.append(UInt8(ascii: "\n"))
        output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }
}
