import SQLWire

/// The state of writing a batch as lines: when the buffer is full, writing continues in a larger one.
struct DelimitedLines<Style: DelimitedStyle> {
    private let style: Style
    private let prefix: [UInt8]
    private let null: [UInt8]
    private let empty: [UInt8]
    private var row = 0
    /// -1 before the row's prefix.
    private var column = -1
    /// The number of bytes written by the last call.
    private(set) var written = 0

    init(style: Style, prefix: [UInt8]) {
        self.style = style
        self.prefix = prefix
        (null, empty) = (style.null, style.empty)
    }

    /// Writes into a buffer that has room for all remaining fields unencoded and for `spare` bytes of encoding. Returns
    /// 0 at the end of the batch, otherwise the spare room that the next field needs.
    mutating func write(_ values: RowBatch.Values, to room: UnsafeMutableRawPointer, spare: Int) -> Int {
        var place = room
        var spare = spare
        let (rows, columns) = (values.rowCount, values.columnCount)
        var (row, column) = (row, column)
        defer {
            self.row = row
            self.column = column
            written = place - room
        }
        while row < rows {
            if column < 0 {
                place = Self.put(prefix, at: place)
                column = 0
            }
            while column < columns {
                if let value = values[row, column] {
                    if let source = value.baseAddress, value.count > 0 {
                        if Self.copy(source, value.count, to: place), !readsAsNull(value) {
                            place += value.count
                        } else {
                            let more = style.encodedCount(value) - value.count
                            guard more <= spare else { return max(2 * more, 65_536) }
                            spare -= more
                            place = style.encode(value, to: place)
                        }
                    } else {
                        place = Self.put(empty, at: place)
                    }
                } else {
                    place = Self.put(null, at: place)
                }
                column += 1
                place.storeBytes(of: column < columns ? Style.separator : UInt8(ascii: "\n"), as: UInt8.self)
                place += 1
            }
            if columns == 0 {
                place.storeBytes(of: UInt8(ascii: "\n"), as: UInt8.self)
                place += 1
            }
            column = -1
            row += 1
        }
        return 0
    }

    /// Whether an unencoded value would be read as NULL.
    @inline(__always)
    private func readsAsNull(_ value: UnsafeRawBufferPointer) -> Bool {
        value.count == null.count && value.elementsEqual(null)
    }

    @inline(__always)
    private static func put(_ bytes: [UInt8], at place: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        guard !bytes.isEmpty else { return place }
        bytes.withUnsafeBytes { bytes in
            if let start = bytes.baseAddress { place.copyMemory(from: start, byteCount: bytes.count) }
        }
        return place + bytes.count
    }

    /// Copies a field, which must not be empty. Returns whether it may stay unencoded.
    @inline(__always)
    static func copy(_ source: UnsafeRawPointer, _ count: Int, to room: UnsafeMutableRawPointer) -> Bool {
        if count >= 8 {
            var suspects: UInt64 = 0
            var offset = 0
            let last = count - 8
            while offset < last {
                suspects |= copyEight(source + offset, to: room + offset)
                offset += 8
            }
            // The last eight bytes overlap with the previous ones.
            suspects |= copyEight(source + last, to: room + last)
            return suspects == 0
        }
        if count >= 4 {
            let head = source.loadUnaligned(as: UInt32.self)
            let tail = source.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
            room.storeBytes(of: head, as: UInt32.self)
            room.storeBytes(of: tail, toByteOffset: count - 4, as: UInt32.self)
            return Style.suspects(UInt64(head) | UInt64(tail) << 32) == 0
        }
        let (middle, last) = (count / 2, count - 1)
        let first = source.load(as: UInt8.self)
        let between = source.load(fromByteOffset: middle, as: UInt8.self)
        let final = source.load(fromByteOffset: last, as: UInt8.self)
        room.storeBytes(of: first, as: UInt8.self)
        room.storeBytes(of: between, toByteOffset: middle, as: UInt8.self)
        room.storeBytes(of: final, toByteOffset: last, as: UInt8.self)
        // Padded with letters, which are plain in every style.
        let eight = UInt64(first) | UInt64(between) << 8 | UInt64(final) << 16 | 0x6161_6161_6100_0000
        if Style.suspects(eight) != 0 { return false }
        return count != 2 || !Style.isReserved(UInt16(first) | UInt16(final) << 8)
    }

    @inline(__always)
    private static func copyEight(_ source: UnsafeRawPointer, to room: UnsafeMutableRawPointer) -> UInt64 {
        let eight = source.loadUnaligned(as: UInt64.self)
        room.storeBytes(of: eight, as: UInt64.self)
        return Style.suspects(eight)
    }
}
