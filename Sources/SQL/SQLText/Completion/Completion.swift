public import SQLWire

/// Computes completions at a cursor.
public struct Completion: Sendable {
    /// The maximum number of candidates.
    public static let limit = 200
    /// psql's commands that users type by habit.
    public static let knownCommands = [
        "\\?", "\\c", "\\conninfo", "\\copy", "\\d", "\\d+", "\\db", "\\df", "\\di", "\\dm", "\\dn", "\\dp", "\\ds",
        "\\dt", "\\dt+", "\\du", "\\dv", "\\dx", "\\e", "\\echo", "\\encoding", "\\g", "\\gx", "\\gset", "\\gexec",
        "\\gdesc", "\\i", "\\ir", "\\l", "\\l+", "\\o", "\\p", "\\password", "\\pset", "\\q", "\\r", "\\s", "\\set",
        "\\sf", "\\sv", "\\timing", "\\unset", "\\watch", "\\x", "\\z",
    ]

    public let rules: LexRules
    /// The client's own commands, with their backslash.
    public let commands: [String]

    /// Creates a completion for texts with the lexical rules `rules`.
    ///
    /// - Parameter commands: The client's own commands, with their backslash.
    public init(rules: LexRules, commands: [String] = Completion.knownCommands) {
        self.rules = rules
        self.commands = commands
    }

    /// The completions before byte `cursor` of `text`.
    ///
    /// - Parameters:
    ///   - text: The editor's text, or at least the statement at the cursor.
    ///   - names: The known names of the database.
    ///   - uses: The number of recent uses of each name, from `uses(in:)`; among equally good matches, more used names
    ///     come first.
    public func answer(
        text: [UInt8], cursor: Int, names: SchemaNames, uses: [String: Int] = [:]
    ) -> CompletionAnswer {
        let cursor = max(0, min(cursor, text.count))
        if let command = CommandPlace(text: text, cursor: cursor, rules: rules) {
            return command.answer(commands: commands, names: names, uses: uses, dialect: rules.dialect)
        }
        let around = CompletionText(text: text, cursor: cursor, rules: rules)
        guard !around.isDead else {
            return CompletionAnswer(replaced: cursor..<cursor, candidates: [], needs: [])
        }
        let scope = QueryScope(reader: QueryReader(tokens: around.tokens), names: names, cursor: around.cursor)
        var place = PlaceReader(tokens: around.tokens, cursor: around.cursor, scope: scope).place
        if around.isBehindBlankLine { place.keywords += Phrases.statement(rules.dialect) }
        var writer = CandidateWriter(
            dialect: rules.dialect, isQuoted: around.isQuoted,
            hasUpperKeywords: around.hasUpperKeywords, isCalled: around.isCalled, typed: around.typed, scope: scope,
            uses: uses)
        writer.write(place, cursor: around.cursor)
        return CompletionAnswer(
            replaced: around.replaced, candidates: writer.pool.candidates, needs: writer.scope.needs)
    }

    /// The number of occurrences of each name and keyword in a text, in its own spelling, for counting recent uses.
    public func uses(in text: [UInt8]) -> [String: Int] {
        SQLLexer(rules: rules).lex(text).reduce(into: [:]) { uses, token in
            switch token.kind {
            case .identifier, .quotedIdentifier, .keyword:
                uses[Identifier.unquoted(text[token.range], rules.dialect), default: 0] += 1
            default: break
            }
        }
    }
}
