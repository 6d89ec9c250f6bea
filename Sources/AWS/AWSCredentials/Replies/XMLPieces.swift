/// Splits XML into tags and text without a copy of any text, which may be secret.
///
/// It supports what AWS's replies contain: elements, attributes, comments and declarations (all three skipped), CDATA
/// sections, the five predefined entities and references to characters. A document type, which could define other
/// entities, is refused.
package struct XMLPieces {
    package enum Piece {
        case begin(String)
        /// Also follows the beginning of an element that is written as one tag, `<a/>`.
        case end(String)
        /// Bytes between tags; `decode` replaces their entities.
        case text(Range<Int>)
        /// Bytes of a CDATA section, which stand for themselves.
        case literal(Range<Int>)
    }

    private let bytes: UnsafeRawBufferPointer
    private var index = 0
    private var pendingEnd: String?
    private static let longestTag = 4_096

    /// Whether the whole text has been read.
    package private(set) var isComplete = false

    package init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// The next piece; nil at the end and for text that is not XML.
    package mutating func next() -> Piece? {
        if let name = pendingEnd {
            pendingEnd = nil
            return .end(name)
        }
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "<") else {
                let start = index
                index = bytes[index...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
                return .text(start..<index)
            }
            if skip("<!--", until: "-->") != nil { continue }
            if let section = skip("<![CDATA[", until: "]]>") { return .literal(section) }
            guard let close = endOfTag() else { return nil }
            let tag = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[(index + 1)..<close]), as: UTF8.self)
            index = close + 1
            if tag.hasPrefix("?") { continue }
            if tag.hasPrefix("!") { return nil }
            let isEnd = tag.hasPrefix("/")
            let name = String(tag.dropFirst(isEnd ? 1 : 0).prefix { !$0.isWhitespace && $0 != "/" })
            guard !name.isEmpty else { return nil }
            if isEnd { return .end(name) }
            if tag.hasSuffix("/") { pendingEnd = name }
            return .begin(name)
        }
        isComplete = true
        return nil
    }

    /// Hands over a text with its entities replaced, piece by piece. Returns false for an unknown entity.
    package func decode(_ range: Range<Int>, _ take: (UnsafeRawBufferPointer) -> Void) -> Bool {
        var start = range.lowerBound
        while let ampersand = bytes[start..<range.upperBound].firstIndex(of: UInt8(ascii: "&")) {
            take(UnsafeRawBufferPointer(rebasing: bytes[start..<ampersand]))
            guard let end = bytes[ampersand..<range.upperBound].prefix(12).firstIndex(of: UInt8(ascii: ";")),
                let scalar = Self.entity(
                    String(decoding: UnsafeRawBufferPointer(rebasing: bytes[(ampersand + 1)..<end]), as: UTF8.self))
            else { return false }
            Array(String(Character(scalar)).utf8).withUnsafeBytes(take)
            start = end + 1
        }
        take(UnsafeRawBufferPointer(rebasing: bytes[start..<range.upperBound]))
        return true
    }

    /// The bytes of a literal section.
    package func literal(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[range])
    }

    /// Skips a section that begins here and returns the range between its delimiters.
    private mutating func skip(_ start: StaticString, until end: StaticString) -> Range<Int>? {
        let (start, end) = (Array("\(start)".utf8), Array("\(end)".utf8))
        guard bytes[index...].starts(with: start) else { return nil }
        var place = index + start.count
        while place + end.count <= bytes.count {
            if bytes[place] == end[0], bytes[place...].starts(with: end) {
                defer { index = place + end.count }
                return (index + start.count)..<place
            }
            place += 1
        }
        return nil
    }

    /// The end of the tag that begins here. A `>` inside a quoted attribute does not end the tag.
    private func endOfTag() -> Int? {
        var quote: UInt8?
        for place in index..<min(bytes.count, index + Self.longestTag) {
            let byte = bytes[place]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return place
            }
        }
        return nil
    }

    private static func entity(_ name: String) -> Unicode.Scalar? {
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default: break
        }
        if name.hasPrefix("#x") { return UInt32(name.dropFirst(2), radix: 16).flatMap { Unicode.Scalar($0) } }
        return name.hasPrefix("#") ? UInt32(name.dropFirst()).flatMap { Unicode.Scalar($0) } : nil
    }
}
