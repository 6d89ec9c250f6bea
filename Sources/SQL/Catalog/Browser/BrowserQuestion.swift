import SQLWire

/// The queries of the schema browser. Every row begins with a name and its detail. Rows of relations and functions
/// continue with the OID, rows of relations with PostgreSQL's counts of rows and pages.
struct BrowserQuestion {
    let dialect: Dialect

    /// The maximum number of names in a list without pages.
    static let listLimit = 5_000

    private var limit: Int { Self.listLimit + 1 }

    /// Whether a node's children are loaded in pages.
    static func isPaged(_ kind: BrowserLine.Kind) -> Bool {
        switch kind {
        case .tables, .views, .sequences: true
        default: false
        }
    }

    /// The query for the next page of a node's children.
    func children(of node: BrowserNode, in nodes: [BrowserNode]) -> [UInt8] {
        if Self.isPaged(node.kind) { return names(in: node, after: node.pageEnd, with: nil) }
        switch dialect {
        case .postgresql: return postgreSQL(node, relation(of: node, in: nodes)).bytes
        case .mysql: return mySQL(node, relation(of: node, in: nodes)).bytes
        }
    }

    /// The query for names below a node that contain a text.
    func matches(_ text: String, in node: BrowserNode) -> [UInt8]? {
        Self.isPaged(node.kind) ? names(in: node, after: nil, with: text) : nil
    }

    /// The kind of a row of children.
    static func kind(of row: [String?], below parent: BrowserLine.Kind, _ dialect: Dialect) -> BrowserLine.Kind {
        let detail = row.count > 1 ? row[1] ?? "" : ""
        switch parent {
        case .database: return dialect == .postgresql && detail == "database" ? .otherDatabase : .schema
        case .columns: return .column
        case .keys: return .key
        case .indexes: return .index
        case .functions: return .function
        default:
            switch SchemaRelation.Kind(catalogue: detail) {
            case .table: return .table
            case .partitioned: return .partitioned
            case .view: return .view
            case .materializedView: return .materializedView
            case .foreignTable: return .foreignTable
            case .sequence: return .sequence
            }
        }
    }

    /// Whether a kind belongs below a heading.
    static func isKind(_ kind: BrowserLine.Kind, of heading: BrowserLine.Kind) -> Bool {
        let isView = kind == .view || kind == .materializedView
        switch heading {
        case .tables: return !isView
        case .views: return isView
        default: return true
        }
    }

    /// The query that describes a relation or function.
    ///
    /// - Parameter version: The server's version, `15.4`, if it is known.
    func description(of node: BrowserNode, version: String?) -> CatalogQuery? {
        switch dialect {
        case .postgresql where node.kind == .function:
            let sql: PostgreSQLText = """
                SELECT CASE WHEN p.prokind = 'a' THEN NULL ELSE pg_catalog.pg_get_functiondef(p.oid) END \
                AS "Definition" FROM pg_catalog.pg_proc p WHERE p.oid = \(Int(node.oid))
                """
            return PostgreSQLCatalog.list("Function \(node.text)", sql, limit: 1)
        case .postgresql:
            return PostgreSQLRelation(
                oid: node.oid, schema: node.schema, name: node.text, kind: node.catalogueKind,
                version: (version?.split(separator: ".").first.flatMap { Int($0) } ?? 0) * 10_000
            ).query
        case .mysql where node.kind == .function:
            let kind: MySQLText = node.detail.hasPrefix("procedure") ? "PROCEDURE" : "FUNCTION"
            let sql: MySQLText = "SHOW CREATE \(kind) \(name: node.schema).\(name: node.text)"
            return CatalogQuery(
                title: "Function \(node.text)",
                sections: [CatalogSection(title: "Definition", sql: sql.bytes, limit: nil, isRecord: true)])
        case .mysql:
            return MySQLRelation(schema: node.schema, name: node.text, kind: node.catalogueKind).query
        }
    }

