import Secrets

/// The texts of an XML reply by path: the names of the enclosing elements, joined by slashes. Every text counts as
/// secret.
///
/// It supports what AWS's replies contain: elements, attributes and comments (both skipped), CDATA sections, and the
/// five predefined entities. A document type, which could define other entities, is refused.
struct XMLReply: Sendable {
    private static let deepest = 32
    private var texts: [String: Secret] = [:]

    /// Parses a whole text; nil when it is not well-formed.
    init?(_ secret: Secret) {
        let isWhole = secret.revealBytes { bytes in
            String(validating: bytes, as: UTF8.self) != nil && read(bytes)
        }
        guard isWhole else { return nil }
    }

    /// The text of the first element at a path, for instance `ErrorResponse/Error/Code`.
    subscript(path: String) -> Secret? { texts[path] }

    private mutating func read(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var path: [String] = []
        var hasRoot = false
        var text = SecretBuffer(capacity: 256)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "<") else {
                let end = bytes[index...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
                guard Self.append(bytes[index..<end], to: &text) else { return false }
                index = end
                continue
            }
            // A comment is skipped; a CDATA section is literal text.
            if let end = Self.end(of: "<!--", until: "-->", bytes, index) {
                index = end
                continue
            }
            if let end = Self.end(of: "<![CDATA[", until: "]]>", bytes, index) {
                text.append(UnsafeRawBufferPointer(rebasing: bytes[(index + 9)..<(end - 3)]))
                index = end
                continue
            }
            guard let close = Self.endOfTag(bytes, index) else { return false }
            let tag = String(decoding: bytes[(index + 1)..<close], as: UTF8.self)
            index = close + 1
            if tag.hasPrefix("?") { continue }
            if tag.hasPrefix("!") { return false }
            if tag.hasPrefix("/") {
                guard let name = Self.name(String(tag.dropFirst())), path.last == name else { return false }
                let key = path.joined(separator: "/")
                if texts[key] == nil { texts[key] = text.secret(0..<text.count) }
                path.removeLast()
            } else {
                guard path.count < Self.deepest, !hasRoot || !path.isEmpty, let name = Self.name(tag) else {
                    return false
                }
                hasRoot = true
                let isEmpty = tag.hasSuffix("/")
                if !isEmpty { path.append(name) }
            }
            text.clear()
        }
        return hasRoot && path.isEmpty
    }

    /// The index after a section that begins at `index` with `start`; nil when there is no such section or it has no
    /// end.
    private static func end(
        of start: StaticString, until end: StaticString, _ bytes: UnsafeRawBufferPointer, _ index: Int
    ) -> Int? {
        let (start, end) = ("\(start)".utf8, Array("\(end)".utf8))
        guard bytes[index...].starts(with: start) else { return nil }
        var place = index + start.count
        while place + end.count <= bytes.count {
            if bytes[place] == end[0], bytes[place...].starts(with: end) { return place + end.count }
            place += 1
        }
        return nil
    }

    /// The end of a tag: a `>` inside an attribute's quotes does not end it.
    private static func endOfTag(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Int? {
        var quote: UInt8?
        for place in index..<min(bytes.count, index + 4_096) {
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

    private static func name(_ tag: String) -> String? {
        let name = tag.prefix { !$0.isWhitespace && $0 != "/" }
        return name.isEmpty ? nil : String(name)
    }

    private static func append(_ bytes: Slice<UnsafeRawBufferPointer>, to text: inout SecretBuffer) -> Bool {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            guard bytes[index] == UInt8(ascii: "&") else {
                text.append(UnsafeRawBufferPointer(rebasing: bytes[index...index]))
                index += 1
                continue
            }
            guard let end = bytes[index...].prefix(12).firstIndex(of: UInt8(ascii: ";")),
                let scalar = entity(String(decoding: bytes[(index + 1)..<end], as: UTF8.self))
            else { return false }
            text.append(String(Character(scalar)))
            index = end + 1
        }
        return true
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
