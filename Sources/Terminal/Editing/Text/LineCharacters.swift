/// Boundaries of a line's characters, in UTF-8 bytes. Each function examines only the characters around its argument.
extension String {
    /// The index at byte `offset`, at most the end.
    func byteIndex(_ offset: Int) -> String.Index {
        utf8.index(startIndex, offsetBy: Swift.min(Swift.max(0, offset), utf8.count))
    }

    /// The byte at `offset`; nil outside.
    func byte(_ offset: Int) -> UInt8? {
        offset >= 0 && offset < utf8.count ? utf8[byteIndex(offset)] : nil
    }

    /// The end of the character that begins at `offset`, at most the text's end.
    func characterEnd(after offset: Int) -> Int {
        // Two ASCII bytes are never one character except CR LF, and a line contains no LF.
        if let byte = byte(offset), byte < 0x80, (self.byte(offset + 1) ?? 0) < 0x80 { return offset + 1 }
        let index = byteIndex(offset)
        guard index < endIndex else { return utf8.count }
        return utf8.distance(from: startIndex, to: self.index(after: index))
    }

    /// The beginning of the character that ends at `offset`, at least 0.
    func characterStart(before offset: Int) -> Int {
        if let byte = byte(offset - 1), byte < 0x80, (self.byte(offset - 2) ?? 0) < 0x80 { return offset - 1 }
        let index = byteIndex(offset)
        guard index > startIndex else { return 0 }
        return utf8.distance(from: startIndex, to: self.index(before: index))
    }

    /// Whether `offset` is a boundary between characters.
    func isBetweenCharacters(_ offset: Int) -> Bool {
        guard offset >= 0, offset <= utf8.count else { return false }
        if (byte(offset) ?? 0) < 0x80 { return true }
        return byteIndex(offset).samePosition(in: self) != nil
    }

    /// The nearest character boundary at or before `offset`.
    func roundedDown(_ offset: Int) -> Int {
        let offset = Swift.min(Swift.max(0, offset), utf8.count)
        return isBetweenCharacters(offset) ? offset : characterStart(before: characterEnd(after: offset))
    }

    /// The nearest character boundary at or after `offset`.
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
