import Glibc

/// Writes sort keys: their byte order is the order of the values. No key is a prefix of another one.
struct KeyWriter {
    private let room: UnsafeMutablePointer<UInt8>
    private let limit: Int
    /// The number of bytes written.
    private(set) var count = 0
    /// Whether the key did not fit.
    private(set) var isCut = false

    /// A writer into a buffer of `limit` bytes.
    init(_ room: UnsafeMutablePointer<UInt8>, limit: Int) {
        self.room = room
        self.limit = limit
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        guard count < limit else {
            isCut = true
            return
        }
        room[count] = byte
        count += 1
    }

    /// Appends text so that later parts matter only for equal texts: a NUL in it is followed by 255, and its end is two
    /// NULs.
    mutating func appendText(_ text: UnsafeRawBufferPointer) {
        if let start = text.baseAddress, memchr(start, 0, text.count) != nil {
            for byte in text {
                append(byte)
                if byte == 0 { append(255) }
                if isCut { return }
            }
        } else if let start = text.baseAddress {
            let fitting = min(text.count, limit - count)
            memcpy(room + count, start, fitting)
            count += fitting
            if fitting < text.count {
                isCut = true
                return
            }
        }
        append(0)
        append(0)
    }

    /// Marks the key as cut.
    mutating func cut() {
        isCut = true
    }

    /// Reverses the order of the part from `start` on.
    mutating func invert(from start: Int) {
        for index in start..<count { room[index] = ~room[index] }
    }

    /// Pads with zeros to a multiple of eight bytes, for which the buffer must have room.
    func pad() {
        var index = count
        while index % 8 != 0 {
            room[index] = 0
            index += 1
        }
    }
}

/// The first byte of the sort key of a value.
enum KeyClass {
    static let nullFirst: UInt8 = 0x00
    static let minusInfinity: UInt8 = 0x08
    static let negative: UInt8 = 0x10
    static let zero: UInt8 = 0x18
    static let positive: UInt8 = 0x20
    static let infinity: UInt8 = 0x28
    static let notANumber: UInt8 = 0x30
    static let text: UInt8 = 0x38
    static let nullLast: UInt8 = 0xFF
}

extension KeyWriter {
    /// Appends the key of a value, or of its first bytes.
    @inline(__always)
    mutating func append(_ value: UnsafeRawBufferPointer?, _ key: SortColumn) {
        guard let value else { return append(key.null) }
        let start = count
        if !key.isNumber || !NumberText(value).append(to: &self) {
            append(KeyClass.text)
            appendText(value)
        }
        if !key.isAscending { invert(from: start) }
    }
}
