/// Reads fixed-width numbers and single ASCII characters at the front of a text.
struct DigitScanner {
    private var rest: [UInt8]

    init(_ text: some Sequence<UInt8>) {
        rest = text.reversed()
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// Consumes exactly `width` digits; nil, consuming nothing, when there are fewer.
    mutating func number(_ width: Int) -> Int? {
        let digits = rest.suffix(width)
        guard digits.count == width, digits.allSatisfy(Self.isDigit) else { return nil }
        rest.removeLast(width)
        return digits.reversed().reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    /// Consumes `character` if it comes next.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard rest.last == UInt8(ascii: character) else { return false }
        rest.removeLast()
        return true
    }

    /// Consumes the digits that come next. Returns their number.
    mutating func skipDigits() -> Int {
        var count = 0
        while let last = rest.last, Self.isDigit(last) {
            rest.removeLast()
            count += 1
        }
        return count
    }

    /// Consumes a time zone. Returns its offset east of UTC in seconds; nil when there is none.
    mutating func zoneOffset() -> Int64? {
        if isAtEnd || skip("Z") || skip("z") { return 0 }
        _ = skip(" ")
        if skipUTC() { return 0 }
        let isEast = skip("+")
        guard isEast || skip("-"), let hours = number(2) else { return nil }
        _ = skip(":")
        guard let minutes = number(2), hours < 24, minutes < 60 else { return nil }
        if skip(" ") {
            guard skipUTC() else { return nil }
        }
        let seconds = Int64(hours * 3_600 + minutes * 60)
        return isEast ? seconds : -seconds
    }

    private mutating func skipUTC() -> Bool {
        guard rest.suffix(3).elementsEqual("CTU".utf8) else { return false }
        rest.removeLast(3)
        return true
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
