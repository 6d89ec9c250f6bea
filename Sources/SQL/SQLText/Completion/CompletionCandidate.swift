/// Something that could stand where the cursor is.
public struct CompletionCandidate: Sendable, Hashable {
    /// What it is, in words as a list shows them.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case keyword, schema, table, view, sequence, column, alias, function, type, database, role, command
        case commonTable = "common table"
        case joinCondition = "join condition"
    }

    /// What is to be put in, in quotes if the name needs them.
    public var text: String
    /// What a list shows.
    public var label: String
    /// What it is.
    public var kind: Kind
    /// More about it: a column's type and table, a table's schema; may be empty.
    public var detail: String

    /// Sets every field.
    public init(text: String, label: String, kind: Kind, detail: String = "") {
        self.text = text
        self.label = label
        self.kind = kind
        self.detail = detail
    }
}
