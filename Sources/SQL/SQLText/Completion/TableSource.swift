import SQLCore

/// Something whose columns a query can name.
struct TableSource {
    /// What the columns are called by, if it is not the name.
    var alias: String?
    /// The schema that was written before the name.
    var schema: String?
    /// The relation's or common table's name; `nil` for a subquery.
    var name: String?
    /// The columns, where the text tells them.
    var columns: [SchemaColumn]?
    /// Where it begins.
    var index: Int

    /// What stands before the dot.
    var label: String? { alias ?? name }
}

/// A query that a cursor is in, or a statement.
struct QueryBlock {
    /// All its tokens.
    var range: Range<Int>
    /// How many parentheses are around it.
    var depth: Int
    /// Where the query's own verb stands, behind WITH.
    var verb: Int
    /// What its WITH names.
    var commonTables: [CommonTable]
}

/// A query with a name, in WITH.
struct CommonTable {
    var name: String
    var columns: [String]
    var body: Range<Int>
}
