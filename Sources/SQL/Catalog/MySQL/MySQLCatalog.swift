import Failures
import SQLWire

/// Catalogue queries for MySQL 5.7 and 8, Aurora and MariaDB.
///
/// Before MySQL 8 a query to `information_schema` opens the files of every table of every database that it does not
/// name. So each query names one database, and tables if it can; a server-side limit of ten seconds ends the rest.
enum MySQLCatalog {
    /// The maximum number of rows in a list.
    static let limit = 1_000

    static func list(
        _ title: String, _ sql: MySQLText, limit: Int = limit, seconds: Int = 10, isRecord: Bool = false
    ) -> CatalogSection {
        CatalogSection(
            title: title, sql: MySQLText.bounded("\(sql) LIMIT \(limit + 1)", seconds: seconds).bytes, limit: limit,
            showsWhenEmpty: true, isRecord: isRecord)
    }

    private static func query(
        _ title: String, _ sql: MySQLText, limit: Int = limit, absence: String? = nil
    ) -> CatalogQuery {
        CatalogQuery(title: title, sections: [list(title, sql, limit: limit)], absence: absence)
    }

    /// The condition of a pattern for names in databases; without a database, for the current one.
    static func conditions(_ pattern: NamePattern, schema: MySQLText, name: MySQLText) -> MySQLText {
        var conditions: [MySQLText] = []
        switch pattern.schema {
        case nil: conditions.append("\(schema) = DATABASE()")
        case .any?: conditions.append("\(schema) NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys')")
        case let part?: conditions.append(condition(part, schema) ?? "TRUE")
        }
        if let part = pattern.name, let condition = condition(part, name) { conditions.append(condition) }
        return conditions.joined(separator: " AND ")
    }

    static func condition(_ part: NamePattern.Part, _ column: MySQLText) -> MySQLText? {
        switch part {
        case .any: nil
        case .exact(let name): "\(column) = \(name)"
        case .like(let pattern): "\(column) LIKE \(pattern) ESCAPE '|'"
        }
    }

    /// The condition that a table is among the first by name that meet `conditions`, within one database.
    ///
    /// Before MySQL 8 the server lists names without opening tables, but opens every table whose kind or size is
    /// selected, despite a limit. With this condition it opens only the first ones.
    static func isAmongFirst(_ limit: Int, _ conditions: MySQLText) -> MySQLText {
        """
        CAST(TABLE_NAME AS BINARY) <= (SELECT MAX(first.name) FROM (SELECT CAST(TABLE_NAME AS BINARY) AS name \
        FROM information_schema.TABLES WHERE \(conditions) ORDER BY name LIMIT \(limit)) AS first)
        """
    }

    /// The condition of a pattern for names outside of databases.
    private static func condition(_ call: CommandCall, _ column: MySQLText) throws(Failure) -> MySQLText {
        let pattern = try call.pattern()
        guard pattern.schema == nil else {
            throw call.refusal("this name stands in no database", next: "put a name that has a dot in it in quotes")
        }
        return pattern.name.flatMap { condition($0, column) } ?? "TRUE"
    }

    /// psql's `\dt`, `\dv` and others, also with combined letters.
    static func relations(_ call: CommandCall, _ letters: String) throws(Failure) -> CatalogQuery {
        if letters == "i" { return try indexes(call) }
        let kinds: [MySQLText] = letters.compactMap { letter in
            switch letter {
            case "t": "'BASE TABLE', 'SYSTEM VERSIONED'"
            case "v": "'VIEW', 'SYSTEM VIEW'"
            case "s": "'SEQUENCE'"
            default: nil
            }
        }
        guard !kinds.isEmpty else {
            throw Failure(.usage, "MySQL has nothing that \(call.shown) could list", next: "\\dt, \\dv, \\di, \\ds")
        }
        let more: MySQLText = """
            , ENGINE AS `Engine`, TABLE_ROWS AS `Rows (estimate)`, \
            ROUND((DATA_LENGTH + INDEX_LENGTH) / 1024) AS `KiB`, TABLE_COLLATION AS `Collation`, \
            TABLE_COMMENT AS `Comment`
            """
        let pattern = try call.pattern()
        let named = conditions(pattern, schema: "TABLE_SCHEMA", name: "TABLE_NAME")
        var conditions: MySQLText = "\(named) AND TABLE_TYPE IN (\(kinds.joined(separator: ", ")))"
        // For all kinds, the first names are known without opening tables; for one kind, at least the sizes are read
        // only for the first ones.
        if pattern.isOfOneSchema, call.isVerbose || kinds.count == 3 {
            conditions = "\(conditions) AND \(isAmongFirst(limit + 1, kinds.count == 3 ? named : conditions))"
        }
        return query(
            letters == "t" ? "Tables" : letters == "v" ? "Views" : letters == "s" ? "Sequences" : "Relations",
            """
            TABLE_SCHEMA AS `Database`, TABLE_NAME AS `Name`, \(kind) AS `Type`\(call.isVerbose ? more : "") \
            FROM information_schema.TABLES WHERE \(conditions) ORDER BY TABLE_SCHEMA, CAST(TABLE_NAME AS BINARY)
            """)
    }

