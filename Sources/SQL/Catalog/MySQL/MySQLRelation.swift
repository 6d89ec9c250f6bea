import SQLWire

/// A MySQL relation and the queries about it.
struct MySQLRelation {
    let schema: String
    let name: String
    /// `information_schema.TABLES.TABLE_TYPE`.
    let kind: String
    var isVerbose = false

    /// `\d NAME`.
    var query: CatalogQuery {
        let word = isView ? "View" : kind == "SEQUENCE" ? "Sequence" : "Table"
        return CatalogQuery(title: "\(word) \(QuotedName.path([schema, name], .mysql))", sections: sections)
    }

    /// The description of a table that the catalogue does not list, such as a temporary table.
    static func unlisted(schema: String?, name: String) -> CatalogQuery {
        let path: MySQLText = schema.map { "\(name: $0).\(name: name)" } ?? "\(name: name)"
        return CatalogQuery(
            title: "Table \(QuotedName.path([schema, name].compactMap { $0 }, .mysql))",
            sections: [
                CatalogSection(
                    title: "Columns", sql: ("SHOW FULL COLUMNS FROM \(path)" as MySQLText).bytes, limit: nil),
                CatalogSection(
                    title: "Indexes", sql: ("SHOW INDEX FROM \(path)" as MySQLText).bytes, limit: nil, isOptional: true),
                CatalogSection(
                    title: "Definition", sql: ("SHOW CREATE TABLE \(path)" as MySQLText).bytes, limit: nil,
                    isOptional: true, isRecord: true),
            ])
    }

    private var isView: Bool { kind.hasSuffix("VIEW") }

    private var sections: [CatalogSection] {
        if isView { return [columns, definition("VIEW"), facts] }
        if kind == "SEQUENCE" { return [definition("SEQUENCE"), facts] }
        let all = [columns, indexes, foreignKeys, checks, triggers, partitions, facts]
        // Last, because it may take long.
        return all + (isVerbose ? [definition("TABLE"), references] : [references])
    }

    private func section(
        _ title: String, _ sql: MySQLText, limit: Int = 200, isOptional: Bool = false, isRecord: Bool = false,
        seconds: Int = 10
    ) -> CatalogSection {
        var section = MySQLCatalog.list(title, sql, limit: limit, seconds: seconds)
        section.showsWhenEmpty = false
        section.isOptional = isOptional
        section.isRecord = isRecord
        return section
    }

    private var isThis: MySQLText { "TABLE_SCHEMA = \(schema) AND TABLE_NAME = \(name)" }

    private func definition(_ kind: MySQLText) -> CatalogSection {
        CatalogSection(
            title: "Definition", sql: ("SHOW CREATE \(kind) \(name: schema).\(name: name)" as MySQLText).bytes,
            limit: nil, isOptional: true, isRecord: true)
    }

    var columns: CatalogSection {
        let more: MySQLText = ", CHARACTER_SET_NAME AS `Character set`, PRIVILEGES AS `Privileges`"
        return section(
            "Columns",
            """
            COLUMN_NAME AS `Column`, COLUMN_TYPE AS `Type`, COLLATION_NAME AS `Collation`, \
            IF(IS_NULLABLE = 'NO', 'not null', NULL) AS `Nullable`, COLUMN_DEFAULT AS `Default`, \
            IF(GENERATION_EXPRESSION <> '', CONCAT(EXTRA, ' (', GENERATION_EXPRESSION, ')'), EXTRA) AS `Extra`, \
            COLUMN_KEY AS `Key`\(isVerbose ? more : ""), COLUMN_COMMENT AS `Comment` \
            FROM information_schema.COLUMNS WHERE \(isThis) ORDER BY ORDINAL_POSITION
            """, limit: 4_096)
    }

    var indexes: CatalogSection {
        section(
            "Indexes",
            """
            INDEX_NAME AS `Index`, IF(INDEX_NAME = 'PRIMARY', 'primary key', IF(MIN(NON_UNIQUE) = 0, 'unique', '')) \
            AS `Kind`, GROUP_CONCAT(CONCAT(COALESCE(COLUMN_NAME, '(expression)'), \
            IF(SUB_PART IS NULL, '', CONCAT('(', SUB_PART, ')')), IF(COLLATION = 'D', ' DESC', '')) \
            ORDER BY SEQ_IN_INDEX SEPARATOR ', ') AS `Columns`, MIN(INDEX_TYPE) AS `Method`, \
            MAX(CARDINALITY) AS `Cardinality`, MIN(INDEX_COMMENT) AS `Comment` \
            FROM information_schema.STATISTICS WHERE \(isThis) GROUP BY INDEX_NAME \
            ORDER BY INDEX_NAME <> 'PRIMARY', MIN(NON_UNIQUE), INDEX_NAME
            """)
    }

