import SQLWire

/// The rules of a format with one line of separated fields for each row.
protocol DelimitedStyle: Sendable {
    init(_ options: WriterOptions)

    static var separator: UInt8 { get }
    /// The text for NULL.
    var null: [UInt8] { get }
    /// The text for an empty value.
    var empty: [UInt8] { get }
    /// Whether a row without columns is still a line.
    static var writesRowsOfNothing: Bool { get }

    /// Not zero if one of eight bytes may require encoding the field.
    static func suspects(_ bytes: UInt64) -> UInt64
    /// Whether a field of two plain bytes has a special meaning.
    static func isReserved(_ field: UInt16) -> Bool

    /// The length of the encoded field.
    func encodedCount(_ field: UnsafeRawBufferPointer) -> Int
    /// Writes the encoded field. Returns its end.
    func encode(_ field: UnsafeRawBufferPointer, to room: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer
}

extension UInt64 {
    /// The byte eight times.
    @inline(__always)
    static func eight(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

    /// Not zero if one of the bytes is less than `limit`, which is at most 128.
    @inline(__always)
    func hasByte(below limit: UInt8) -> UInt64 { (self &- .eight(limit)) & ~self & .eight(0x80) }

    /// Not zero if one of the bytes equals `byte`.
    @inline(__always)
    func hasByte(_ byte: UInt8) -> UInt64 { (self ^ .eight(byte)).hasByte(below: 1) }
}
