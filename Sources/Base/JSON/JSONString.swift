import Secrets

/// The characters of a JSON string that `JSONReader` has validated. Source: RFC 8259, section 7.
enum JSONString {
    /// The decoded characters; nil when they contain half of a surrogate pair.
    static func decoded(_ bytes: UnsafeRawBufferPointer) -> Secret? {
        var buffer = SecretBuffer(capacity: max(bytes.count, 1))
        var index = 0
        while index < bytes.count {
            let plain = bytes[index...].firstIndex(of: UInt8(ascii: "\\")) ?? bytes.count
            buffer.append(UnsafeRawBufferPointer(rebasing: bytes[index..<plain]))
            index = plain
            guard index < bytes.count else { break }
            guard let scalar = escape(bytes, &index) else { return nil }
            buffer.append(String(Character(scalar)))
        }
        return buffer.secret(0..<buffer.count)
    }

    /// The scalar of an escape; `index` is at its backslash and moves past it.
    private static func escape(_ bytes: UnsafeRawBufferPointer, _ index: inout Int) -> Unicode.Scalar? {
        guard index + 1 < bytes.count else { return nil }
        let letter = bytes[index + 1]
        index += 2
        switch letter {
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return codePoint(bytes, &index)
        default: return Unicode.Scalar(letter)
        }
    }

    private static func codePoint(_ bytes: UnsafeRawBufferPointer, _ index: inout Int) -> Unicode.Scalar? {
        guard let first = fourDigits(bytes, &index) else { return nil }
        guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) }
        guard index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u")
        else { return nil }
        index += 2
        guard let second = fourDigits(bytes, &index), (0xDC00..<0xE000).contains(second) else { return nil }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }

    private static func fourDigits(_ bytes: UnsafeRawBufferPointer, _ index: inout Int) -> UInt32? {
        guard index + 4 <= bytes.count else { return nil }
        let digits = UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
        index += 4
        return digits
    }
}
