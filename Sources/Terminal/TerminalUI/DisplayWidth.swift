/// The width of text in terminal columns, by the C library's table, which terminals also use.
public enum DisplayWidth {
    /// The width of one scalar: 0, 1 or 2. Control characters count 0; make text harmless before measuring it.
    public static func of(_ scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        if value < 0xA0 { return value < 0x20 || value >= 0x7F ? 0 : 1 }
        if contains(zeroWidthScalars, value) { return 0 }
        return contains(wideScalars, value) ? 2 : 1
    }

    /// The width of a text: the sum over its scalars.
    public static func of(_ text: some StringProtocol) -> Int {
        text.unicodeScalars.reduce(0) { $0 + of($1) }
    }

    /// The text padded with blanks to `columns`.
    public static func padding(_ text: String, to columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - of(text)))
    }

    private static func contains(_ ranges: [ClosedRange<UInt32>], _ value: UInt32) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(value)
    }
}
