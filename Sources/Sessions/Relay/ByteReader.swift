/// Reads the fields of a packet in order; nil when the packet is too short.
struct ByteReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    /// The number of remaining bytes.
    var count: Int { rest.count }

    mutating func bytes(_ count: Int) -> [UInt8]? {
        guard count >= 0, count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    /// A little-endian number.
    mutating func number(_ count: Int) -> UInt64? {
        bytes(count)?.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The bytes before the next NUL, which is consumed, too.
    mutating func terminated() -> [UInt8]? {
        guard let end = rest.firstIndex(of: 0) else { return nil }
        defer { rest = rest[(end + 1)...] }
        return Array(rest[..<end])
    }

    /// The bytes before the next NUL, or all that are left: some clients omit the last NUL.
    mutating func terminatedOrRest() -> [UInt8] {
        if let bytes = terminated() { return bytes }
        defer { rest = [] }
        return Array(rest)
    }

    /// Length-prefixed bytes. Source: MySQL internals, "LengthEncodedString".
    mutating func lengthEncoded() -> [UInt8]? {
        guard let first = number(1) else { return nil }
        let length: UInt64?
        switch first {
        case 0...0xFA: length = first
        case 0xFC: length = number(2)
        case 0xFD: length = number(3)
        default: return nil
        }
        return length.flatMap { bytes(Int($0)) }
    }
}

extension [UInt8] {
    /// Appends a little-endian number.
    mutating func append(_ number: UInt32, bytes count: Int) {
        for index in 0..<count { append(UInt8(truncatingIfNeeded: number >> (8 * UInt32(index)))) }
    }

    /// Appends length-prefixed bytes.
    mutating func append(lengthEncoded bytes: [UInt8]) {
        switch bytes.count {
        case 0...0xFA:
            append(UInt32(bytes.count), bytes: 1)
        case 0...0xFFFF:
            append(0xFC)
            append(UInt32(bytes.count), bytes: 2)
        default:
            append(0xFD)
            append(UInt32(bytes.count), bytes: 3)
        }
        self += bytes
    }
}