    var foreignKeys: CatalogSection {
        section(
            "Foreign keys",
            """
            k.CONSTRAINT_NAME AS `Constraint`, \
            GROUP_CONCAT(k.COLUMN_NAME ORDER BY k.ORDINAL_POSITION SEPARATOR ', ') AS `Columns`, \
            CONCAT(IF(MIN(k.REFERENCED_TABLE_SCHEMA) = MIN(k.TABLE_SCHEMA), '', \
            CONCAT(MIN(k.REFERENCED_TABLE_SCHEMA), '.')), MIN(k.REFERENCED_TABLE_NAME)) AS `References`, \
            GROUP_CONCAT(k.REFERENCED_COLUMN_NAME ORDER BY k.ORDINAL_POSITION SEPARATOR ', ') AS `Their columns`, \
            LOWER(MIN(r.UPDATE_RULE)) AS `On update`, LOWER(MIN(r.DELETE_RULE)) AS `On delete` \
            FROM information_schema.KEY_COLUMN_USAGE k JOIN information_schema.REFERENTIAL_CONSTRAINTS r \
            ON r.CONSTRAINT_NAME = k.CONSTRAINT_NAME \
            WHERE r.CONSTRAINT_SCHEMA = \(schema) AND r.TABLE_NAME = \(name) AND k.TABLE_SCHEMA = \(schema) AND k.TABLE_NAME = \(name) AND k.REFERENCED_TABLE_NAME IS NOT NULL \
            GROUP BY k.CONSTRAINT_NAME ORDER BY k.CONSTRAINT_NAME
            """)
    }

    /// Tables of the same database that refer to this one. Servers before MySQL 8 open all tables for that; a time
    /// limit bounds it, and the section reports when it was too short.
    var references: CatalogSection {
        section(
            "Referenced by",
            """
            TABLE_NAME AS `Table`, CONSTRAINT_NAME AS `Constraint`, \
            GROUP_CONCAT(COLUMN_NAME ORDER BY ORDINAL_POSITION SEPARATOR ', ') AS `Their columns`, \
            GROUP_CONCAT(REFERENCED_COLUMN_NAME ORDER BY ORDINAL_POSITION SEPARATOR ', ') AS `Columns` \
            FROM information_schema.KEY_COLUMN_USAGE WHERE TABLE_SCHEMA = \(schema) \
            AND REFERENCED_TABLE_SCHEMA = \(schema) AND REFERENCED_TABLE_NAME = \(name) \
            GROUP BY TABLE_NAME, CONSTRAINT_NAME ORDER BY TABLE_NAME, CONSTRAINT_NAME
            """, seconds: 2)
    }

    /// MySQL 5.7 has no checks. MariaDB's check names are unique only within a table, so the condition includes the
    /// table.
    private var checks: CatalogSection {
        section(
            "Checks",
            """
            c.CONSTRAINT_NAME AS `Constraint`, c.CHECK_CLAUSE AS `Definition` \
            FROM information_schema.TABLE_CONSTRAINTS t JOIN information_schema.CHECK_CONSTRAINTS c \
            ON c.CONSTRAINT_SCHEMA = \(schema) AND c.CONSTRAINT_NAME = t.CONSTRAINT_NAME \
            /*M! AND c.TABLE_NAME = \(name) */ \
            WHERE t.TABLE_SCHEMA = \(schema) AND t.TABLE_NAME = \(name) AND t.CONSTRAINT_TYPE = 'CHECK' \
            ORDER BY c.CONSTRAINT_NAME
            """, isOptional: true)
    }

    private var triggers: CatalogSection {
        section(
            "Triggers",
            """
            TRIGGER_NAME AS `Trigger`, LOWER(CONCAT(ACTION_TIMING, ' ', EVENT_MANIPULATION)) AS `When`, \
            DEFINER AS `Definer`, ACTION_STATEMENT AS `Statement` FROM information_schema.TRIGGERS \
            WHERE TRIGGER_SCHEMA = \(schema) AND EVENT_OBJECT_TABLE = \(name) ORDER BY TRIGGER_NAME
            """)
    }

    private var partitions: CatalogSection {
        section(
            "Partitions",
            """
            PARTITION_NAME AS `Partition`, SUBPARTITION_NAME AS `Subpartition`, \
            CONCAT(PARTITION_METHOD, ' (', COALESCE(PARTITION_EXPRESSION, ''), ')') AS `By`, \
            PARTITION_DESCRIPTION AS `Bound`, TABLE_ROWS AS `Rows (estimate)` FROM information_schema.PARTITIONS \
            WHERE \(isThis) AND PARTITION_NAME IS NOT NULL \
            ORDER BY PARTITION_ORDINAL_POSITION, SUBPARTITION_ORDINAL_POSITION
            """)
    }

    var facts: CatalogSection {
        section(
            "Facts",
            """
            ENGINE AS `Engine`, ROW_FORMAT AS `Row format`, TABLE_ROWS AS `Rows (estimate)`, \
            ROUND(DATA_LENGTH / 1024) AS `Data KiB`, ROUND(INDEX_LENGTH / 1024) AS `Indexes KiB`, \
            AUTO_INCREMENT AS `Auto increment`, TABLE_COLLATION AS `Collation`, CREATE_OPTIONS AS `Options`, \
            CREATE_TIME AS `Created`, UPDATE_TIME AS `Updated`, TABLE_COMMENT AS `Comment` \
            FROM information_schema.TABLES WHERE \(isThis)
            """, isRecord: true)
    }
}