    /// The query for the sizes of MySQL tables: schema, name, rows, bytes. It names each table, so the server opens
    /// only those.
    func sizes(_ tables: [BrowserNode]) -> [UInt8] {
        let parts = tables.map { table in
            """
            (SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_ROWS, DATA_LENGTH + INDEX_LENGTH FROM information_schema.TABLES \
            WHERE TABLE_SCHEMA = \(table.schema) AND TABLE_NAME = \(table.text))
            """ as MySQLText
        }
        return parts.joined(separator: " UNION ALL ").bytes
    }

    private func relation(of node: BrowserNode, in nodes: [BrowserNode]) -> BrowserNode {
        node.parent.map { nodes[$0] } ?? node
    }

    private func names(in node: BrowserNode, after: String?, with text: String?) -> [UInt8] {
        switch dialect {
        case .postgresql:
            let kinds = node.kind == .tables ? "rpf" : node.kind == .views ? "vm" : "S"
            let start: PostgreSQLText = after.map { " AND c.relname > \($0)" } ?? ""
            let part: PostgreSQLText =
                text.map {
                    " AND pg_catalog.strpos(pg_catalog.lower(c.relname::pg_catalog.text), \($0.lowercased())) > 0"
                } ?? ""
            let sql: PostgreSQLText = """
                SELECT c.relname, c.relkind, c.oid, c.reltuples, c.relpages FROM pg_catalog.pg_class c \
                WHERE c.relnamespace = (SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname = \(node.schema)) \
                AND c.relkind = ANY (\(letters: kinds))\(start)\(part) ORDER BY c.relname LIMIT \(SchemaBrowser.pageSize + 1)
                """
            return sql.bytes
        case .mysql:
            // Compared as bytes: otherwise names that differ only in case could be lost between two pages.
            let start: MySQLText = after.map { " AND CAST(TABLE_NAME AS BINARY) > \($0)" } ?? ""
            let part: MySQLText =
                text.map { " AND TABLE_NAME LIKE \("%" + CatalogLookup.escaped($0) + "%") ESCAPE '|'" } ?? ""
            let names: MySQLText = "TABLE_SCHEMA = \(node.schema)\(start)\(part)"
            // This loads a page of all names and drops the views here: to select only tables, the server would have to
            // open all of them. For the few views it has to.
            let kinds: MySQLText =
                node.kind == .tables
                ? MySQLCatalog.isAmongFirst(SchemaBrowser.pageSize + 1, names)
                : "TABLE_TYPE IN ('VIEW', 'SYSTEM VIEW')"
            return MySQLText.bounded(
                """
                TABLE_NAME, TABLE_TYPE FROM information_schema.TABLES WHERE \(names) AND \(kinds) \
                ORDER BY CAST(TABLE_NAME AS BINARY) LIMIT \(SchemaBrowser.pageSize + 1)
                """
            ).bytes
        }
    }

    private func postgreSQL(_ node: BrowserNode, _ relation: BrowserNode) -> PostgreSQLText {
        let oid = Int(relation.oid)
        switch node.kind {
        case .database:
            // The user's own schemas, then the server's, then databases that need another session.
            return """
                SELECT o.name, o.kind FROM (SELECT n.nspname AS name, NULL AS kind, CASE WHEN n.nspname ~ '^pg_' \
                OR n.nspname = 'information_schema' THEN 1 ELSE 0 END AS place FROM pg_catalog.pg_namespace n \
                WHERE n.nspname !~ '^pg_(toast|temp)' UNION ALL SELECT d.datname, 'database', 2 \
                FROM pg_catalog.pg_database d WHERE d.datallowconn AND d.datname <> pg_catalog.current_database()) \
                AS o ORDER BY o.place, o.name LIMIT \(limit)
                """
        case .functions:
            return """
                SELECT p.proname, pg_catalog.concat('(', pg_catalog.pg_get_function_identity_arguments(p.oid), ') ', \
                pg_catalog.pg_get_function_result(p.oid)), p.oid FROM pg_catalog.pg_proc p \
                WHERE p.pronamespace = (SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname = \(node.schema)) \
                ORDER BY p.proname, p.oid LIMIT \(limit)
                """
        case .keys:
            return """
                SELECT r.conname, pg_catalog.pg_get_constraintdef(r.oid, true) FROM pg_catalog.pg_constraint r \
                WHERE r.conrelid = \(oid) AND r.contype = ANY (\(letters: "pufxc")) \
                ORDER BY r.contype DESC, r.conname LIMIT \(limit)
                """
        case .indexes:
            return """
                SELECT x.relname, pg_catalog.pg_get_indexdef(i.indexrelid, 0, true) FROM pg_catalog.pg_index i \
                JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid WHERE i.indrelid = \(oid) \
                ORDER BY x.relname LIMIT \(limit)
                """
        default:
            return """
                SELECT a.attname, pg_catalog.concat(pg_catalog.format_type(a.atttypid, a.atttypmod), \
                CASE WHEN a.attnotnull THEN ' not null' END) FROM pg_catalog.pg_attribute a \
                WHERE a.attrelid = \(oid) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum LIMIT 1601
                """
        }
    }

