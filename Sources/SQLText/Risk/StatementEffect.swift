import SQLCore

/// What a statement would do, as far as its text tells; a doubt counts against it.
public struct StatementEffect: Sendable, Hashable {
    /// The kinds of effect; a statement has the first of these that holds.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// It defines, changes or drops what a schema holds: names are to be asked for again.
        case defines
        /// It writes rows.
        case writes
        /// It begins, ends or divides a transaction.
        case transaction
        /// It changes a setting of the session or the server.
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
        /// It ends one, for good or by rolling back, or ends one and begins the next; MySQL's definitions do, too.
        case ends
    }

    /// What it does.
    public var kind: Kind
    /// Whether it may write rows, also when it is another kind first: `EXPLAIN ANALYZE DELETE`, `WITH … INSERT`.
    public var writes: Bool
    /// What it does to the transaction.
    public var transaction: Transaction
    /// Reasons to ask before.
    public var risks: [StatementRisk]
    /// Its bytes in the text, without spaces and comments around it.
    public var range: Range<Int>

    /// The effects of the statements in a text that is sent to the server at once.
    public static func all(in text: [UInt8], rules: LexRules) -> [StatementEffect] {
        []
    }
}
