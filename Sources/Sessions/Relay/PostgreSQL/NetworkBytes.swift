/// Reads the fields of a PostgreSQL message in turn; nil where the message is too short.
struct NetworkReader {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: some Collection<UInt8>) {
        self.bytes = Array(bytes)[...]
    }

    /// How many bytes are left.
    var count: Int { bytes.count }

    /// A number of up to four bytes in network byte order.
    mutating func number(_ size: Int) -> Int? {
        guard bytes.count >= size else { return nil }
        defer { bytes = bytes.dropFirst(size) }
        return bytes.prefix(size).reduce(0) { $0 << 8 | Int($1) }
    }

    /// A text that ends with a NUL, which is consumed, too.
    mutating func text() -> [UInt8]? {
        guard let end = bytes.firstIndex(of: 0) else { return nil }
        defer { bytes = bytes[(end + 1)...] }
        return Array(bytes[..<end])
    }

    /// All remaining bytes.
    mutating func rest() -> [UInt8] {
        defer { bytes = [] }
        return Array(bytes)
    }
}

/// Encodes fields of a PostgreSQL message.
enum NetworkBytes {
    /// A number of `size` bytes in network byte order.
    static func number(_ number: UInt32, _ size: Int) -> [UInt8] {
        (0..<size).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
    }
}
