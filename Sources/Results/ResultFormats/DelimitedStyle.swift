import SQLCore

/// The rules of a format that writes a row as a line of separated fields.
protocol DelimitedStyle: Sendable {
    init(_ options: WriterOptions)

    static var separator: UInt8 { get }
    /// What stands for NULL.
    var null: [UInt8] { get }
    /// What stands for the empty text.
    var empty: [UInt8] { get }
    /// Whether a row of no columns is a line all the same.
    static var writesRowsOfNothing: Bool { get }

    /// Not zero if one of eight bytes may keep the field from being written as it is.
    static func suspects(_ bytes: UInt64) -> UInt64
    /// Whether a field of two bytes means something else, though no byte of it is suspect.
    static func isReserved(_ field: UInt16) -> Bool

    /// Length of the field as `encode` writes it.
    func encodedCount(_ field: UnsafeRawBufferPointer) -> Int
    /// Writes a field with what protects it; answers where it ends.
    func encode(_ field: UnsafeRawBufferPointer, to room: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer
}

extension UInt64 {
    /// The byte eight times.
    @inline(__always)
    static func eight(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

    /// Not zero if one of the bytes is less than `limit`, which is at most 128.
    @inline(__always)
    func hasByte(below limit: UInt8) -> UInt64 { (self &- .eight(limit)) & ~self & .eight(0x80) }

    /// Not zero if one of the bytes is `byte`.
    @inline(__always)
    func hasByte(_ byte: UInt8) -> UInt64 { (self ^ .eight(byte)).hasByte(below: 1) }
}
