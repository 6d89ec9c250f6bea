/// One scalar of a text that should be UTF-8, or the longest invalid prefix of one.
struct UTF8Step {
    /// Nil for invalid bytes.
    let scalar: Unicode.Scalar?
    /// The number of bytes, at least 1.
    let length: Int

    /// The step at `index`, which must be inside `text`. Source: Unicode 15, table 3-7.
    @inline(__always)
    init(_ text: UnsafeRawBufferPointer, at index: Int) {
        let first = text[index]
        (scalar, length) = first < 0x80 ? (Unicode.Scalar(first), 1) : Self.sequence(text, at: index, lead: first)
    }

    private static func sequence(
        _ text: UnsafeRawBufferPointer, at index: Int, lead: UInt8
    ) -> (Unicode.Scalar?, Int) {
        var second: ClosedRange<UInt8> = 0x80...0xBF
        let count: Int
        switch lead {
        case 0xC2...0xDF: count = 2
        case 0xE0: (count, second) = (3, 0xA0...0xBF)
        case 0xED: (count, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: count = 3
        case 0xF0: (count, second) = (4, 0x90...0xBF)
        case 0xF4: (count, second) = (4, 0x80...0x8F)
        case 0xF1...0xF3: count = 4
        default: count = 1
        }
        var value = UInt32(lead) & (0x7F >> UInt32(count))
        var taken = 1
        while taken < count, index + taken < text.count {
            let byte = text[index + taken]
            guard (taken == 1 ? second : 0x80...0xBF).contains(byte) else { break }
            value = value << 6 | UInt32(byte & 0x3F)
            taken += 1
        }
        return (count > 1 && taken == count ? Unicode.Scalar(value) : nil, taken)
    }
}

extension UnsafeRawBufferPointer {
    /// The end of the run of plain ASCII that begins at `index`.
    func plainEnd(from index: Int) -> Int {
        var index = index
        while index + 8 <= count {
            let eight = loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if eight & .eight(0x80) | eight.hasByte(below: 0x20) | eight.hasByte(0x7F) != 0 { break }
            index += 8
        }
        while index < count, (0x20..<0x7F).contains(self[index]) { index += 1 }
        return index
    }
}
