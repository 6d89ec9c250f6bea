import Profiles

/// What the table is narrowed down to: words, each of which a cluster has to have somewhere.
public struct RowFilter: Sendable, Equatable {
    /// In lower case.
    public let words: [String]

    /// A filter of what was typed; blanks divide words.
    public init(_ text: String) {
        words = text.lowercased().split(separator: " ").map(String.init)
    }

    /// Whether it lets everything pass.
    public var isEmpty: Bool { words.isEmpty }

    /// Whether a row has all words: in its name, tags, environment, region or engine.
    public func matches(_ row: ClusterRow) -> Bool {
        guard !words.isEmpty else { return true }
        guard let cluster = row.cluster else { return words.allSatisfy { Self.has($0, in: row.id.name) } }
        return words.allSatisfy { word in
            Self.has(word, in: cluster.name) || cluster.environment.map { Self.has(word, in: $0) } == true
                || cluster.region.map { Self.has(word, in: $0) } == true
                || Self.has(word, in: cluster.engine.rawValue) || cluster.tags.contains { Self.has(word, in: $0) }
        }
    }

    /// Whether a text has a word in it, whatever the case. Ten thousand rows are asked at every key that is pressed.
    private static func has(_ word: String, in text: String) -> Bool {
        var text = text
        let found = text.withUTF8 { text in
            var word = word
            return word.withUTF8 { word in find(word, in: text) }
        }
        return found ?? text.lowercased().contains(word)
    }

    /// Whether a text of ASCII has a word in it; nil when it is not of ASCII.
    private static func find(_ word: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>) -> Bool? {
        guard text.allSatisfy({ $0 < 0x80 }) else { return nil }
        guard text.count >= word.count else { return false }
        return (0...text.count - word.count).contains { start in
            word.indices.allSatisfy { lower(text[start + $0]) == word[$0] }
        }
    }

    private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    /// Where a text has any of the words, as ranges of its scalars.
    public func ranges(in text: String) -> [Range<Int>] {
        let scalars = Array(text.lowercased().unicodeScalars)
        // Some letters are longer in lower case; their places are not worth more code.
        guard scalars.count == text.unicodeScalars.count else { return [] }
        return words.flatMap { word -> [Range<Int>] in
            let sought = Array(word.unicodeScalars)
            guard sought.count <= scalars.count else { return [] }
            return (0...scalars.count - sought.count).filter { scalars[$0..<$0 + sought.count].elementsEqual(sought) }
                .map { $0..<$0 + sought.count }
        }
    }
}
