/// A number in a server's notation: digits with a sign, a point and an exponent in any combination and of any length;
/// or infinity, or NaN.
struct NumberText {
    private let text: UnsafeRawBufferPointer

    init(_ text: UnsafeRawBufferPointer) {
        self.text = text
    }

    /// Appends a key with numeric order: -Infinity, numbers by their exact value, Infinity, NaN, as in PostgreSQL.
    /// Returns false, writing nothing, when the text is no number.
    func append(to key: inout KeyWriter) -> Bool {
        guard let first = text.first else { return false }
        let isNegative = first == UInt8(ascii: "-")
        let begin = isNegative || first == UInt8(ascii: "+") ? 1 : 0
        guard let digits = Digits(text, from: begin) else {
            return appendWord(UnsafeRawBufferPointer(rebasing: text[begin...]), isNegative, &key)
        }
        guard let significant = digits.significant else {
            key.append(KeyClass.zero)
            return true
        }
        key.append(isNegative ? KeyClass.negative : KeyClass.positive)
        let start = key.count
        appendExponent(digits.exponent, &key)
        appendPairs(significant, &key)
        if isNegative { key.invert(from: start) }
        return true
    }

    private func appendWord(_ word: UnsafeRawBufferPointer, _ isNegative: Bool, _ key: inout KeyWriter) -> Bool {
        func isWord(_ letters: StaticString) -> Bool {
            word.count == letters.utf8CodeUnitCount
                && zip(word, UnsafeBufferPointer(start: letters.utf8Start, count: letters.utf8CodeUnitCount))
                    .allSatisfy { $0 | 32 == $1 }
        }
        if isWord("nan") {
            key.append(KeyClass.notANumber)
        } else if isWord("infinity") || isWord("inf") {
            key.append(isNegative ? KeyClass.minusInfinity : KeyClass.infinity)
        } else {
            return false
        }
        return true
    }

    /// Common exponents take one byte, others nine.
    private func appendExponent(_ exponent: Int, _ key: inout KeyWriter) {
        if exponent >= -120, exponent <= 120 { return key.append(UInt8(truncatingIfNeeded: exponent + 128)) }
        key.append(exponent < 0 ? 0 : 255)
        let biased = UInt64(bitPattern: Int64(exponent)) ^ (1 << 63)
        for shift in stride(from: 56, through: 0, by: -8) {
            key.append(UInt8(truncatingIfNeeded: biased >> UInt64(shift)))
        }
    }

    /// Two digits in a byte, 1 to 100, ended by 0. Skips the decimal point.
    private func appendPairs(_ significant: Range<Int>, _ key: inout KeyWriter) {
        var high: UInt8?
        for index in significant {
            let digit = text[index] &- 48
            guard digit < 10 else { continue }
            if let first = high {
                key.append(first &* 10 &+ digit &+ 1)
                high = nil
            } else {
                high = digit
            }
        }
        if let first = high { key.append(first &* 10 &+ 1) }
        key.append(0)
    }
}

/// The digits of a number and the magnitude of the first one.
private struct Digits {
    /// The range from the first to the last nonzero digit, possibly with a point inside; nil for zero.
    let significant: Range<Int>?
    /// The number is 0.d… × 10 to the power of this.
    let exponent: Int

    /// Nil when the text is no number.
    init?(_ text: UnsafeRawBufferPointer, from start: Int) {
        var (index, point, digits) = (start, Int?.none, 0)
        var (first, last) = (-1, -1)
        while index < text.count {
            let byte = text[index]
            if byte &- 48 < 10 {
                digits += 1
                if byte != 48 {
                    if first < 0 { first = index }
                    last = index
                }
            } else if byte == UInt8(ascii: "."), point == nil {
                point = index
            } else {
                break
            }
            index += 1
        }
        guard digits > 0, let power = Self.power(text, from: index) else { return nil }
        guard first >= 0 else {
            (significant, exponent) = (nil, 0)
            return
        }
        let unit = point ?? index
        significant = first..<last + 1
        exponent = (first < unit ? unit - first : unit + 1 - first) + power
    }

    /// The exponent after the digits, 0 when there is none; nil for other text.
    private static func power(_ text: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard start < text.count else { return 0 }
        var index = start + 1
        guard text[start] | 32 == UInt8(ascii: "e"), index < text.count else { return nil }
        let isNegative = text[index] == UInt8(ascii: "-")
        if isNegative || text[index] == UInt8(ascii: "+") { index += 1 }
        guard index < text.count else { return nil }
        var power = 0
        for byte in text[index...] {
            guard byte &- 48 < 10 else { return nil }
            // Larger than any exponent that a server writes.
            power = min(power * 10 + Int(byte &- 48), 1 << 40)
        }
        return isNegative ? -power : power
    }
}
