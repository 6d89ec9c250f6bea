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
        guard let cluster = row.cluster else {
            return words.allSatisfy { row.id.name.lowercased().contains($0) }
        }
        return words.allSatisfy { word in
            cluster.name.lowercased().contains(word) || cluster.environment?.lowercased().contains(word) == true
                || cluster.region?.contains(word) == true || cluster.engine.rawValue.contains(word)
                || cluster.engine.displayName.lowercased().contains(word)
                || cluster.tags.contains { $0.lowercased().contains(word) }
        }
    }

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
