import SQLWire

/// The fields of `psql --csv`: quoted if they contain a comma, a quote or a line end, or if COPY would read them as the
/// end of its data.
struct CSVStyle: DelimitedStyle {
    let null: [UInt8]
    let empty: [UInt8]

    init(_ options: WriterOptions) {
        null = options.csv.null
        empty = options.csv.quotesEmpty ? Array("\"\"".utf8) : []
    }

    static var separator: UInt8 { UInt8(ascii: ",") }
    static var writesRowsOfNothing: Bool { false }

    @inline(__always)
    static func suspects(_ bytes: UInt64) -> UInt64 {
        bytes.hasByte(UInt8(ascii: ",")) | bytes.hasByte(UInt8(ascii: "\"")) | bytes.hasByte(UInt8(ascii: "\n"))
            | bytes.hasByte(UInt8(ascii: "\r"))
    }

    @inline(__always)
    static func isReserved(_ field: UInt16) -> Bool { field == 0x2E5C }  // \.

    func encodedCount(_ field: UnsafeRawBufferPointer) -> Int {
        var quotes = 0
        for byte in field where byte == UInt8(ascii: "\"") { quotes += 1 }
        return field.count + quotes + 2
    }

    func encode(_ field: UnsafeRawBufferPointer, to room: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        let quote = UInt8(ascii: "\"")
        var place = room.assumingMemoryBound(to: UInt8.self)
        place.pointee = quote
        place += 1
        for byte in field {
            place.pointee = byte
            place += 1
            if byte == quote {
                place.pointee = quote
                place += 1
            }
        }
        place.pointee = quote
        return UnsafeMutableRawPointer(place + 1)
    }
}
