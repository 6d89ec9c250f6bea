import SQLWire

/// The columns of a grid: clusters whose columns have the same names share it.
struct GridColumns: Sendable {
    /// In lower case.
    let names: [[UInt8]]
    private let dialect: Dialect

    init(_ columns: [Column], _ dialect: Dialect) {
        names = columns.map { $0.name.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 } }
        self.dialect = dialect
    }

    /// Whether the columns of another cluster belong into the same grid.
    ///
    /// MySQL names an expression without an alias after its text, `count(*)`, and PostgreSQL after its function,
    /// `count`, or `?column?`.
    func accepts(_ other: GridColumns) -> Bool {
        guard names != other.names else { return true }
        guard dialect != other.dialect, names.count == other.names.count else { return false }
        return names.map(Self.common) == other.names.map(Self.common)
    }

    private static func common(_ name: [UInt8]) -> [UInt8] {
        let head = name.prefix { $0 != UInt8(ascii: "(") }
        let isWord = head.allSatisfy { byte in
            byte >= 0x80 || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_")
        }
        guard isWord, let first = head.first, first > 0x39 else { return Array("?column?".utf8) }
        return Array(head)
    }
}
