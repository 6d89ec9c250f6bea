/// Lower-case bytes, each with its index in the original text.
struct MappedText {
    private(set) var bytes: [UInt8]
    private(set) var origins: [Range<Int>]

    init(_ text: [UInt8]) {
        bytes = text.map { Self.lowercase($0) }
        origins = text.indices.map { $0..<($0 + 1) }
    }

    private init() {
        (bytes, origins) = ([], [])
    }

    static func lowercase(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    /// The text with every `%41` decoded, repeatedly, until none is left.
    func decoded() -> MappedText {
        var result = MappedText()
        result.bytes.reserveCapacity(bytes.count)
        result.origins.reserveCapacity(bytes.count)
        for (byte, origin) in zip(bytes, origins) {
            result.bytes.append(byte)
            result.origins.append(origin)
            result.reduceEnd()
        }
        return result
    }

    /// A decoded byte may complete another code, so the end is checked again.
    private mutating func reduceEnd() {
        while bytes.count >= 3, bytes[bytes.count - 3] == UInt8(ascii: "%"),
            let high = Self.digit(bytes[bytes.count - 2]), let low = Self.digit(bytes[bytes.count - 1])
        {
            let origin = origins[origins.count - 3].lowerBound..<origins[origins.count - 1].upperBound
            bytes.removeLast(3)
            origins.removeLast(3)
            bytes.append(Self.lowercase(high << 4 | low))
            origins.append(origin)
        }
    }

    /// Only the letters and digits.
    func condensed() -> MappedText {
        var result = MappedText()
        for (byte, origin) in zip(bytes, origins) where Self.isAlphanumeric(byte) {
            result.bytes.append(byte)
            result.origins.append(origin)
        }
        return result
    }

    /// Whether two hexadecimal digits follow the byte at `index`.
    static func isCode(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        index + 2 < bytes.count && digit(lowercase(bytes[index + 1])) != nil
            && digit(lowercase(bytes[index + 2])) != nil
    }

    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
