public import Failures

/// Rows of a result in their own order, from sorting or filtering. It counts in the budget and goes to a file like
/// rows.
public struct RowSelection: Sendable {
    private let tape: SpillTape
    private let width: Int
    /// The number of rows.
    public let count: Int
    /// Whether the rows are in the result's order.
    public let isAscending: Bool

    fileprivate init(tape: SpillTape, width: Int, count: Int, isAscending: Bool) {
        self.tape = tape
        self.width = width
        self.count = count
        self.isAscending = isAscending
    }

    /// The row number at a position, which must be less than `count`.
    ///
    /// - Throws: A `Failure` when the file cannot be read.
    public subscript(position: Int) -> Int {
        get throws(Failure) {
            guard let row = try rows(in: position..<position + 1).first else {
                throw Failure(.internalError, "there is no row at position \(position)")
            }
            return row
        }
    }

    /// The row numbers at some positions, without missing ones.
    ///
    /// - Throws: A `Failure` when the file cannot be read.
    public func rows(in positions: Range<Int>) throws(Failure) -> [Int] {
        let positions = positions.clamped(to: 0..<count)
        if width == 4 { return try read(positions, UInt32.self) }
        return try read(positions, UInt64.self)
    }

    /// Visits the rows at some positions in either direction, until `body` returns false.
    func forEachRow(
        in positions: Range<Int>, backward: Bool = false,
        _ body: (_ row: Int, _ position: Int) throws(Failure) -> Bool
    ) throws(Failure) {
        var rest = positions.clamped(to: 0..<count)
        while !rest.isEmpty {
            let window =
                backward
                ? max(rest.lowerBound, rest.upperBound - 8_192)..<rest.upperBound
                : rest.lowerBound..<min(rest.upperBound, rest.lowerBound + 8_192)
            let rows = try rows(in: window)
            for index in rows.indices {
                let place = backward ? rows.count - 1 - index : index
                guard try body(rows[place], window.lowerBound + place) else { return }
            }
            rest = backward ? rest.lowerBound..<window.lowerBound : window.upperBound..<rest.upperBound
        }
    }

    /// The memory in bytes.
    public var memoryBytes: Int { tape.memoryBytes }

    private func read<Number: FixedWidthInteger & BitwiseCopyable>(_ positions: Range<Int>, _: Number.Type)
        throws(Failure) -> [Int]
    {
        var numbers = [Number](repeating: 0, count: positions.count)
        try numbers.withRawMutableBytes { (bytes) throws(Failure) in
            try tape.read(at: positions.lowerBound * width, into: bytes)
        }
        return numbers.map { Int(truncatingIfNeeded: $0) }
    }
}

/// Creates a selection row by row.
struct SelectionWriter {
    private let tape: SpillTape
    private let width: Int
    private var buffer: [UInt8] = []
    private let room: Int
    /// The number of appended rows.
    private(set) var count = 0
    private var last = -1
    private var isAscending = true

    /// For a result of `rowCount` rows.
    init(rowCount: Int, budget: MemoryBudget, directory: String) {
        tape = SpillTape(budget: budget, directory: directory)
        width = rowCount <= Int(UInt32.max) ? 4 : 8
        room = budget.chunkSize
    }

    mutating func append(_ row: Int) throws(Failure) {
        if row <= last { isAscending = false }
        last = row
        count += 1
        withUnsafeBytes(of: UInt64(row).littleEndian) { buffer.append(contentsOf: $0[..<width]) }
        if buffer.count >= room { try flush() }
    }

    mutating func finish() throws(Failure) -> RowSelection {
        try flush()
        return RowSelection(tape: tape, width: width, count: count, isAscending: isAscending)
    }

    private mutating func flush() throws(Failure) {
        try buffer.withRawBytes { (bytes) throws(Failure) in try tape.append([bytes]) }
        buffer.removeAll(keepingCapacity: true)
    }
}

extension ResultStore {
    /// A selection of some rows, in the given order. Missing rows are left out.
    ///
    /// - Throws: A `Failure` when it cannot be stored.
    public func selection(of rows: some Sequence<Int>) throws(Failure) -> RowSelection {
        let rowCount = rowCount
        var writer = SelectionWriter(rowCount: rowCount, budget: budget, directory: directory)
        for row in rows where row >= 0 && row < rowCount { try writer.append(row) }
        return try writer.finish()
    }
}
