import SQLText
import SQLWire

/// Objects that statements have created in this session only, as far as their text shows.
struct SessionBelongings: Sendable, Equatable {
    private var kinds: Set<Kind> = []

    private enum Kind: String, CaseIterable {
        case temporaryTables = "temporary tables"
        case preparedStatements = "prepared statements"
        case tableLocks = "table locks"
        case userLocks = "user-level locks"
        case userVariables = "user variables"
        case listening = "LISTEN"
        case cursors = "cursors"
    }

    var isEmpty: Bool { kinds.isEmpty }
    /// Whether the session blocks others; closing it ends that.
    var hasLocks: Bool { kinds.contains(.tableLocks) || kinds.contains(.userLocks) }
    /// All of it, separated by commas.
    var words: String { Kind.allCases.filter(kinds.contains).map(\.rawValue).joined(separator: ", ") }

    /// Records a successful statement.
    mutating func take(_ statement: [UInt8], rules: LexRules) {
        guard statement.count <= 1 << 16 else { return }
        let tokens = SQLLexer(rules: rules).lex(statement).filter { $0.kind != .whitespace }
        let words = tokens.map { token -> String in
            switch token.kind {
            case .keyword, .identifier, .parameter, .operator:
                String(decoding: statement[token.range], as: UTF8.self).lowercased()
            default: ""
            }
        }
        let (first, second) = (words.first ?? "", words.dropFirst().first ?? "")
        switch (first, second) {
        case ("create", "temp"), ("create", "temporary"): kinds.insert(.temporaryTables)
        case ("prepare", _) where second != "transaction": kinds.insert(.preparedStatements)
        case ("lock", "tables"), ("lock", "table"):
            // PostgreSQL's table locks end with the transaction.
            if rules.dialect == .mysql { kinds.insert(.tableLocks) }
        case ("unlock", _): kinds.remove(.tableLocks)
        case ("listen", _): kinds.insert(.listening)
        case ("unlisten", _): kinds.remove(.listening)
        case ("declare", _): if words.contains("hold") { kinds.insert(.cursors) }
        case ("discard", "all"): kinds = []
        default: break
        }
        if words.contains(where: { $0 == "get_lock" || $0.hasPrefix("pg_advisory_lock") }) { kinds.insert(.userLocks) }
        let locksEnded: Set<String> = [
            "release_lock", "release_all_locks", "pg_advisory_unlock", "pg_advisory_unlock_all",
        ]
        if !locksEnded.isDisjoint(with: words) { kinds.remove(.userLocks) }
        if rules.dialect == .mysql, first == "set" || words.contains(":="),
            words.contains(where: { $0.hasPrefix("@") && !$0.hasPrefix("@@") })
        {
            kinds.insert(.userVariables)
        }
    }
}
