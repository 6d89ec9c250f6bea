/// A reason for a confirmation before a statement runs.
public struct StatementRisk: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// DELETE of all rows.
        case deleteWithoutWhere
        /// UPDATE of all rows.
        case updateWithoutWhere
        /// MERGE; its condition alone does not limit the changed rows.
        case merge
        /// DROP of any object.
        case drop
        /// TRUNCATE.
        case truncate
        /// ALTER that drops, empties or detaches a part.
        case alterDrop
        /// RENAME of a table: references to it break.
        case rename
        /// A lock that blocks other sessions from a table: LOCK TABLE, ALTER TABLE, CREATE INDEX, rewriting a table.
        case tableLock
        /// GRANT, REVOKE and other changes of privileges.
        case privileges
        /// Code whose effect the text does not show: DO, CALL, EXECUTE.
        case unknownCode
        /// Rows read from or written to a file or program on the server.
        case fileTransfer
        /// A query calls a function that changes stored data: `SELECT setval('s', 1)`.
        case functionWrites
        /// EXPLAIN ANALYZE executes a statement that writes or locks.
        case measured
        /// The statement ends a read-only mode.
        case readOnlyUndone
        /// The statement affects sessions, replication or the server itself.
        case server
    }

    public var kind: Kind
    /// The affected object as written; empty when it is unknown.
    public var target: String
    /// A description without a full stop: "DELETE without WHERE on orders".
    public var sentence: String

    public init(kind: Kind, target: String, sentence: String) {
        self.kind = kind
        self.target = target
        self.sentence = sentence
    }
}
