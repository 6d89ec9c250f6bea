/// Numbers in the form that JSON and SQL share.
enum NumberText {
    /// Whether the whole text is a JSON number. Source: RFC 8259, section 6.
    static func isValid(_ text: UnsafeRawBufferPointer) -> Bool {
        end(in: text, from: 0) == text.count
    }

    /// The number without leading zeros; a number with a sign has no padding.
    static func withoutLeadingZeros(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let zeros = text.prefix { $0 == UInt8(ascii: "0") }.count
        let isDigit = zeros < text.count && text[zeros] &- UInt8(ascii: "0") < 10
        return UnsafeRawBufferPointer(rebasing: text[(isDigit ? zeros : max(0, zeros - 1))...])
    }

    /// The end of the JSON number that begins at `start`; nil if there is none.
    static func end(in text: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var index = start
        if index < text.count, text[index] == UInt8(ascii: "-") { index += 1 }
        let whole = digitsEnd(text, index)
        guard whole > index, text[index] != UInt8(ascii: "0") || whole == index + 1 else { return nil }
        index = whole
        if index < text.count, text[index] == UInt8(ascii: ".") {
            let fraction = digitsEnd(text, index + 1)
            guard fraction > index + 1 else { return nil }
            index = fraction
        }
        if index < text.count, text[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < text.count, text[index] == UInt8(ascii: "+") || text[index] == UInt8(ascii: "-") { index += 1 }
            let exponent = digitsEnd(text, index)
            guard exponent > index else { return nil }
            index = exponent
        }
        return index
    }

    @inline(__always)
    private static func digitsEnd(_ text: UnsafeRawBufferPointer, _ start: Int) -> Int {
        var index = start
        while index < text.count, text[index] &- UInt8(ascii: "0") < 10 { index += 1 }
        return index
    }
}
