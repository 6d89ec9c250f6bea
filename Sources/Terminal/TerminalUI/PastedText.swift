/// The text of a paste while it arrives.
struct PastedText: Sendable {
    /// The maximum number of kept bytes.
    static let mostBytes = 16 << 20

    private var bytes: [UInt8] = []
    /// The number of received bytes.
    var byteCount: Int { bytes.count + cut }
    /// The number of bytes beyond the maximum.
    private var cut = 0
    /// Whether the last byte was a carriage return.
    private var followsReturn = false

    /// Adds bytes. Every kind of line end becomes a line feed.
    mutating func add(_ part: ArraySlice<UInt8>) {
        var part = part
        if followsReturn, !part.isEmpty {
            followsReturn = false
            if part.first == 0x0A { part = part.dropFirst() }
        }
        while let end = part.firstIndex(of: 0x0D) {
            keep(part[..<end])
            keep([0x0A])
            part = part[(end + 1)...]
            followsReturn = part.isEmpty
            if part.first == 0x0A { part = part.dropFirst() }
        }
        keep(part)
    }

    private mutating func keep(_ part: ArraySlice<UInt8>) {
        let room = cut > 0 ? 0 : PastedText.mostBytes - bytes.count
        bytes += part.prefix(room)
        cut += part.count - min(room, part.count)
    }

    /// The text, and the number of cut bytes if any.
    var inputs: [Input] {
        guard cut > 0 else { return [.paste(String(decoding: bytes, as: UTF8.self))] }
        // The cut must not split a character.
        let half = bytes.suffix(3).reversed().prefix { $0 & 0xC0 == 0x80 }.count
        let lead = bytes.dropLast(half).last ?? 0
        let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1
        let left = length > half + 1 ? half + 1 : 0
        return [.paste(String(decoding: bytes.dropLast(left), as: UTF8.self)), .pasteCut(bytes: cut + left)]
    }
}
