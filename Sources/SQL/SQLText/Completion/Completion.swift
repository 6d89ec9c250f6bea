public import SQLCore

/// Answers what could stand at a cursor.
public struct Completion: Sendable {
    /// No answer has more candidates.
    public static let limit = 200
    /// psql's commands that people type by habit.
    public static let knownCommands = [
        "\\?", "\\c", "\\conninfo", "\\copy", "\\d", "\\d+", "\\db", "\\df", "\\di", "\\dm", "\\dn", "\\dp", "\\ds",
        "\\dt", "\\dt+", "\\du", "\\dv", "\\dx", "\\e", "\\echo", "\\encoding", "\\g", "\\gx", "\\gset", "\\gexec",
        "\\gdesc", "\\i", "\\ir", "\\l", "\\l+", "\\o", "\\p", "\\password", "\\pset", "\\q", "\\r", "\\s", "\\set",
        "\\sf", "\\sv", "\\timing", "\\unset", "\\watch", "\\x", "\\z",
    ]

    /// How the text is read.
    public let rules: LexRules
    /// The client's own commands, with their backslash.
    public let commands: [String]

    /// Completion in a text that is read by `rules`.
    ///
    /// - Parameter commands: The client's own commands, with their backslash.
    public init(rules: LexRules, commands: [String] = Completion.knownCommands) {
        self.rules = rules
        self.commands = commands
    }

    /// What could stand before byte `cursor` of `text`.
    ///
    /// - Parameters:
    ///   - text: The editor's text, or at least the statement that the cursor is in.
    ///   - names: What is known of the database.
    ///   - uses: How often a name was used lately, as `uses(in:)` counts it; what was used more comes earlier among
    ///     what matches as well.
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

    /// How often each name and keyword stands in a text, by its own spelling: what was run lately can be counted so.
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
