/// Indexes and constraints.
extension PostgreSQLRelation {
    var indexes: CatalogSection {
        section(
            "Indexes",
            """
            SELECT x.relname AS "Index", CASE WHEN i.indisprimary THEN 'primary key' \
            WHEN r.contype = 'u' THEN 'unique constraint' WHEN r.contype = 'x' THEN 'exclusion' \
            WHEN i.indisunique THEN 'unique' END AS "Kind", CASE WHEN r.contype = 'x' OR \
            \(PostgreSQLCatalog.newer("r", "conperiod")) = 'true' THEN pg_catalog.pg_get_constraintdef(r.oid, true) ELSE \
            pg_catalog.substr(d.text, pg_catalog.strpos(d.text, ' USING ') + 7) END AS "Definition", \
            pg_catalog.concat_ws(', ', CASE WHEN NOT i.indisvalid THEN 'invalid' END, \
            CASE WHEN r.condeferrable THEN 'deferrable' END, CASE WHEN r.condeferred THEN 'initially deferred' END, \
            CASE WHEN i.indisclustered THEN 'clustered' END, CASE WHEN i.indisreplident THEN 'replica identity' END, \
            CASE WHEN s.spcname IS NOT NULL THEN pg_catalog.concat('tablespace ', s.spcname) END) \
            AS "State"\(isVerbose ? size("i.indexrelid") : "") \
            FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid \
            CROSS JOIN LATERAL pg_catalog.pg_get_indexdef(i.indexrelid, 0, true) AS d (text) \
            LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = x.reltablespace \
            LEFT JOIN pg_catalog.pg_constraint r ON r.conrelid = i.indrelid AND r.conindid = i.indexrelid \
            AND r.contype = ANY (\(letters: "pux")) \
            WHERE i.indrelid = \(number) ORDER BY i.indisprimary DESC, i.indisunique DESC, x.relname
            """)
    }

    private func size(_ oid: PostgreSQLText) -> PostgreSQLText {
        ", pg_catalog.pg_size_pretty(pg_catalog.pg_relation_size(\(oid))) AS \"Size\""
    }

    var checks: CatalogSection {
        section(
            "Checks",
            """
            SELECT r.conname AS "Constraint", pg_catalog.pg_get_constraintdef(r.oid, true) AS "Definition" \
            FROM pg_catalog.pg_constraint r WHERE r.conrelid = \(number) AND r.contype = 'c' ORDER BY r.conname
            """)
    }

    /// PostgreSQL 18 has a constraint for each NOT NULL.
    var notNulls: CatalogSection {
        section(
            "Not-null constraints",
            """
            SELECT r.conname AS "Constraint", a.attname AS "Column", pg_catalog.concat_ws(', ', \
            CASE WHEN r.connoinherit THEN 'no inherit' END, CASE WHEN r.conislocal AND r.coninhcount > 0 \
            THEN 'local, inherited' WHEN r.coninhcount > 0 THEN 'inherited' END, \
            CASE WHEN NOT r.convalidated THEN 'not valid' END) AS "State" FROM pg_catalog.pg_constraint r \
            JOIN pg_catalog.pg_attribute a ON a.attrelid = r.conrelid AND a.attnum = r.conkey[1] \
            WHERE r.conrelid = \(number) AND r.contype = 'n' ORDER BY a.attnum
            """, limit: Self.columnLimit)
    }

    /// The relation's own keys and, for a partition, the keys of its ancestors; without the copies that the server
    /// creates for partitions.
    var foreignKeys: CatalogSection {
        section(
            "Foreign keys",
            """
            \(above) SELECT r.conname AS "Constraint", pg_catalog.pg_get_constraintdef(r.oid, true) AS "Definition", \
            CASE WHEN u.depth > 0 THEN r.conrelid::pg_catalog.regclass END AS "Defined on" \
            FROM above u JOIN pg_catalog.pg_constraint r ON r.conrelid = u.oid \
            WHERE r.contype = 'f' AND r.conparentid = 0 ORDER BY u.depth > 0, r.conname
            """)
    }

    /// `pg_constraint` has no index on the referenced table: PostgreSQL reads all of it, as for psql.
    var references: CatalogSection {
        section(
            "Referenced by",
            """
            \(above) SELECT n.nspname AS "Schema", c.relname AS "Table", r.conname AS "Constraint", \
            pg_catalog.pg_get_constraintdef(r.oid, true) AS "Definition" \
            FROM pg_catalog.pg_constraint r JOIN pg_catalog.pg_class c ON c.oid = r.conrelid \
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
            WHERE r.confrelid = ANY (ARRAY(SELECT u.oid FROM above u)) AND r.contype = 'f' AND r.conparentid = 0 \
            ORDER BY n.nspname, c.relname, r.conname
            """)
    }

    /// The relation itself, at depth 0, and the relations of which it is a partition.
    var above: PostgreSQLText {
        """
        WITH RECURSIVE above (oid, depth) AS (SELECT \(number)::pg_catalog.oid, 0 UNION ALL \
        SELECT i.inhparent, u.depth + 1 FROM above u JOIN pg_catalog.pg_inherits i ON i.inhrelid = u.oid \
        JOIN pg_catalog.pg_class c ON c.oid = u.oid WHERE c.relispartition)
        """
    }
}
