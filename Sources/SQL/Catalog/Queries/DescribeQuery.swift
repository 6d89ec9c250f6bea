public import Failures
public import SQLWire

/// `\d NAME`: first a query for the matching relations, then queries about each.
public struct DescribeQuery: Sendable, Equatable {
    /// The maximum number of described relations.
    public static let limit = 20

    public let pattern: String
    /// Whether to show more details: `\d+`.
    public let isVerbose: Bool
    public let dialect: Dialect
    /// The first query. Pass its rows to `queries`.
    public let lookup: CatalogSection
    private let names: NamePattern

    init(_ pattern: String, isVerbose: Bool, _ dialect: Dialect) throws(Failure) {
        (self.pattern, self.isVerbose, self.dialect) = (pattern, isVerbose, dialect)
        names = try NamePattern(pattern, dialect)
        let sql: [UInt8]
        switch dialect {
        case .postgresql:
            let conditions = PostgreSQLCatalog.conditions(
                names, name: "c.relname", visible: "pg_catalog.pg_table_is_visible(c.oid)", showsSystem: true)
            let text: PostgreSQLText = """
                SELECT c.oid, n.nspname, c.relname, c.relkind, \
                pg_catalog.current_setting('server_version_num') FROM pg_catalog.pg_class c \
                JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE \(conditions) \
                ORDER BY n.nspname, c.relname LIMIT \(Self.limit + 1)
                """
            sql = text.bytes
        case .mysql:
            let conditions = MySQLCatalog.conditions(names, schema: "TABLE_SCHEMA", name: "TABLE_NAME")
            let text = MySQLText.bounded(
                """
                TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE FROM information_schema.TABLES WHERE \(conditions) \
                ORDER BY TABLE_SCHEMA, TABLE_NAME LIMIT \(Self.limit + 1)
                """)
            sql = text.bytes
        }
        lookup = CatalogSection(title: pattern, sql: sql, limit: Self.limit)
    }

    /// The queries about each found relation, at most 20.
    ///
    /// - Returns: A failure when there is none, in the words of the server's own client.
    public func queries(for rows: [[String?]]) -> Result<[CatalogQuery], Failure> {
        let found = rows.prefix(Self.limit).compactMap { row in
            dialect == .postgresql ? postgreSQL(row) : mySQL(row)
        }
        guard found.isEmpty else { return .success(found) }
        if let unlisted { return .success([unlisted]) }
        return .failure(
            Failure(
                .noInput, "Did not find any relation named \(pattern)",
                next: "\\d lists those of the search path, \\d *.* all"))
    }

    private func postgreSQL(_ row: [String?]) -> CatalogQuery? {
        guard row.count >= 4, let oid = row[0].flatMap({ UInt32($0) }), let schema = row[1], let name = row[2],
            let kind = row[3]
        else { return nil }
        return PostgreSQLRelation(
            oid: oid, schema: schema, name: name, kind: kind,
            version: row.count > 4 ? row[4].flatMap { Int($0) } ?? 0 : 0, isVerbose: isVerbose
        ).query
    }

    private func mySQL(_ row: [String?]) -> CatalogQuery? {
        guard row.count == 3, let schema = row[0], let name = row[1], let kind = row[2] else { return nil }
        return MySQLRelation(schema: schema, name: name, kind: kind, isVerbose: isVerbose).query
    }

    /// MySQL does not list temporary tables, but describes a named one.
    private var unlisted: CatalogQuery? {
        guard dialect == .mysql, case .exact(let name)? = names.name else { return nil }
        guard case .exact(let schema)? = names.schema else {
            return names.schema == nil ? MySQLRelation.unlisted(schema: nil, name: name) : nil
        }
        return MySQLRelation.unlisted(schema: schema, name: name)
    }
}
