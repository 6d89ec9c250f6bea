import SQLWire

/// The names that are in scope at a cursor, from the text and the known names of the database.
struct QueryScope {
    let reader: QueryReader
    let names: SchemaNames
    /// The enclosing queries, the innermost first.
    let blocks: [QueryBlock]
    /// The sources of the innermost query, followed by those of the enclosing ones.
    private(set) var sources: [TableSource]
    /// How many of them belong to the innermost query.
    private(set) var ownCount: Int
    /// The missing names.
    private(set) var needs: [SchemaNeed] = []
    /// The remaining number of sources to examine: queries can refer to themselves.
    private var budget = 1000

    init(reader: QueryReader, names: SchemaNames, cursor: Int) {
        self.reader = reader
        self.names = names
        blocks = reader.blocks(at: cursor)
        sources = []
        ownCount = 0
        for (index, block) in blocks.enumerated() {
            let branch = Self.withoutTarget(reader.branch(of: block, at: cursor), of: block, cursor, reader.tokens)
            sources += reader.sources(in: branch, depth: block.depth)
            if index == 0 { ownCount = sources.count }
        }
    }

    /// The sources of an inserted query, without the target table.
    private static func withoutTarget(
        _ branch: Range<Int>, of block: QueryBlock, _ cursor: Int, _ tokens: SpokenTokens
    ) -> Range<Int> {
        guard tokens.isWord(block.verb, "insert") || tokens.isWord(block.verb, "replace") else { return branch }
        func first(_ words: Set<String>, in range: Range<Int>) -> Int? {
            range.first { tokens.depths[$0] == block.depth && words.contains(tokens.word($0)) }
        }
        guard let select = first(["select"], in: branch), select < cursor,
            first(["returning", "conflict", "duplicate"], in: select..<min(cursor, branch.upperBound)) == nil
        else { return branch }
        return select..<branch.upperBound
    }

    var ownSources: ArraySlice<TableSource> { sources[..<ownCount] }
    var commonTables: [CommonTable] { blocks.flatMap(\.commonTables) }

    mutating func need(_ need: SchemaNeed) {
        if !needs.contains(need) { needs.append(need) }
    }

    /// The columns of a source; nil when they are unknown, which adds a need.
    mutating func columns(of source: TableSource, level: Int = 4) -> [SchemaColumn]? {
        budget -= 1
        guard level > 0, budget > 0 else { return nil }
        if let columns = source.columns { return expanded(columns, from: source.index, level: level) }
        guard let name = source.name else { return nil }
        if source.schema == nil, let table = commonTables.first(where: { $0.name == name }) {
            return columns(of: table, level: level - 1)
        }
        guard let relation = resolve(name, schema: source.schema) else { return nil }
        if let columns = names.columns[relation] { return columns }
        need(.columns(relation))
        return nil
    }

    private mutating func columns(of table: CommonTable, level: Int) -> [SchemaColumn]? {
        let listed = SelectList(reader: reader, level: 4).names(table.body)
        let own = listed.flatMap { expanded($0, from: table.body.lowerBound, level: level) }
        guard !table.columns.isEmpty else { return own }
        return table.columns.map { SchemaColumn(name: $0, type: "") }
    }

    /// The columns, with every `*` replaced by the columns of its tables.
    private mutating func expanded(_ columns: [SchemaColumn], from index: Int, level: Int) -> [SchemaColumn] {
        guard columns.contains(where: { $0.name == "*" }), level > 0 else { return columns.filter { $0.name != "*" } }
        // The sources of the subquery.
        let start = reader.tokens.kind(index) == .openParenthesis ? index + 1 : index
        let end = reader.tokens.endOfGroup(around: start, limit: reader.tokens.count)
        let block = reader.block(
            start..<max(start, end), depth: start < reader.tokens.count ? reader.tokens.depths[start] : 0)
        let inner = reader.sources(in: reader.branch(of: block, at: block.verb), depth: block.depth)
        var all: [SchemaColumn] = []
        for column in columns {
            guard column.name == "*" else {
                all.append(column)
                continue
            }
            for source in inner where column.type.isEmpty || source.label == column.type {
                // A recursive query is followed only to a limited depth.
                all += self.columns(of: source, level: level - 1) ?? []
                if all.count > 5000 { return all }
            }
        }
        return all
    }

    /// The relation that a name refers to; nil when it is unknown, which adds a need.
    mutating func resolve(_ name: String, schema: String?) -> RelationName? {
        if let schema { return RelationName(schema: schema, name: name) }
        guard !names.searchPath.isEmpty else {
            need(.searchPath)
            return nil
        }
        var path = names.searchPath
        if reader.tokens.dialect == .postgresql, name.hasPrefix("pg_"), !path.contains("pg_catalog") {
            path.insert("pg_catalog", at: 0)
        }
        for schema in path {
            let relation = RelationName(schema: schema, name: name)
            if names.columns[relation] != nil { return relation }
            if names.relations[schema]?.contains(where: { $0.name == name }) == true { return relation }
        }
        for schema in path { need(.relations(schema: schema, prefix: name)) }
        return nil
    }

    /// The source with the qualifier `label`.
    func source(labelled label: String) -> TableSource? {
        let isFolded = reader.tokens.dialect == .mysql
        return sources.first { $0.label == label }
            ?? (isFolded ? sources.first { $0.label?.lowercased() == label.lowercased() } : nil)
    }
}
