/// A piece of SQL, as far as it takes to see whether something secret is said.
enum SQLToken: Equatable {
    /// A name or a keyword in small letters, a quoted name without its quotes.
    case word(String)
    /// What stands in quotes of any kind.
    case text(String)
    case number
    case mark(UInt8)
    case comment(String)
}

/// Takes SQL to pieces under the rules of one of the dialects. It never fails: what is not closed reaches to the end.
struct SQLTokens {
    private let bytes: [UInt8]
    private var index = 0
    /// MySQL's rules: a backslash escapes a quote, `#` begins a comment, and double quotes hold text.
    private let isMySQL: Bool

    static func of(_ statement: String, isMySQL: Bool) -> [SQLToken] {
        var tokens = SQLTokens(bytes: Array(statement.utf8), isMySQL: isMySQL)
        var result: [SQLToken] = []
        while let token = tokens.next() { result.append(token) }
        return result
    }

    private init(bytes: [UInt8], isMySQL: Bool) {
        self.bytes = bytes
        self.isMySQL = isMySQL
    }

    private mutating func next() -> SQLToken? {
        while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
        guard index < bytes.count else { return nil }
        let byte = bytes[index]
        if SQLTokens.isWordByte(byte) { return word() }
        switch byte {
        case 0x27: return .text(quoted(byte, escapes: isMySQL))
        case 0x22:
            return isMySQL ? .text(quoted(byte, escapes: true)) : .word(quoted(byte, escapes: false).lowercased())
        case 0x60: return .word(quoted(byte, escapes: false).lowercased())
        case 0x24: return dollar()
        case 0x2D where starts("--"), 0x23 where isMySQL: return .comment(upTo("\n"))
        case 0x2F where starts("/*"): return blockComment()
        default:
            index += 1
            return .mark(byte)
        }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte &- 48 < 10 || (byte | 32) &- 97 < 26 || byte == 0x5F || byte >= 0x80 || byte == 0x40
    }

    private mutating func word() -> SQLToken {
        let start = index
        while index < bytes.count, SQLTokens.isWordByte(bytes[index]) || bytes[index] == 0x24 { index += 1 }
        let text = String(decoding: bytes[start..<index], as: UTF8.self).lowercased()
        // `E'it\'s'`, and N, B, X, U& and MySQL's introducers before a quote.
        if index < bytes.count, bytes[index] == 0x27 { return .text(quoted(0x27, escapes: isMySQL || text == "e")) }
        return bytes[start] &- 48 < 10 ? .number : .word(text)
    }

    private mutating func quoted(_ quote: UInt8, escapes: Bool) -> String {
        index += 1
        var content: [UInt8] = []
        while index < bytes.count {
            let byte = bytes[index]
            if escapes, byte == 0x5C, index + 1 < bytes.count {
                content.append(bytes[index + 1])
                index += 2
                continue
            }
            index += 1
            if byte == quote {
                guard index < bytes.count, bytes[index] == quote else { break }
                index += 1
            }
            content.append(byte)
        }
        return String(decoding: content, as: UTF8.self)
    }

    /// `$tag$ … $tag$`, where it is one.
    private mutating func dollar() -> SQLToken {
        let start = index
        index += 1
        while index < bytes.count, SQLTokens.isWordByte(bytes[index]) { index += 1 }
        guard index < bytes.count, bytes[index] == 0x24, !isMySQL else { return .mark(0x24) }
        index += 1
        let tag = Array(bytes[start..<index])
        let content = index
        while index < bytes.count {
            if bytes[index] == 0x24, bytes[index...].starts(with: tag) {
                defer { index += tag.count }
                return .text(String(decoding: bytes[content..<index], as: UTF8.self))
            }
            index += 1
        }
        return .text(String(decoding: bytes[content...], as: UTF8.self))
    }

    private mutating func blockComment() -> SQLToken {
        let start = index
        index += 2
        var depth = 1
        while index < bytes.count, depth > 0 {
            if starts("*/") {
                depth -= 1
                index += 2
            } else if !isMySQL, starts("/*") {
                depth += 1
                index += 2
            } else {
                index += 1
            }
        }
        let inner = bytes[(start + 2)..<max(start + 2, depth == 0 ? index - 2 : index)]
        // MySQL runs what stands in `/*! … */`.
        return .comment(String(decoding: inner.drop { $0 == 0x21 || $0 &- 48 < 10 }, as: UTF8.self))
    }

    private func starts(_ text: StaticString) -> Bool {
        bytes[index...].starts(with: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func upTo(_ end: Character) -> String {
        let start = index
        while index < bytes.count, bytes[index] != end.asciiValue { index += 1 }
        return String(decoding: bytes[start..<index].drop { $0 == 0x2D || $0 == 0x23 }, as: UTF8.self)
    }
}
