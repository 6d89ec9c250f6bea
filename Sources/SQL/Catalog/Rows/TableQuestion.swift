public import SQLWire

/// The catalogue query for the table of a result's columns.
public enum TableQuestion {
    /// The number of fields of each row.
    static let width = 8

    /// The query; nil for names that are not UTF-8.
    ///
    /// - Parameter findsReferrers: Whether to find the tables that refer to this one, which is slow on MySQL.
    public static func sql(for origin: ColumnOrigin, findsReferrers: Bool) -> [UInt8]? {
        switch origin {
        case .relation(let oid): return postgreSQL(Int(oid), findsReferrers).bytes
        case .table(let schema, let name):
            guard let schema = String(validating: schema, as: UTF8.self),
                let name = String(validating: name, as: UTF8.self)
            else { return nil }
            return mySQL(schema, name, findsReferrers).bytes
        }
    }

    private static func postgreSQL(_ oid: Int, _ findsReferrers: Bool) -> PostgreSQLText {
        let generated = PostgreSQLCatalog.newer("a", "attgenerated")
        let columns: PostgreSQLText = """
            SELECT 'table', n.nspname::text, c.relname::text, c.relkind::text, NULL, NULL, NULL, NULL \
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = \(oid) \
            UNION ALL SELECT 'column', a.attnum::text, a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod), \
            (NOT a.attnotnull)::text, \
            (a.atthasdef OR a.attidentity <> '')::text, \
            (p.conkey IS NOT NULL)::text, \
            pg_catalog.concat(a.attidentity, '/', \(generated), '/', a.atttypid, '/', t.typtype, '/', a.attcollation) \
            FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid \
            LEFT JOIN pg_catalog.pg_constraint p \
            ON p.conrelid = a.attrelid AND p.contype = 'p' AND a.attnum = ANY(p.conkey) \
            WHERE a.attrelid = \(oid) AND a.attnum > 0 AND NOT a.attisdropped
            """
        let out = foreignKeys("reference", mine: "conrelid", "con.conkey", theirs: "con.confrelid", "con.confkey")
        let sql: PostgreSQLText = "\(columns) UNION ALL \(out) AND con.conrelid = \(oid)"
        guard findsReferrers else { return sql }
        let into = foreignKeys("referrer", mine: "confrelid", "con.confkey", theirs: "con.conrelid", "con.conkey")
        return "\(sql) UNION ALL \(into) AND con.confrelid = \(oid)"
    }

    /// For each partition at the other end, PostgreSQL repeats the constraint as a child of the one that is wanted.
    ///
    /// - Parameter mine: The column of `pg_constraint` with the table.
    private static func foreignKeys(
        _ word: String, mine: PostgreSQLText, _ myColumns: PostgreSQLText, theirs: PostgreSQLText,
        _ theirColumns: PostgreSQLText
    ) -> PostgreSQLText {
        """
        SELECT \(word), con.conname::text, a.attname::text, n.nspname::text, c.relname::text, b.attname::text, \
        pg_catalog.lpad(k.place::text, 2, '0'), NULL FROM pg_catalog.pg_constraint con \
        CROSS JOIN LATERAL ROWS FROM (pg_catalog.unnest(\(myColumns)), pg_catalog.unnest(\(theirColumns))) \
        WITH ORDINALITY k(mine, theirs, place) \
        JOIN pg_catalog.pg_class c ON c.oid = \(theirs) JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
        JOIN pg_catalog.pg_attribute a ON a.attrelid = con.\(mine) AND a.attnum = k.mine \
        JOIN pg_catalog.pg_attribute b ON b.attrelid = \(theirs) AND b.attnum = k.theirs \
        WHERE con.contype = 'f' AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint p \
        WHERE p.oid = con.conparentid AND p.\(mine) = con.\(mine))
        """
    }

    private static func mySQL(_ schema: String, _ name: String, _ findsReferrers: Bool) -> MySQLText {
        let table: MySQLText = "TABLE_SCHEMA = \(schema) AND TABLE_NAME = \(name)"
        let columns: MySQLText = """
            'table', TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, (SELECT e.TRANSACTIONS FROM information_schema.ENGINES e \
            WHERE e.ENGINE = t.ENGINE), NULL, NULL, NULL FROM information_schema.TABLES t WHERE \(table) \
            UNION ALL SELECT 'column', ORDINAL_POSITION, COLUMN_NAME, COLUMN_TYPE, \
            IF(IS_NULLABLE = 'YES', 't', 'f'), IF(COLUMN_DEFAULT IS NOT NULL AND COLUMN_DEFAULT <> 'NULL' \
            OR EXTRA LIKE '%auto_increment%', 't', 'f'), 'f', CONCAT(\
            IF(GENERATION_EXPRESSION IS NULL OR GENERATION_EXPRESSION = '', '', 'g'), '/', DATA_TYPE, '/', \
            COALESCE(CHARACTER_SET_NAME, '')) FROM information_schema.COLUMNS WHERE \(table) \
            UNION ALL SELECT IF(CONSTRAINT_NAME = 'PRIMARY', 'key', 'reference'), \
            IF(CONSTRAINT_NAME = 'PRIMARY', COLUMN_NAME, CONSTRAINT_NAME), COLUMN_NAME, REFERENCED_TABLE_SCHEMA, \
            REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME, LPAD(ORDINAL_POSITION, 2, '0'), NULL \
            FROM information_schema.KEY_COLUMN_USAGE \
            WHERE \(table) AND (CONSTRAINT_NAME = 'PRIMARY' OR REFERENCED_TABLE_NAME IS NOT NULL)
            """
        guard findsReferrers else { return MySQLText.bounded(columns) }
        return MySQLText.bounded(
            """
            \(columns) UNION ALL SELECT 'referrer', CONSTRAINT_NAME, REFERENCED_COLUMN_NAME, TABLE_SCHEMA, TABLE_NAME, \
            COLUMN_NAME, LPAD(ORDINAL_POSITION, 2, '0'), NULL FROM information_schema.KEY_COLUMN_USAGE \
            WHERE REFERENCED_TABLE_SCHEMA = \(schema) AND REFERENCED_TABLE_NAME = \(name)
            """)
    }
}
