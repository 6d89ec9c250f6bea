/// A line of the schema browser.
public struct BrowserLine: Sendable, Equatable, Identifiable {
    /// The kind of a line.
    public enum Kind: Sendable, Hashable {
        case database
        /// A database that needs another session.
        case otherDatabase
        /// A schema. On MySQL a database, which is at the top level.
        case schema
        /// Headings in a schema.
        case tables, views, functions, sequences
        case table, partitioned, view, materializedView, foreignTable, sequence, function
        /// Headings in a relation.
        case columns, keys, indexes
        case column, key, index
        /// The server has more names than were loaded.
        case more
        /// A remark about the node above: it is empty, or could not be loaded.
        case remark
    }

    /// Constant for a node until it is loaded again.
    public let id: Int
    public let kind: Kind
    /// The level of indentation.
    public let depth: Int
    /// The name or the remark; text of the server, not made harmless.
    public let text: String
    /// The detail after it: a type, a definition, `12,034 rows, 1.2 MB`; text of the server, not made harmless.
    public let detail: String
    /// Whether the node can have children.
    public let canOpen: Bool
    public let isOpen: Bool
    /// Whether the node waits for the server.
    public let isLoading: Bool
}