    private func mySQL(_ node: BrowserNode, _ relation: BrowserNode) -> MySQLText {
        let isThis: MySQLText = "TABLE_SCHEMA = \(relation.schema) AND TABLE_NAME = \(relation.text)"
        switch node.kind {
        case .database:
            return MySQLText.bounded(
                """
                SCHEMA_NAME FROM information_schema.SCHEMATA ORDER BY SCHEMA_NAME IN \
                ('information_schema', 'mysql', 'performance_schema', 'sys'), SCHEMA_NAME LIMIT \(limit)
                """)
        case .functions:
            return MySQLText.bounded(
                """
                ROUTINE_NAME, CONCAT_WS(' ', LOWER(ROUTINE_TYPE), DTD_IDENTIFIER) FROM information_schema.ROUTINES \
                WHERE ROUTINE_SCHEMA = \(node.schema) ORDER BY ROUTINE_NAME LIMIT \(limit)
                """)
        case .keys:
            return MySQLText.bounded(
                """
                CONSTRAINT_NAME, CONCAT(IF(CONSTRAINT_NAME = 'PRIMARY', 'PRIMARY KEY', \
                IF(MAX(REFERENCED_TABLE_NAME) IS NULL, 'UNIQUE', 'FOREIGN KEY')), ' (', \
                GROUP_CONCAT(COLUMN_NAME ORDER BY ORDINAL_POSITION SEPARATOR ', '), ')', \
                COALESCE(CONCAT(' REFERENCES ', MAX(REFERENCED_TABLE_NAME), ' (', \
                GROUP_CONCAT(REFERENCED_COLUMN_NAME ORDER BY ORDINAL_POSITION SEPARATOR ', '), ')'), '')) \
                FROM information_schema.KEY_COLUMN_USAGE WHERE \(isThis) GROUP BY CONSTRAINT_NAME \
                ORDER BY CONSTRAINT_NAME <> 'PRIMARY', CONSTRAINT_NAME LIMIT \(limit)
                """)
        case .indexes:
            return MySQLText.bounded(
                """
                INDEX_NAME, CONCAT(IF(MIN(NON_UNIQUE) = 0, 'unique ', ''), LOWER(MIN(INDEX_TYPE)), ' (', \
                GROUP_CONCAT(COALESCE(COLUMN_NAME, '(expression)') ORDER BY SEQ_IN_INDEX SEPARATOR ', '), ')') \
                FROM information_schema.STATISTICS WHERE \(isThis) GROUP BY INDEX_NAME \
                ORDER BY INDEX_NAME <> 'PRIMARY', INDEX_NAME LIMIT \(limit)
                """)
        default:
            return MySQLText.bounded(
                """
                COLUMN_NAME, CONCAT(LEFT(COLUMN_TYPE, 200), IF(IS_NULLABLE = 'NO', ' not null', '')) \
                FROM information_schema.COLUMNS WHERE \(isThis) ORDER BY ORDINAL_POSITION LIMIT 4097
                """)
        }
    }
}
