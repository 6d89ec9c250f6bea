/// Searches words in texts, ignoring case. It compares bytes, because each key press searches up to ten thousand
/// clusters.
enum WordSearch {
    /// Where a word may match in a text.
    enum Place {
        /// Anywhere.
        case anywhere
        /// At the beginning, or after a character that is neither a letter nor a digit.
        case atStarts
    }

    /// Whether a text contains a word, which must be in lower case.
    static func has(_ word: [UInt8], in text: String, _ place: Place) -> Bool {
        var text = text
        let found: Bool? = text.withUTF8 { text in
            word.withUnsafeBufferPointer { word in
                text.allSatisfy { $0 < 0x80 } ? find(word, in: text[...], place) : nil
            }
        }
        if let found { return found }
        var lower = text.lowercased()
        return lower.withUTF8 { text in word.withUnsafeBufferPointer { find($0, in: text[...], place) } }
    }

    /// Whether an endpoint contains a word. Only the user's part and AWS's account-specific part of the name count,
    /// because the rest is common to all; a word with a dot matches anywhere.
    static func has(_ word: [UInt8], inHost host: String) -> Bool {
        if word.contains(UInt8(ascii: ".")) { return has(word, in: host, .atStarts) }
        var host = host
        return host.withUTF8 { host in
            word.withUnsafeBufferPointer { word in
                let first = host.firstIndex(of: UInt8(ascii: ".")) ?? host.count
                if find(word, in: host[..<first], .atStarts) { return true }
                let rest = host[min(host.count, first + 1)...]
                let second = rest.prefix { $0 != UInt8(ascii: ".") }
                let number = second.lastIndex(of: UInt8(ascii: "-")).map { second[($0 + 1)...] } ?? second
                return find(word, in: number.prefix(word.count), .anywhere)
            }
        }
    }

    private static func find(
        _ word: UnsafeBufferPointer<UInt8>, in text: Slice<UnsafeBufferPointer<UInt8>>, _ place: Place
    ) -> Bool {
        guard let first = word.first, text.count >= word.count else { return false }
        var start = text.startIndex
        let last = text.endIndex - word.count
        while start <= last {
            if lower(text[start]) == first, place == .anywhere || isStart(start, text, first) {
                var count = 1
                while count < word.count, lower(text[start + count]) == word[count] { count += 1 }
                if count == word.count { return true }
            }
            start += 1
        }
        return false
    }

    private static func isStart(_ index: Int, _ text: Slice<UnsafeBufferPointer<UInt8>>, _ first: UInt8) -> Bool {
        index == text.startIndex || !isLetter(lower(text[index - 1])) || !isLetter(first)
    }

    private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    /// Whether a lower-case byte is part of a letter or a digit, in any script.
    private static func isLetter(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }

    /// The matches of a word in a text, as ranges of its scalars.
    static func ranges(of word: String, in text: String, _ place: Place) -> [Range<Int>] {
        let scalars = Array(text.lowercased().unicodeScalars)
        let sought = Array(word.unicodeScalars)
        // In some scripts lower-casing changes the length; such texts have no highlights.
        guard scalars.count == text.unicodeScalars.count, sought.count <= scalars.count, let first = sought.first
        else { return [] }
        return (0...scalars.count - sought.count)
            .filter { start in
                let isStart = start == 0 || !isLetter(scalars[start - 1]) || !isLetter(first)
                return (place == .anywhere || isStart) && scalars[start..<start + sought.count].elementsEqual(sought)
            }
            .map { $0..<$0 + sought.count }
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x80 || isLetter(UInt8(scalar.value))
    }
}
