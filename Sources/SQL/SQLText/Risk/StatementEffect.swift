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
    /// Whether it locks rows, or takes another lock that its statement is not about: `SELECT … FOR UPDATE`.
    public var locks: Bool
    /// What it does to the transaction.
    public var transaction: Transaction
    /// Whether MySQL commits an open transaction for it without being told to; never on PostgreSQL. What a CALL or
    /// an EXECUTE runs is not looked into.
    public var commitsImplicitly: Bool
    /// Reasons to ask before.
    public var risks: [StatementRisk]
    /// Its first word in lower case; empty when it begins with none.
    public var verb: String
    /// Its bytes in the text, without spaces and comments around it.
    public var range: Range<Int>

    /// Sets every field.
    public init(
        kind: Kind, writes: Bool, locks: Bool, transaction: Transaction, commitsImplicitly: Bool,
        risks: [StatementRisk], verb: String, range: Range<Int>
    ) {
        self.kind = kind
        self.locks = locks
        self.verb = verb
        self.commitsImplicitly = commitsImplicitly
        self.writes = writes
        self.transaction = transaction
        self.risks = risks
        self.range = range
    }

    /// Whether it changes or locks something when it is run, or may: what EXPLAIN ANALYZE must not run unasked.
    public var isMoreThanReading: Bool { writes || locks || kind == .unknown || !risks.isEmpty }

    /// Whether it defines, so that known names may be wrong after it.
    public var isDefinition: Bool { kind == .defines }

    /// The effects of the statements in a text that is sent to the server at once.
    ///
    /// - Parameter rules: How the text is read; that it is what the server reads is taken for granted.
    public static func all(in text: [UInt8], rules: LexRules) -> [StatementEffect] {
        var rules = rules
        rules.isSentText = true
        let tokens = SpokenTokens(text: text, rules: rules)
        return tokens.otherReadings.reduce(effects(tokens)) { $0.adding(effects($1)) }
    }

    private static func effects(_ tokens: SpokenTokens) -> [StatementEffect] {
        tokens.statements().map { StatementJudge(tokens: tokens, range: $0).effect }
    }
}

extension [StatementEffect] {
    /// With what the same text does to a server that passes over `/*!99999 … */`: a condition in there may not count.
    fileprivate func adding(_ others: [StatementEffect]) -> [StatementEffect] {
        var effects = self
        for other in others {
            guard
                let index = effects.lastIndex(where: { $0.range.lowerBound <= other.range.lowerBound })
                    ?? effects.indices.first
            else { return others }
            effects[index].writes = effects[index].writes || other.writes
            effects[index].locks = effects[index].locks || other.locks
            effects[index].commitsImplicitly = effects[index].commitsImplicitly || other.commitsImplicitly
            effects[index].risks += other.risks.filter { !effects[index].risks.contains($0) }
        }
        return effects
    }
}
