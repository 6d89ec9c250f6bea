/// A line of the schema browser.
public struct BrowserLine: Sendable, Equatable, Identifiable {
    /// What stands in the line.
    public enum Kind: Sendable, Hashable {
        case database
        /// One that takes another session to look into.
        case otherDatabase
        /// A schema; on MySQL a database, which are the top of the tree there.
        case schema
        /// Headings in a schema.
        case tables, views, functions, sequences
        case table, partitioned, view, materializedView, foreignTable, sequence, function
        /// Headings in a relation.
        case columns, keys, indexes
        case column, key, index
        /// There are more names than were loaded.
        case more
        /// Something about the node above: it is empty, or could not be loaded.
        case remark
    }

    /// The same for the same thing as long as it is not loaded again.
    public let id: Int
    /// What stands in it.
    public let kind: Kind
    /// Steps from the left.
    public let depth: Int
    /// The name, or the words; the server's, unchecked.
    public let text: String
    /// What stands behind it: a type, a definition, `12,034 rows, 1.2 MB`; the server's, unchecked.
    public let detail: String
    /// Whether there can be something below.
    public let canOpen: Bool
    /// Whether it is open.
    public let isOpen: Bool
    /// Whether it waits for the server.
    public let isLoading: Bool
}