    static let kind: MySQLText = """
        CASE TABLE_TYPE WHEN 'BASE TABLE' THEN 'table' WHEN 'SYSTEM VERSIONED' THEN 'versioned table' \
        ELSE LOWER(TABLE_TYPE) END
        """

    private static func indexes(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let conditions = conditions(try call.pattern(), schema: "TABLE_SCHEMA", name: "INDEX_NAME")
        return query(
            "Indexes",
            """
            TABLE_SCHEMA AS `Database`, TABLE_NAME AS `Table`, INDEX_NAME AS `Name`, \
            IF(MIN(NON_UNIQUE) = 0, 'unique', '') AS `Kind`, \
            GROUP_CONCAT(COALESCE(COLUMN_NAME, '(expression)') ORDER BY SEQ_IN_INDEX SEPARATOR ', ') AS `Columns` \
            FROM information_schema.STATISTICS WHERE \(conditions) \
            GROUP BY TABLE_SCHEMA, TABLE_NAME, INDEX_NAME ORDER BY TABLE_SCHEMA, TABLE_NAME, INDEX_NAME
            """)
    }

    /// `\l` and `\dn`.
    @Sendable static func databases(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        query(
            "Databases",
            """
            SCHEMA_NAME AS `Name`, DEFAULT_CHARACTER_SET_NAME AS `Character set`, \
            DEFAULT_COLLATION_NAME AS `Collation` FROM information_schema.SCHEMATA \
            WHERE \(try condition(call, "SCHEMA_NAME")) ORDER BY SCHEMA_NAME
            """)
    }

    /// `\df`.
    @Sendable static func routines(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let pattern = try call.pattern()
        let more: MySQLText = """
            , r.SQL_DATA_ACCESS AS `Data access`, r.SECURITY_TYPE AS `Security`, r.DEFINER AS `Definer`, \
            r.LAST_ALTERED AS `Altered`, r.ROUTINE_COMMENT AS `Comment`
            """
        let parameters = conditions(pattern, schema: "SPECIFIC_SCHEMA", name: "SPECIFIC_NAME")
        return query(
            "Functions",
            """
            r.ROUTINE_SCHEMA AS `Database`, r.ROUTINE_NAME AS `Name`, r.DTD_IDENTIFIER AS `Result type`, \
            p.arguments AS `Argument types`, LOWER(r.ROUTINE_TYPE) AS `Type`\(call.isVerbose ? more : "") \
            FROM information_schema.ROUTINES r LEFT JOIN (SELECT SPECIFIC_SCHEMA, SPECIFIC_NAME, ROUTINE_TYPE, \
            GROUP_CONCAT(CONCAT_WS(' ', IF(PARAMETER_MODE = 'IN', NULL, PARAMETER_MODE), PARAMETER_NAME, \
            DTD_IDENTIFIER) ORDER BY ORDINAL_POSITION SEPARATOR ', ') AS arguments \
            FROM information_schema.PARAMETERS WHERE \(parameters) AND ORDINAL_POSITION > 0 \
            GROUP BY SPECIFIC_SCHEMA, SPECIFIC_NAME, ROUTINE_TYPE) p \
            ON p.SPECIFIC_SCHEMA = r.ROUTINE_SCHEMA AND p.SPECIFIC_NAME = r.SPECIFIC_NAME \
            AND p.ROUTINE_TYPE = r.ROUTINE_TYPE \
            WHERE \(conditions(pattern, schema: "r.ROUTINE_SCHEMA", name: "r.ROUTINE_NAME")) \
            ORDER BY r.ROUTINE_SCHEMA, r.ROUTINE_NAME
            """)
    }

    /// `\du`. Without the right to read `mysql.user`, the list contains only the user's own account.
    static func users(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        query(
            "Users",
            """
            GRANTEE AS `User`, GROUP_CONCAT(LOWER(PRIVILEGE_TYPE) ORDER BY PRIVILEGE_TYPE SEPARATOR ', ') \
            AS `Global privileges`, IF(MAX(IS_GRANTABLE) = 'YES', 'yes', '') AS `May grant` \
            FROM information_schema.USER_PRIVILEGES WHERE \(try condition(call, "GRANTEE")) \
            GROUP BY GRANTEE ORDER BY GRANTEE
            """)
    }

