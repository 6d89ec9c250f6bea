import Endpoints
import Profiles
import ScreenKit

/// The filter of the table: words, all of which a cluster must match.
///
/// In a name or a tag a word matches anywhere; in all other facts, including the visible columns, only at the beginning
/// of a word. So `stg` does not match `postgresql`.
public struct RowFilter: Sendable, Equatable {
    /// In lower case.
    public let words: [String]
    private let bytes: [[UInt8]]
    /// For each word, the token states that begin with it.
    private let phases: [[TokenState.Phase]]
    /// For each environment, which words match; there are few environments, and computing their labels takes time.
    private var environments: [String: [Bool]] = [:]

    /// A filter from typed text; blanks separate words.
    public init(_ text: String) {
        let words = text.lowercased().split(separator: " ").map(String.init)
        self.words = words
        bytes = words.map { Array($0.utf8) }
        phases = words.map { word in TokenState.Phase.allCases.filter { $0.rawValue.hasPrefix(word) } }
    }

    /// Whether it matches everything.
    public var isEmpty: Bool { words.isEmpty }

    /// Whether the passage of time may change its matches.
    var dependsOnTime: Bool { phases.contains { !$0.isEmpty } }

    /// The indices of the rows that match all words.
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

    /// The parts of a text that match a word, as ranges of its scalars.
    ///
    /// - Parameter isName: Whether words match anywhere in it.
    func ranges(in text: String, isName: Bool) -> [Range<Int>] {
        words.flatMap { WordSearch.ranges(of: $0, in: text, isName ? .anywhere : .atStarts) }
    }
}
