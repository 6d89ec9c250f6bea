import Failures
import SQLWire

/// Catalogue queries for PostgreSQL 11 to 18.
///
/// They use only `pg_catalog`. They never fail, whatever the user's rights are, because an error would abort an open
/// transaction. They wait for no lock, except those that measure sizes.
enum PostgreSQLCatalog {
    /// The maximum number of rows in a list.
    static let limit = 1_000

    /// A query with one section.
    static func list(
        _ title: String, _ sql: PostgreSQLText, limit: Int = limit, absence: String? = nil
    ) -> CatalogQuery {
        CatalogQuery(
            title: title, sections: [CatalogSection(title: title, sql: sql.bytes, limit: limit, showsWhenEmpty: true)],
            absence: absence)
    }

    /// The condition of a pattern for names in schemas.
    ///
    /// - Parameters:
    ///   - alternative: Another expression that the name pattern may match.
    ///   - visible: Whether the object is found without its schema.
    ///   - showsSystem: Whether the list without a pattern includes system objects.
    static func conditions(
        _ pattern: NamePattern, name: PostgreSQLText, alternative: PostgreSQLText? = nil,
        schema: PostgreSQLText = "n.nspname", visible: PostgreSQLText, showsSystem: Bool
    ) -> PostgreSQLText {
        var conditions: [PostgreSQLText] = []
        if pattern.name == nil, !showsSystem { conditions.append(isNotSystem(schema)) }
        if let part = pattern.schema, let condition = condition(part, schema) { conditions.append(condition) }
        if pattern.schema == nil { conditions.append(visible) }
        if let part = pattern.name, let condition = condition(part, name) {
            let other = alternative.flatMap { Self.condition(part, $0) }
            conditions.append(other.map { "(\(condition) OR \($0))" } ?? condition)
        }
        if let part = pattern.database, let condition = condition(part, "pg_catalog.current_database()") {
            conditions.append(condition)
        }
        return conditions.isEmpty ? "true" : conditions.joined(separator: " AND ")
    }

    /// The condition of a pattern for names outside of schemas.
    static func condition(_ call: CommandCall, name: PostgreSQLText) throws(Failure) -> PostgreSQLText {
        let pattern = try call.pattern()
        guard pattern.schema == nil else {
            throw Failure(
                .usage, "\\\(call.name) does not look into schemas", why: "what it lists stands in none",
                next: "put a name that has a dot in it in quotes")
        }
        return pattern.name.flatMap { condition($0, name) } ?? "true"
    }

    static func condition(_ part: NamePattern.Part, _ column: PostgreSQLText) -> PostgreSQLText? {
        switch part {
        case .any: nil
        case .exact(let name): "\(column) = \(name)"
        // As in psql; the planner turns the fixed beginning of the expression into an index range.
        case .like(let expression): "\(column) ~ \(expression) COLLATE pg_catalog.default"
        }
    }

    private static func isNotSystem(_ schema: PostgreSQLText) -> PostgreSQLText {
        "\(schema) <> 'pg_catalog' AND \(schema) !~ '^pg_toast' AND \(schema) <> 'information_schema'"
    }

    /// A kind of relation in words.
    static let kind: PostgreSQLText = """
        CASE WHEN c.relkind = 'r' THEN 'table' WHEN c.relkind = 'p' THEN 'partitioned table' \
        WHEN c.relkind = 'v' THEN 'view' WHEN c.relkind = 'm' THEN 'materialized view' \
        WHEN c.relkind = 'i' THEN 'index' WHEN c.relkind = 'I' THEN 'partitioned index' \
        WHEN c.relkind = 'S' THEN 'sequence' WHEN c.relkind = 'f' THEN 'foreign table' \
        WHEN c.relkind = 't' THEN 'TOAST table' WHEN c.relkind = 'c' THEN 'composite type' END
        """

    /// psql's `\dt`, `\dv` and others, also with combined letters.
    static func relations(_ call: CommandCall, _ letters: String) throws(Failure) -> CatalogQuery {
        let pattern = try call.pattern()
        let kinds = letters.map { letter in
            switch letter {
            // psql shows TOAST tables only on request.
            case "t": call.showsSystem || pattern.name != nil ? "rpt" : "rp"
            case "v": "v"
            case "m": "m"
            case "i": "iI"
            case "s": "S"
            default: "f"
            }
        }.joined()
        let conditions = conditions(
            pattern, name: "c.relname", visible: "pg_catalog.pg_table_is_visible(c.oid)",
            showsSystem: call.showsSystem)
        let withIndexes = letters.contains("i")
        // Sizes and descriptions are read only for the rows to be shown.
        let chosen: PostgreSQLText = """
            SELECT c.oid, n.nspname, c.relname, c.relkind, c.relowner, c.relpersistence, c.relam, c.reltuples \
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
            WHERE c.relkind = ANY (\(letters: kinds)) AND \(conditions) ORDER BY n.nspname, c.relname LIMIT \(limit + 1)
            """
        let table: PostgreSQLText = withIndexes ? ", t.relname AS \"Table\"" : ""
        let tables: PostgreSQLText =
            withIndexes
            ? """
             LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid \
            LEFT JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
            """ : ""
        return list(
            title(letters),
            """
            SELECT c.nspname AS "Schema", c.relname AS "Name", \(kind) AS "Type", \
            pg_catalog.pg_get_userbyid(c.relowner) AS "Owner"\(table)\(call.isVerbose ? more : "") \
            FROM (\(chosen)) AS c LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam\(tables) \
            ORDER BY c.nspname, c.relname
            """)
    }

    /// `reltuples` is -1 (0 before PostgreSQL 14) until the table is analyzed.
    private static let more: PostgreSQLText = """
        , CASE WHEN c.relpersistence = 'p' THEN 'permanent' WHEN c.relpersistence = 't' THEN 'temporary' \
        WHEN c.relpersistence = 'u' THEN 'unlogged' END AS "Persistence", am.amname AS "Access method", \
        CASE WHEN c.reltuples > 0 THEN c.reltuples::pg_catalog.int8 END AS "Rows (estimate)", \
        pg_catalog.pg_size_pretty(pg_catalog.pg_table_size(c.oid)) AS "Size", \
        pg_catalog.obj_description(c.oid, 'pg_class') AS "Description"
        """

    private static func title(_ letters: String) -> String {
        switch letters {
        case "t": "Tables"
        case "v": "Views"
        case "m": "Materialized views"
        case "s": "Sequences"
        case "i": "Indexes"
        case "E": "Foreign tables"
        default: "Relations"
        }
    }
}
