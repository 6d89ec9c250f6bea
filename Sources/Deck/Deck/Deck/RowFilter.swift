import Endpoints
import Profiles
import ScreenKit

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
    /// Which words an environment has; there are few of them, and their labels take time.
    private var environments: [String: [Bool]] = [:]

    /// A filter of what was typed; blanks divide words.
    public init(_ text: String) {
        let words = text.lowercased().split(separator: " ").map(String.init)
        self.words = words
        bytes = words.map { Array($0.utf8) }
        phases = words.map { word in TokenState.Phase.allCases.filter { $0.rawValue.hasPrefix(word) } }
    }

    /// Whether it lets everything pass.
    public var isEmpty: Bool { words.isEmpty }

    /// Whether the time that passes may change what it lets pass.
    var dependsOnTime: Bool { phases.contains { !$0.isEmpty } }

    /// The rows that have all words, as indices.
    mutating func places(in rows: [ClusterRow], at now: Moment) -> [Int] {
        var found: [Int] = []
        for index in rows.indices {
            var hasAll = true
            for word in bytes.indices where hasAll { hasAll = has(word, rows[index], now) }
            if hasAll { found.append(index) }
        }
        return found
    }

    private mutating func has(_ index: Int, _ row: ClusterRow, _ now: Moment) -> Bool {
        let word = bytes[index]
        if WordSearch.has(word, in: row.id.name, .anywhere) { return true }
        guard let cluster = row.cluster else { return "broken".hasPrefix(words[index]) }
        func starts(_ text: String?) -> Bool { text.map { WordSearch.has(word, in: $0, .atStarts) } ?? false }
        return cluster.tags.contains { WordSearch.has(word, in: $0, .anywhere) }
            || cluster.environment.map { has(index, environment: $0) } ?? false
            || starts(row.engine) || starts(cluster.engine.rawValue) || starts(cluster.region) || starts(cluster.user)
            || starts(row.role) || starts(cluster.note) || WordSearch.has(word, inHost: cluster.endpoint.host)
            || !phases[index].isEmpty && phases[index].contains(row.token.phase(at: now))
    }

    private mutating func has(_ index: Int, environment: String) -> Bool {
        if let known = environments[environment] { return known[index] }
        let label = Environment.label(environment)
        let answers = bytes.map { word in
            WordSearch.has(word, in: environment, .atStarts) || WordSearch.has(word, in: label, .atStarts)
        }
        environments[environment] = answers
        return answers[index]
    }

    /// Where a text has any of the words, as ranges of its scalars.
    ///
    /// - Parameter isName: Whether the words may stand anywhere in it.
    func ranges(in text: String, isName: Bool) -> [Range<Int>] {
        words.flatMap { WordSearch.ranges(of: $0, in: text, isName ? .anywhere : .atStarts) }
    }
}
