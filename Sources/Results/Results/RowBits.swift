/// A set of rows as a bit set.
struct RowBits: Sendable {
    private var words: [UInt64]

    /// An empty set for rows below `rowCount`.
    init(rowCount: Int) {
        words = Array(repeating: 0, count: (rowCount + 63) / 64)
    }

    /// The memory in bytes.
    var memoryBytes: Int { 8 * words.count }

    @inline(__always)
    func contains(_ row: Int) -> Bool { words[row >> 6] & (1 << UInt64(row & 63)) != 0 }

    @inline(__always)
    mutating func insert(_ row: Int) { words[row >> 6] |= 1 << UInt64(row & 63) }

    /// The first row of the set in a range.
    func first(in rows: Range<Int>) -> Int? {
        guard !rows.isEmpty else { return nil }
        var index = rows.lowerBound >> 6
        var word = words[index] & (~0 << UInt64(rows.lowerBound & 63))
        while word == 0 {
            index += 1
            guard index << 6 < rows.upperBound else { return nil }
            word = words[index]
        }
        let row = index << 6 + word.trailingZeroBitCount
        return row < rows.upperBound ? row : nil
    }

    /// The last row of the set in a range.
    func last(in rows: Range<Int>) -> Int? {
        guard !rows.isEmpty else { return nil }
        var index = (rows.upperBound - 1) >> 6
        var word = words[index] & (~0 >> UInt64(63 - (rows.upperBound - 1) & 63))
        while word == 0 {
            index -= 1
            guard index >= 0, index << 6 + 63 >= rows.lowerBound else { return nil }
            word = words[index]
        }
        let row = index << 6 + 63 - word.leadingZeroBitCount
        return row >= rows.lowerBound ? row : nil
    }
}
