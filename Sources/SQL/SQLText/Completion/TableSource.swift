import SQLWire

/// A source whose columns a query can name.
struct TableSource {
    /// The alias, if there is one.
    var alias: String?
    /// The schema as written before the name.
    var schema: String?
    /// The name of the relation or common table; nil for a subquery.
    var name: String?
    /// The columns, if the text determines them.
    var columns: [SchemaColumn]?
    /// The index of its first token.
    var index: Int

    /// The qualifier before the dot.
    var label: String? { alias ?? name }
}

/// A query that contains the cursor, or a statement.
struct QueryBlock {
    var range: Range<Int>
    /// The number of enclosing parentheses.
    var depth: Int
    /// The index of the query's own verb, after WITH.
    var verb: Int
    /// The common tables of its WITH.
    var commonTables: [CommonTable]
}

/// A named query in WITH.
struct CommonTable {
    var name: String
    var columns: [String]
    var body: Range<Int>
}
