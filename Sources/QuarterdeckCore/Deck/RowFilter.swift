/// What the table is narrowed down to: words, each of which a cluster has to have somewhere.
///
/// In a name or a tag a word may stand anywhere; in everything else that is known of a cluster, what its columns show
/// included, at the beginning of a word. So `stg` is no part of `postgresql`.
public struct RowFilter: Sendable, Equatable {
    /// In lower case.
    public let words: [String]
    private let bytes: [[UInt8]]
    /// States of tokens that a word is the beginning of, word by word.
    private let phases: [[TokenState.Phase]]

    /// A filter of what was typed; blanks divide words.
    public init(_ text: String) {
        let words = text.lowercased().split(separator: " ").map(String.init)
        self.words = words
        bytes = words.map { Array($0.utf8) }
        phases = words.map { word in TokenState.Phase.allCases.filter { $0.rawValue.hasPrefix(word) } }
    }

    /// Whether it lets everything pass.
    public var isEmpty: Bool { words.isEmpty }

    /// Whether a row has all words.
    func matches(_ row: ClusterRow, _ text: RowText, at now: Moment) -> Bool {
        bytes.indices.allSatisfy { index in
            text.has(bytes[index])
                || !phases[index].isEmpty && row.cluster != nil
                    && phases[index].contains(row.token.phase(at: now))
        }
    }

    /// Whether the time that passes may change what it lets pass.
    var dependsOnTime: Bool { phases.contains { !$0.isEmpty } }

    /// Where a text has any of the words, as ranges of its scalars.
    ///
    /// - Parameter isName: Whether the words may stand anywhere in it.
    func ranges(in text: String, isName: Bool) -> [Range<Int>] {
        let scalars = Array(text.lowercased().unicodeScalars)
        // Some letters are longer in lower case; their places are not worth more code.
        guard scalars.count == text.unicodeScalars.count else { return [] }
        func isStart(_ place: Int) -> Bool {
            place == 0
                || !scalars[place - 1].properties.isAlphabetic && scalars[place - 1].properties.numericType == nil
                || !RowText.isLetter(UInt8(truncatingIfNeeded: min(0xFF, scalars[place].value)))
        }
        return words.flatMap { word -> [Range<Int>] in
            let sought = Array(word.unicodeScalars)
            guard sought.count <= scalars.count else { return [] }
            return (0...scalars.count - sought.count)
                .filter { (isName || isStart($0)) && scalars[$0..<$0 + sought.count].elementsEqual(sought) }
                .map { $0..<$0 + sought.count }
        }
    }
}
