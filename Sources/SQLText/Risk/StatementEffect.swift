import SQLCore

/// What a statement would do, as far as its text tells; a doubt counts against it.
public struct StatementEffect: Sendable, Hashable {
    /// The kinds of effect.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// It defines, changes or drops what a schema or the server holds: names are to be asked for again.
        case defines
        /// It writes rows, or what is stored otherwise.
        case writes
        /// It begins, ends or divides a transaction.
        case transaction
        /// It changes a setting of the session or the server, or prepares a statement.
        case sets
        /// It reads.
        case reads
        /// Its text does not tell.
        case unknown
    }

    /// What it does to the transaction.
    public enum Transaction: String, Sendable, Hashable, CaseIterable {
        /// Nothing that its text tells.
        case none
        /// It begins one.
        case begins
        /// It ends one: it commits or rolls back, and may begin the next; on MySQL definitions commit, too.
        case ends
    }

    /// What it does; of an `EXPLAIN ANALYZE`, what the statement does that it runs.
    public var kind: Kind
    /// Whether it may write, whatever its kind: also `WITH x AS (DELETE …) SELECT`, `SELECT setval(…)`, `CALL`.
    public var writes: Bool
    /// What it does to the transaction.
    public var transaction: Transaction
    /// Reasons to ask before.
    public var risks: [StatementRisk]
    /// Its bytes in the text, without spaces and comments around it.
    public var range: Range<Int>

    /// Sets every field.
    public init(kind: Kind, writes: Bool, transaction: Transaction, risks: [StatementRisk], range: Range<Int>) {
        self.kind = kind
        self.writes = writes
        self.transaction = transaction
        self.risks = risks
        self.range = range
    }

    /// Whether it defines, so that known names may be wrong after it.
    public var isDefinition: Bool { kind == .defines }

    /// The effects of the statements in a text that is sent to the server at once.
    ///
    /// - Parameter rules: How the text is read; that it is what the server reads is taken for granted.
    public static func all(in text: [UInt8], rules: LexRules) -> [StatementEffect] {
        var rules = rules
        rules.isSentText = true
        let tokens = SpokenTokens(text: text, rules: rules)
        return tokens.statements().map { StatementJudge(tokens: tokens, range: $0).effect }
    }
}
