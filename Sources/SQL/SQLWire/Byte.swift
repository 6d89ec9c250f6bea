/// Named bytes of SQL.
@usableFromInline
package enum Byte {
    package static let tab = UInt8(ascii: "\t")
    package static let lineFeed = UInt8(ascii: "\n")
    package static let carriageReturn = UInt8(ascii: "\r")
    package static let space = UInt8(ascii: " ")
    package static let quote = UInt8(ascii: "'")
    package static let doubleQuote = UInt8(ascii: "\"")
    package static let backquote = UInt8(ascii: "`")
    package static let backslash = UInt8(ascii: "\\")
    package static let slash = UInt8(ascii: "/")
    package static let star = UInt8(ascii: "*")
    package static let minus = UInt8(ascii: "-")
    package static let plus = UInt8(ascii: "+")
    package static let hash = UInt8(ascii: "#")
    package static let dollar = UInt8(ascii: "$")
    package static let dot = UInt8(ascii: ".")
    package static let colon = UInt8(ascii: ":")
    package static let semicolon = UInt8(ascii: ";")
    package static let ampersand = UInt8(ascii: "&")
    package static let equals = UInt8(ascii: "=")
    package static let bar = UInt8(ascii: "|")
    package static let exclamation = UInt8(ascii: "!")
    package static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    @inlinable package static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

    /// A letter of any script or an underscore.
    @inlinable package static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 32) &- 97 < 26 || byte == 95 || byte >= 128
    }

    /// The ASCII lower case of a byte.
    @inlinable package static func lowered(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 32 : byte }
}

extension Collection<UInt8> {
    /// Whether it equals `word` (lower case) in any case.
    @inlinable package func isWord(_ word: StaticString) -> Bool {
        count == word.utf8CodeUnitCount && hasWordPrefix(word)
    }

    /// Whether it begins with `word` (lower case) in any case.
    @inlinable package func hasWordPrefix(_ word: StaticString) -> Bool {
        let letters = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        return count >= letters.count && zip(self, letters).allSatisfy { Byte.lowered($0) == $1 }
    }
}
