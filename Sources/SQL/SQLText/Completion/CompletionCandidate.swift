/// A possible completion.
public struct CompletionCandidate: Sendable, Hashable {
    /// Its kind, with the word for lists.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case keyword, schema, table, view, sequence, column, alias, function, type, database, role, command
        case commonTable = "common table"
        case joinCondition = "join condition"
    }

    /// The text to insert, quoted if necessary.
    public var text: String
    /// The text in a list.
    public var label: String
    public var kind: Kind
    /// Details: a column's type and table, a table's schema; may be empty.
    public var detail: String

    public init(text: String, label: String, kind: Kind, detail: String = "") {
        self.text = text
        self.label = label
        self.kind = kind
        self.detail = detail
    }
}
