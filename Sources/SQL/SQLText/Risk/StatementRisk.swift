/// A reason to ask before a statement is run.
public struct StatementRisk: Sendable, Hashable {
    /// What could be regretted.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// DELETE of all rows.
        case deleteWithoutWhere
        /// UPDATE of all rows.
        case updateWithoutWhere
        /// MERGE, whose reach its condition alone does not tell.
        case merge
        /// DROP of anything.
        case drop
        /// TRUNCATE.
        case truncate
        /// ALTER that drops a part, or empties or takes one out.
        case alterDrop
        /// RENAME of a table: what names it no longer finds it.
        case rename
        /// A lock that keeps others out of a table: LOCK TABLE, ALTER TABLE, CREATE INDEX, what rewrites a table.
        case tableLock
        /// GRANT, REVOKE and what else changes who may do what.
        case privileges
        /// Code whose effect its text does not tell: DO, CALL, EXECUTE.
        case unknownCode
        /// Rows that are read from a file or program, or written to one on the server.
        case fileTransfer
        /// A query calls a function that changes what is stored: `SELECT setval('s', 1)`.
        case functionWrites
        /// EXPLAIN ANALYZE runs a statement that writes or locks.
        case measured
        /// Read-only is to be undone.
        case readOnlyUndone
        /// Sessions, replication or the server itself are to be touched.
        case server
    }

    /// What could be regretted.
    public var kind: Kind
    /// What it would happen to, as written; empty when that cannot be told.
    public var target: String
    /// For a person, without a full stop: "DELETE without WHERE on orders".
    public var sentence: String

    /// Sets every field.
    public init(kind: Kind, target: String, sentence: String) {
        self.kind = kind
        self.target = target
        self.sentence = sentence
    }
}
