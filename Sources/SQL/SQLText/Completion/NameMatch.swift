import SQLWire

/// Matches the typed text with names.
struct NameMatch {
    /// The quality of a match, the best first.
    enum Quality: UInt8, Comparable {
        /// The name begins with the text.
        case prefix
        /// The text consists of prefixes of the name's words: `vn` and `vename` for `vessel_name`.
        case words
        /// The name contains the text.
        case inside
        /// The name contains the letters of the text in this order.
        case letters

        static func < (left: Quality, right: Quality) -> Bool { left.rawValue < right.rawValue }
    }

    /// The typed text in lower case.
    let typed: [UInt8]
    /// For each byte a bit set of its positions in `typed`, in any case.
    private let places: [UInt64]

    init(_ typed: some Sequence<UInt8>) {
        self.typed = typed.map(Byte.lowered)
        var places = [UInt64](repeating: 0, count: 256)
        for (index, byte) in self.typed.prefix(63).enumerated() { places[Int(byte)] |= 1 << UInt64(index) }
        for upper in 65...90 { places[upper] = places[upper + 32] }
        self.places = places
    }

    /// The quality of the match with `name`; nil when it does not match.
    func quality(of name: String) -> Quality? {
        guard !typed.isEmpty else { return .prefix }
        guard name.utf8.count >= typed.count, typed.count < 64 else { return nil }
        return places.withUnsafeBufferPointer { places in
            let compare = { (name: UnsafeBufferPointer<UInt8>) in quality(of: name, places) }
            return name.utf8.withContiguousStorageIfAvailable(compare)
                ?? Array(name.utf8).withUnsafeBufferPointer(compare)
        }
    }

    private func quality(
        of name: UnsafeBufferPointer<UInt8>, _ places: UnsafeBufferPointer<UInt64>
    ) -> Quality? {
        // Every quality needs the letters in their order, which most names do not have.
        var letter: UInt64 = 1
        for byte in name { letter <<= places[Int(byte)] & letter == 0 ? 0 : 1 }
        let all: UInt64 = 1 << UInt64(typed.count)
        guard letter == all else { return nil }
        if zip(typed, name).allSatisfy({ $0 == Byte.lowered($1) }) { return .prefix }
        // Bit n means that n bytes are matched: by words ending at the previous byte, by words, in one piece.
        var (run, words, piece): (UInt64, UInt64, UInt64) = (0, 1, 1)
        var isInside = false
        var last: UInt8 = 95
        for byte in name {
            let place = places[Int(byte)]
            run = ((beginsWord(byte, after: last) ? words | run : run) & place) << 1
            words |= run
            piece = (piece & place) << 1 | 1
            if piece & all != 0 { isInside = true }
            last = byte
        }
        if words & all != 0 { return .words }
        // One letter occurs in nearly every name.
        guard typed.count > 1 else { return nil }
        return isInside ? .inside : .letters
    }

    private func beginsWord(_ byte: UInt8, after last: UInt8) -> Bool {
        let isJoint = !(Byte.isLetter(last) || Byte.isDigit(last)) || last == 95
        let isHump = byte &- 65 < 26 && last &- 97 < 26
        return isJoint || isHump || Byte.isDigit(byte) != Byte.isDigit(last)
    }
}
