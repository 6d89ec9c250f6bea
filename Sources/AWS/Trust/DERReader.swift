/// Reads the elements of a DER encoding in turn.
///
/// Source: ITU-T X.690, section 8.1 and 10.1: definite lengths only.
struct DERReader {
    struct Element {
        let tag: UInt8
        /// The contents without tag and length.
        let content: ArraySlice<UInt8>
        /// Tag, length and contents.
        let whole: ArraySlice<UInt8>
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// The next element; nil at the end and where the encoding is invalid.
    mutating func next() -> Element? {
        guard rest.count >= 2 else { return nil }
        let tag = rest[rest.startIndex]
        var index = rest.startIndex + 2
        var length = Int(rest[rest.startIndex + 1])
        if length >= 0x80 {
            let count = length & 0x7F
            guard (1...4).contains(count), rest.endIndex - index >= count else { return nil }
            length = rest[index..<index + count].reduce(0) { $0 << 8 | Int($1) }
            index += count
        }
        guard length <= rest.endIndex - index else { return nil }
        let end = index + length
        defer { rest = rest[end...] }
        return Element(tag: tag, content: rest[index..<end], whole: rest[rest.startIndex..<end])
    }

    /// The next element if it has that tag.
    mutating func next(_ tag: UInt8) -> Element? {
        guard let element = next(), element.tag == tag else { return nil }
        return element
    }
}
