import SQLWire

/// The effect of a statement, as far as its text shows; in doubt, the worse one.
public struct StatementEffect: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Defines, changes or drops objects of a schema or the server, so that known names become stale.
        case defines
        /// Writes rows or other stored data.
        case writes
        /// Begins, ends or divides a transaction.
        case transaction
        /// Changes a setting of the session or the server, or prepares a statement.
        case sets
        /// Reads.
        case reads
        /// Unknown from its text.
        case unknown
    }

    /// The effect on the transaction.
    public enum Transaction: String, Sendable, Hashable, CaseIterable {
        /// None that its text shows.
        case none
        /// Begins a transaction.
        case begins
        /// Ends a transaction by commit or rollback, and may begin the next; on MySQL definitions commit, too.
        case ends
    }

    /// The kind of effect; for `EXPLAIN ANALYZE`, that of the executed statement.
    public var kind: Kind
    /// Whether it may write, whatever its kind: also `WITH x AS (DELETE …) SELECT`, `SELECT setval(…)`, `CALL`.
    public var writes: Bool
    /// Whether it takes locks beyond its purpose, such as row locks: `SELECT … FOR UPDATE`.
    public var locks: Bool
    public var transaction: Transaction
    /// Whether MySQL commits an open transaction implicitly before it; never on PostgreSQL. Code run by CALL or EXECUTE
    /// is not examined.
    public var commitsImplicitly: Bool
    /// The reasons for a confirmation.
    public var risks: [StatementRisk]
    /// Its first word in lower case; empty when it begins with no word.
    public var verb: String
    /// Its range in the text, without surrounding spaces and comments.
    public var range: Range<Int>

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

    /// Whether it may change or lock anything when executed: then EXPLAIN ANALYZE needs a confirmation.
    public var isMoreThanReading: Bool { writes || locks || kind == .unknown || !risks.isEmpty }

    /// Whether it is a definition, after which known names may be stale.
    public var isDefinition: Bool { kind == .defines }

    /// The effects of the statements in a sent text.
    ///
    /// - Parameter rules: The lexical rules; `isSentText` is implied.
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
    /// Adds the effects for a server that skips `/*!99999 … */`: a condition in such a comment may not apply.
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
