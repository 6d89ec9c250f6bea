/// Takes the fields of a PostgreSQL message one after another; nil where the message ends too soon.
struct NetworkReader {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: some Collection<UInt8>) {
        self.bytes = Array(bytes)[...]
    }

    /// How many bytes are left.
    var count: Int { bytes.count }

    /// A number of up to four bytes, its highest byte first.
    mutating func number(_ size: Int) -> Int? {
        guard bytes.count >= size else { return nil }
        defer { bytes = bytes.dropFirst(size) }
        return bytes.prefix(size).reduce(0) { $0 << 8 | Int($1) }
    }

    /// A text that ends with a NUL, which goes too.
    mutating func text() -> [UInt8]? {
        guard let end = bytes.firstIndex(of: 0) else { return nil }
        defer { bytes = bytes[(end + 1)...] }
        return Array(bytes[..<end])
    }

    /// All that is left.
    mutating func rest() -> [UInt8] {
        defer { bytes = [] }
        return Array(bytes)
    }
}

/// Fields of a PostgreSQL message.
enum NetworkBytes {
    /// A number of so many bytes, its highest byte first.
    static func number(_ number: UInt32, _ size: Int) -> [UInt8] {
        (0..<size).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
    }
}
