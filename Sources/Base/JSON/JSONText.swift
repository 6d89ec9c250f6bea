/// JSON laid out for people to read.
public enum JSONText {
    /// The nesting depth up to which documents are laid out.
    private static let deepest = 1_000

    /// The same document with one line for every member and value, indented by two spaces a level.
    ///
    /// Numbers, strings, the order of members and repeated names stay as they are written. Empty containers stay on
    /// their line.
    ///
    /// - Parameter limit: The maximum size of the result in bytes; a short text of many brackets can become a long one.
    /// - Returns: nil when the text is not one JSON document in UTF-8, when it nests deeper than 1,000 levels, or when
    ///   the result would be longer than `limit`.
    public static func pretty(_ bytes: [UInt8], limit: Int = 64 << 20) -> [UInt8]? {
        bytes.withUnsafeBytes { bytes in
            var reader = JSONReader(bytes, deepest: deepest)
            var lines = JSONLines(limit: limit)
            while !lines.isFull, let piece = reader.next() { lines.append(piece, of: bytes) }
            return reader.isComplete && !lines.isFull ? lines.output : nil
        }
    }
}

/// A document while it is laid out.
private struct JSONLines {
    private(set) var output: [UInt8] = []
    /// Whether the result would exceed the limit.
    private(set) var isFull = false
    private let limit: Int
    private var depth = 0
    /// Whether the innermost container already has a value.
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
