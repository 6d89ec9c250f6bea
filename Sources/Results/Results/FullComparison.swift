import Failures

/// Compares rows by their complete values when their cut keys are equal.
struct FullComparison {
    /// The maximum number of compared bytes of a number; servers write far fewer.
    static let mostNumberBytes = 1 << 20
    private static let pieceSize = 1 << 16

    let snapshot: RowSnapshot
    let keys: [SortColumn]
    let isCancelled: () -> Bool

    /// Whether a row comes before another one.
    func comesBefore(_ row: Int, _ other: Int) throws(Failure) -> Bool {
        if isCancelled() { throw .cancelled }
        for key in keys {
            let order = try compare(row, other, key)
            if order != 0 { return order < 0 }
        }
        return false
    }

    private func compare(_ row: Int, _ other: Int, _ key: SortColumn) throws(Failure) -> Int {
        if key.isNumber {
            let range = 0..<Self.mostNumberBytes
            let one = try snapshot.value(row: row, column: key.column, range: range)
            let two = try snapshot.value(row: other, column: key.column, range: range)
            return ComparisonKey(one, key).order(against: ComparisonKey(two, key))
        }
        var offset = 0
        while true {
            let range = offset..<offset + Self.pieceSize
            let one = try snapshot.value(row: row, column: key.column, range: range)
            let two = try snapshot.value(row: other, column: key.column, range: range)
            guard let one, let two, one == two, one.count == Self.pieceSize else {
                return ComparisonKey(one, key).order(against: ComparisonKey(two, key))
            }
            offset += Self.pieceSize
        }
    }
}

extension Failure {
    /// The error that ends a cancelled sort.
    static let cancelled = Failure(.interrupted, "cancelled")
}

/// The complete sort key of one value.
struct ComparisonKey: Sendable {
    private let bytes: [UInt8]

    init(_ value: [UInt8]?, _ key: SortColumn) {
        bytes = (value ?? []).withUnsafeBytes { all in Self.bytes(value == nil ? nil : all, key) }
    }

    init(_ value: UnsafeRawBufferPointer, isNumber: Bool) {
        bytes = Self.bytes(value, SortColumn(SortKey(0), isNumber: isNumber))
    }

    /// Negative when it comes before the other one, 0 when they are equal.
    func order(against other: ComparisonKey) -> Int {
        if bytes == other.bytes { return 0 }
        return bytes.lexicographicallyPrecedes(other.bytes) ? -1 : 1
    }

    private static func bytes(_ value: UnsafeRawBufferPointer?, _ key: SortColumn) -> [UInt8] {
        // Every byte may need an escape byte, and there are a class, an exponent and an end.
        let room = 2 * (value?.count ?? 0) + 16
        return [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            guard let start = buffer.baseAddress else { return }
            var writer = KeyWriter(start, limit: room)
            writer.append(value, key)
            count = writer.count
        }
    }
}
