/// A line of the schema browser.
public struct BrowserLine: Sendable, Equatable {
    /// What stands in the line.
    public enum Kind: Sendable, Equatable {
        case database, otherDatabase, schema, tables, views, functions, sequences
        case table, partitioned, view, materializedView, foreignTable, sequence, function
        case columns, keys, indexes, column, key, index
        /// There are more names than were loaded.
        case more
        /// Something about the node above: it is empty, or could not be loaded.
        case remark
    }

    /// What stands in it.
    public var kind: Kind
    /// Steps from the left.
    public var depth: Int
    /// The name, or the words; the server's, unchecked.
    public var text: String
    /// What stands behind it: a type, a definition, `12,034 rows  1.2 MB`.
    public var detail: String
    /// Whether there can be something below.
    public var canOpen: Bool
    /// Whether it is open.
    public var isOpen: Bool
    /// Whether it waits for the server.
    public var isLoading: Bool
}
