/// What is between the brackets of a paste, as it comes.
struct PastedText: Sendable {
    /// The most bytes that are kept.
    static let mostBytes = 16 << 20

    private var bytes: [UInt8] = []
    /// How many have come.
    var byteCount: Int { bytes.count + cut }
    /// Bytes that came when there was no more room.
    private var cut = 0
    /// Whether the last byte was a carriage return.
    private var followsReturn = false

    /// Takes more of it. A line's end becomes a line feed, however it is written.
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

    /// The text, and how much was left out of it.
    var inputs: [Input] {
        guard cut > 0 else { return [.paste(String(decoding: bytes, as: UTF8.self))] }
        // Not half a character.
        let half = bytes.suffix(3).reversed().prefix { $0 & 0xC0 == 0x80 }.count
        let lead = bytes.dropLast(half).last ?? 0
        let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1
        let left = length > half + 1 ? half + 1 : 0
        return [.paste(String(decoding: bytes.dropLast(left), as: UTF8.self)), .pasteCut(bytes: cut + left)]
    }
}
