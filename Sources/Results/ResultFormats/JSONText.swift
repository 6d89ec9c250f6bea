/// JSON strings. Source: RFC 8259, section 7.
extension OutputBuffer {
    /// The quoted text; invalid UTF-8 becomes U+FFFD.
    mutating func appendJSONString(_ text: UnsafeRawBufferPointer) {
        append(UInt8(ascii: "\""))
        var start = 0
        var index = 0
        while index < text.count {
            index = Self.plainJSONEnd(text, from: index)
            guard index < text.count else { break }
            let step = UTF8Step(text, at: index)
            if text[index] >= 0x80, step.scalar != nil {
                index += step.length
                continue
            }
            append(UnsafeRawBufferPointer(rebasing: text[start..<index]))
            if text[index] < 0x80 { appendJSONEscape(text[index]) } else { append("\u{FFFD}" as Unicode.Scalar) }
            index += step.length
            start = index
        }
        append(UnsafeRawBufferPointer(rebasing: text[start...]))
        append(UInt8(ascii: "\""))
    }

    private mutating func appendJSONEscape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case UInt8(ascii: "\n"): append("\\n")
        case UInt8(ascii: "\r"): append("\\r")
        case UInt8(ascii: "\t"): append("\\t")
        case 0x08: append("\\b")
        case 0x0C: append("\\f")
        default:
            append("\\u00")
            appendHexadecimal(byte)
        }
    }

    private static func plainJSONEnd(_ text: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        while index + 8 <= text.count {
            let eight = text.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let special =
                eight & .eight(0x80) | eight.hasByte(below: 0x20) | eight.hasByte(UInt8(ascii: "\""))
                | eight.hasByte(UInt8(ascii: "\\"))
            if special != 0 { break }
            index += 8
        }
        while index < text.count {
            let byte = text[index]
            if byte < 0x20 || byte >= 0x80 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
            index += 1
        }
        return index
    }

    /// Two digits, letters in upper case.
    mutating func appendHexadecimal(_ byte: UInt8) {
        append(Self.digit(byte >> 4))
        append(Self.digit(byte & 15))
    }

    mutating func appendHexadecimal(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes { appendHexadecimal(byte) }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") - 10 + value
    }
}
