import SQLWire

/// Fields in the form that each server reads back: PostgreSQL's COPY in text format, MySQL's LOAD DATA.
struct TSVStyle: DelimitedStyle {
    private let dialect: Dialect

    let null = Array("\\N".utf8)
    let empty: [UInt8] = []

    init(_ options: WriterOptions) {
        dialect = options.dialect
    }

    static var separator: UInt8 { UInt8(ascii: "\t") }
    static var writesRowsOfNothing: Bool { true }

    @inline(__always)
    static func suspects(_ bytes: UInt64) -> UInt64 {
        bytes.hasByte(below: 0x20) | bytes.hasByte(UInt8(ascii: "\\"))
    }

    @inline(__always)
    static func isReserved(_ field: UInt16) -> Bool { false }

    func encodedCount(_ field: UnsafeRawBufferPointer) -> Int {
        var count = field.count
        for byte in field where escape(byte) != 0 { count += 1 }
        return count
    }

    func encode(_ field: UnsafeRawBufferPointer, to room: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        var place = room.assumingMemoryBound(to: UInt8.self)
        for byte in field {
            let letter = escape(byte)
            if letter != 0 {
                place.pointee = UInt8(ascii: "\\")
                place += 1
            }
            place.pointee = letter != 0 ? letter : byte
            place += 1
        }
        return UnsafeMutableRawPointer(place)
    }

    /// The letter of a byte's backslash escape; 0 if it has none. The servers have different escapes: MySQL reads `\v`
    /// as `v`, and PostgreSQL has no NUL.
    @inline(__always)
    private func escape(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "\\"): UInt8(ascii: "\\")
        case UInt8(ascii: "\t"): UInt8(ascii: "t")
        case UInt8(ascii: "\n"): UInt8(ascii: "n")
        case UInt8(ascii: "\r"): UInt8(ascii: "r")
        case 0x08: UInt8(ascii: "b")
        case 0x0B where dialect == .postgresql: UInt8(ascii: "v")
        case 0x0C where dialect == .postgresql: UInt8(ascii: "f")
        case 0x00 where dialect == .mysql: UInt8(ascii: "0")
        default: 0
        }
    }
}
