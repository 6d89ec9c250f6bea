public import SQLWire

/// Queries for the names of completion.
public enum CatalogLookup {
    /// The maximum number of names in an answer; one more row means that there are more.
    public static let limit = 1_000

    /// The statement for a need.
    public static func query(for need: SchemaNeed, dialect: Dialect) -> [UInt8] {
        switch dialect {
        case .postgresql: postgreSQL(need).bytes
        case .mysql: mySQL(need).bytes
        }
    }

    /// The effective search path, without the system schema.
    private static func postgreSQL(_ need: SchemaNeed) -> PostgreSQLText {
        switch need {
        case .searchPath:
            """
            SELECT s.name FROM pg_catalog.unnest(pg_catalog.current_schemas(true)) WITH ORDINALITY AS s (name, place) \
            WHERE s.name <> 'pg_catalog' ORDER BY s.place LIMIT \(limit + 1)
            """
        case .schemas:
            """
            SELECT n.nspname FROM pg_catalog.pg_namespace n WHERE n.nspname !~ '^pg_(toast|temp)' \
            ORDER BY n.nspname LIMIT \(limit + 1)
            """
        case .relations(let schema, let prefix):
            """
            SELECT c.relname, c.relkind FROM pg_catalog.pg_class c \
            WHERE c.relnamespace = (SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname = \(schema)) \
            AND c.relkind = ANY (\(letters: "rpvmfS")) AND \(begins("c.relname", prefix)) \
            ORDER BY c.relname LIMIT \(limit + 1)
            """
        case .columns(let relation):
            """
            SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod) FROM pg_catalog.pg_attribute a \
            WHERE a.attrelid = (SELECT c.oid FROM pg_catalog.pg_class c \
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
            WHERE n.nspname = \(relation.schema) AND c.relname = \(relation.name)) \
            AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum LIMIT 1601
            """
        case .functions(let schema, let prefix):
            """
            SELECT DISTINCT p.proname FROM pg_catalog.pg_proc p \
            WHERE p.pronamespace = (SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname = \(schema)) \
            AND \(begins("p.proname", prefix)) ORDER BY p.proname LIMIT \(limit + 1)
            """
        case .databases:
            """
            SELECT d.datname FROM pg_catalog.pg_database d WHERE d.datallowconn ORDER BY d.datname LIMIT \(limit + 1)
            """
        case .roles:
            """
            SELECT r.rolname FROM pg_catalog.pg_roles r WHERE r.rolname !~ '^pg_' ORDER BY r.rolname LIMIT \(limit + 1)
            """
        }
    }

    /// A prefix as written, and as PostgreSQL folds an unquoted name. The planner turns the expression into a range of
    /// the name index.
    private static func begins(_ column: PostgreSQLText, _ prefix: String) -> PostgreSQLText {
        guard !prefix.isEmpty else { return "true" }
        let folded = lowered(prefix)
        let condition: PostgreSQLText = "\(column) ~ \(expression(prefix)) COLLATE pg_catalog.default"
        guard folded != prefix else { return condition }
        return "(\(condition) OR \(column) ~ \(expression(folded)) COLLATE pg_catalog.default)"
    }

    private static func expression(_ prefix: String) -> String {
        var result = String.UnicodeScalarView("^".unicodeScalars)
        for scalar in prefix.unicodeScalars {
            let isPlain = !scalar.isASCII || scalar == "_" || scalar.properties.isAlphabetic || ("0"..."9") ~= scalar
            if !isPlain { result.append("\\") }
            result.append(scalar)
        }
        return String(result)
    }

    /// ASCII letters in lower case, as the server folds them.
    static func lowered(_ text: String) -> String {
        String(decoding: text.utf8.map { $0 &- 65 < 26 ? $0 | 32 : $0 }, as: UTF8.self)
    }

    private static func mySQL(_ need: SchemaNeed) -> MySQLText {
        switch need {
        case .searchPath: MySQLText.bounded("DATABASE()")
        case .schemas, .databases:
            MySQLText.bounded(
                "SCHEMA_NAME FROM information_schema.SCHEMATA ORDER BY SCHEMA_NAME LIMIT \(limit + 1)")
        // An account is a user and a host; only administrators may read them.
        case .roles: MySQLText.bounded("USER FROM mysql.user ORDER BY USER LIMIT \(limit + 1)")
        case .relations(let schema, let prefix): relations("TABLE_SCHEMA = \(schema)\(begins("TABLE_NAME", prefix))")
        case .columns(let relation):
            MySQLText.bounded(
                """
                COLUMN_NAME, LEFT(COLUMN_TYPE, 200) FROM information_schema.COLUMNS \
                WHERE TABLE_SCHEMA = \(relation.schema) AND TABLE_NAME = \(relation.name) \
                ORDER BY ORDINAL_POSITION LIMIT 4097
                """)
        case .functions(let schema, let prefix):
            MySQLText.bounded(
                """
                DISTINCT ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = \(schema)\
                \(begins("ROUTINE_NAME", prefix)) ORDER BY ROUTINE_NAME LIMIT \(limit + 1)
                """)
        }
    }

    private static func relations(_ conditions: MySQLText) -> MySQLText {
        MySQLText.bounded(
            """
            TABLE_NAME, TABLE_TYPE FROM information_schema.TABLES WHERE \(conditions) \
            AND \(MySQLCatalog.isAmongFirst(limit + 1, conditions)) \
            ORDER BY CAST(TABLE_NAME AS BINARY) LIMIT \(limit + 1)
            """)
    }

    private static func begins(_ column: MySQLText, _ prefix: String) -> MySQLText {
        prefix.isEmpty ? "" : " AND \(column) LIKE \(escaped(prefix) + "%") ESCAPE '|'"
    }

    /// A text for LIKE without special characters; the escape character is `|`.
    static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "%" || scalar == "_" || scalar == "|" { result.append("|") }
            result.append(scalar)
        }
        return String(result)
    }
}