    /// `\dp` and `\z`.
    static func privileges(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let pattern = try call.pattern()
        let words: MySQLText = "GROUP_CONCAT(LOWER(PRIVILEGE_TYPE) ORDER BY PRIVILEGE_TYPE SEPARATOR ', ')"
        var sections = [
            list(
                "Tables",
                """
                TABLE_SCHEMA AS `Database`, TABLE_NAME AS `Name`, GRANTEE AS `User`, \(words) AS `Privileges` \
                FROM information_schema.TABLE_PRIVILEGES \
                WHERE \(conditions(pattern, schema: "TABLE_SCHEMA", name: "TABLE_NAME")) \
                GROUP BY TABLE_SCHEMA, TABLE_NAME, GRANTEE ORDER BY TABLE_SCHEMA, TABLE_NAME, GRANTEE
                """)
        ]
        if pattern.name == nil {
            sections.insert(
                list(
                    "Databases",
                    """
                    TABLE_SCHEMA AS `Database`, GRANTEE AS `User`, \(words) AS `Privileges` \
                    FROM information_schema.SCHEMA_PRIVILEGES GROUP BY TABLE_SCHEMA, GRANTEE \
                    ORDER BY TABLE_SCHEMA, GRANTEE
                    """), at: 0)
        }
        return CatalogQuery(title: "Privileges", sections: sections)
    }

    /// `\activity`. MySQL lists other users' sessions only with the PROCESS privilege.
    static func activity(_ call: CommandCall) -> CatalogQuery {
        let busy: MySQLText = call.isVerbose ? "" : " AND COMMAND NOT IN ('Sleep', 'Daemon')"
        return query(
            "Sessions",
            """
            ID AS `Session`, USER AS `User`, DB AS `Database`, HOST AS `From`, COMMAND AS `Command`, \
            TIME AS `Seconds`, STATE AS `State`, LEFT(INFO, 200) AS `Query` FROM information_schema.PROCESSLIST \
            WHERE ID <> CONNECTION_ID()\(busy) \
            ORDER BY TIME DESC
            """, limit: 200)
    }

    /// `\sf`. Without the right to alter the routine, and unless the user owns it, the server returns NULL as its body.
    static func functionDefinition(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let word = try call.word("a function")
        let pattern = try NamePattern(word, .mysql)
        var sections = [
            list(
                "Body",
                """
                ROUTINE_SCHEMA AS `Database`, ROUTINE_NAME AS `Name`, LOWER(ROUTINE_TYPE) AS `Type`, \
                ROUTINE_DEFINITION AS `Body` FROM information_schema.ROUTINES \
                WHERE \(conditions(pattern, schema: "ROUTINE_SCHEMA", name: "ROUTINE_NAME")) \
                ORDER BY ROUTINE_SCHEMA, ROUTINE_NAME
                """, limit: 20, isRecord: true)
        ]
        if let path = path(pattern) {
            for kind in ["FUNCTION", "PROCEDURE"] as [MySQLText] {
                sections.append(
                    CatalogSection(
                        title: "Definition", sql: ("SHOW CREATE \(kind) \(path)" as MySQLText).bytes, limit: nil,
                        isOptional: true, isRecord: true))
            }
        }
        return CatalogQuery(title: "Function \(word)", sections: sections, absence: "there is no routine \(word)")
    }

    /// `\sv`. Only SHOW CREATE VIEW returns the server's own text with definer, security, algorithm and check option;
    /// it needs a name and the right to see the view.
    static func viewDefinition(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let word = try call.word("a view")
        let pattern = try NamePattern(word, .mysql)
        let conditions = conditions(pattern, schema: "TABLE_SCHEMA", name: "TABLE_NAME")
        var sections = [
            list(
                "View",
                """
                TABLE_SCHEMA AS `Database`, TABLE_NAME AS `Name`, DEFINER AS `Definer`, SECURITY_TYPE AS `Security`, \
                CHECK_OPTION AS `Check option`, IS_UPDATABLE AS `Updatable`, VIEW_DEFINITION AS `Query` \
                FROM information_schema.VIEWS WHERE \(conditions) ORDER BY TABLE_SCHEMA, TABLE_NAME
                """, limit: 20, isRecord: true)
        ]
        if let path = path(pattern) {
            sections.append(
                CatalogSection(
                    title: "Definition", sql: ("SHOW CREATE VIEW \(path)" as MySQLText).bytes, limit: nil,
                    isOptional: true, isRecord: true))
        }
        return CatalogQuery(title: "View \(word)", sections: sections, absence: "there is no view \(word)")
    }

    /// `\ev`.
    static func editedView(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let word = try call.word("a view")
        guard let path = path(try NamePattern(word, .mysql)) else {
            throw call.refusal("\(word) is a pattern, and one view is edited at a time")
        }
        let sql: MySQLText = "SHOW CREATE VIEW \(path)"
        return CatalogQuery(
            title: "View \(word)", sections: [CatalogSection(title: "", sql: sql.bytes, limit: nil)],
            absence: "there is no view \(word)")
    }

    /// A name without wildcards, as SQL.
    private static func path(_ pattern: NamePattern) -> MySQLText? {
        guard case .exact(let name)? = pattern.name else { return nil }
        switch pattern.schema {
        case nil: return "\(name: name)"
        case .exact(let schema)?: return "\(name: schema).\(name: name)"
        default: return nil
        }
    }
}
