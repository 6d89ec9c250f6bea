/// Where the characters of a line begin and end, in bytes of UTF-8. No answer takes a look at more of the line than the
/// characters that are asked for.
extension String {
    /// The index `offset` bytes into the text, or its end.
    func byteIndex(_ offset: Int) -> String.Index {
        utf8.index(startIndex, offsetBy: Swift.min(Swift.max(0, offset), utf8.count))
    }

    /// The byte at `offset`; nil outside.
    func byte(_ offset: Int) -> UInt8? {
        offset >= 0 && offset < utf8.count ? utf8[byteIndex(offset)] : nil
    }

    /// Where the character ends that begins at `offset`; the text's end at most.
    func characterEnd(after offset: Int) -> Int {
        // Two bytes of ASCII are never one character, but for CR LF, and there is no LF in a line.
        if let byte = byte(offset), byte < 0x80, (self.byte(offset + 1) ?? 0) < 0x80 { return offset + 1 }
        let index = byteIndex(offset)
        guard index < endIndex else { return utf8.count }
        return utf8.distance(from: startIndex, to: self.index(after: index))
    }

    /// Where the character begins that ends at `offset`; 0 at least.
    func characterStart(before offset: Int) -> Int {
        if let byte = byte(offset - 1), byte < 0x80, (self.byte(offset - 2) ?? 0) < 0x80 { return offset - 1 }
        let index = byteIndex(offset)
        guard index > startIndex else { return 0 }
        return utf8.distance(from: startIndex, to: self.index(before: index))
    }

    /// Whether `offset` stands between two characters.
    func isBetweenCharacters(_ offset: Int) -> Bool {
        guard offset >= 0, offset <= utf8.count else { return false }
        if (byte(offset) ?? 0) < 0x80 { return true }
        return byteIndex(offset).samePosition(in: self) != nil
    }

    /// The nearest place between two characters at or before `offset`.
    func roundedDown(_ offset: Int) -> Int {
        let offset = Swift.min(Swift.max(0, offset), utf8.count)
        return isBetweenCharacters(offset) ? offset : characterStart(before: characterEnd(after: offset))
    }

    /// The nearest place between two characters at or after `offset`.
    func roundedUp(_ offset: Int) -> Int {
        let offset = Swift.min(Swift.max(0, offset), utf8.count)
        return isBetweenCharacters(offset) ? offset : characterEnd(after: offset)
    }

    /// The character that begins at `offset`; nil at the text's end.
    func character(at offset: Int) -> Character? {
        let index = byteIndex(offset)
        return index < endIndex ? self[index] : nil
    }

    /// The bytes from `start` to `end` as text.
    func slice(_ start: Int, _ end: Int) -> String {
        let lower = byteIndex(start)
        return String(self[lower..<Swift.max(lower, byteIndex(end))])
    }
}
