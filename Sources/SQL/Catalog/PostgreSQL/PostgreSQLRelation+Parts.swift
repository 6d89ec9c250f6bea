import SQLWire

extension PostgreSQLRelation {
    var partitionOf: CatalogSection {
        let more: PostgreSQLText = ", pg_catalog.pg_get_partition_constraintdef(c.oid) AS \"Constraint\""
        return section(
            "Partition of",
            """
            SELECT n.nspname AS "Schema", p.relname AS "Table", \
            pg_catalog.pg_get_expr(c.relpartbound, c.oid) AS "Bound", \(isDetached) AS "State"\(isVerbose ? more : "") \
            FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class p ON p.oid = i.inhparent \
            JOIN pg_catalog.pg_namespace n ON n.oid = p.relnamespace \
            JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid \
            WHERE i.inhrelid = \(number) AND c.relispartition ORDER BY i.inhseqno
            """)
    }

    var inherits: CatalogSection {
        section(
            "Inherits",
            """
            SELECT n.nspname AS "Schema", p.relname AS "Table" \
            FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class p ON p.oid = i.inhparent \
            JOIN pg_catalog.pg_namespace n ON n.oid = p.relnamespace \
            JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid \
            WHERE i.inhrelid = \(number) AND NOT c.relispartition ORDER BY i.inhseqno
            """)
    }

    var partitions: CatalogSection {
        section(
            kind == "p" || kind == "I" ? "Partitions" : "Child tables",
            """
            SELECT n.nspname AS "Schema", c.relname AS "Table", \
            pg_catalog.pg_get_expr(c.relpartbound, c.oid) AS "Bound", \
            CASE WHEN c.reltuples > 0 THEN c.reltuples::pg_catalog.int8 END AS "Rows (estimate)", \
            pg_catalog.concat_ws(', ', CASE WHEN c.relkind = ANY (\(letters: "pI")) THEN 'partitioned' \
            WHEN c.relkind = 'f' THEN 'foreign' END, \(isDetached)) AS "State" \
            FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid \
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
            WHERE i.inhparent = \(number) ORDER BY n.nspname, c.relname
            """)
    }

    /// DETACH PARTITION CONCURRENTLY exists from PostgreSQL 14 on.
    private var isDetached: PostgreSQLText {
        "CASE WHEN \(PostgreSQLCatalog.newer("i", "inhdetachpending")) = 'true' THEN 'detach pending' END"
    }

    var toastedTable: CatalogSection {
        section(
            "Owning table",
            """
            SELECT n.nspname AS "Schema", c.relname AS "Table" FROM pg_catalog.pg_class c \
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.reltoastrelid = \(number)
            """)
    }

    var definition: CatalogSection {
        section("Definition", "SELECT pg_catalog.pg_get_viewdef(\(number)::pg_catalog.oid, true) AS \"Definition\"")
    }

    var foreignServer: CatalogSection {
        section(
            "Foreign server",
            """
            SELECT s.srvname AS "Server", w.fdwname AS "Wrapper", \
            \(PostgreSQLCatalog.foreignOptions("f.ftoptions")) AS "FDW options" \
            FROM pg_catalog.pg_foreign_table f JOIN pg_catalog.pg_foreign_server s ON s.oid = f.ftserver \
            JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw WHERE f.ftrelid = \(number)
            """, isRecord: true)
    }

    /// Sizes are measured only for `+`: that waits for a lock, which an ALTER TABLE may hold for long.
    var facts: CatalogSection {
        let sizes: PostgreSQLText = """
            , pg_catalog.pg_size_pretty(pg_catalog.pg_table_size(c.oid)) AS "Table size", \
            pg_catalog.pg_size_pretty(pg_catalog.pg_indexes_size(c.oid)) AS "Index size", \
            pg_catalog.pg_size_pretty(pg_catalog.pg_total_relation_size(c.oid)) AS "Total size", \
            CASE WHEN c.reloptions IS NOT NULL OR t.reloptions IS NOT NULL THEN pg_catalog.concat_ws(', ', \
            pg_catalog.array_to_string(c.reloptions, ', '), (SELECT pg_catalog.string_agg(\
            pg_catalog.concat('toast.', o.text), ', ') FROM pg_catalog.unnest(t.reloptions) AS o (text))) END AS "Options", \
            \(PostgreSQLCatalog.privileges(of: "c.relacl")) AS "Access privileges", \
            greatest(pg_catalog.pg_stat_get_last_vacuum_time(c.oid), \
            pg_catalog.pg_stat_get_last_autovacuum_time(c.oid)) AS "Vacuumed", \
            greatest(pg_catalog.pg_stat_get_last_analyze_time(c.oid), \
            pg_catalog.pg_stat_get_last_autoanalyze_time(c.oid)) AS "Analyzed"
            """
        return section(
            "Facts",
            """
            SELECT pg_catalog.pg_get_userbyid(c.relowner) AS "Owner", \
            CASE WHEN c.relpersistence = 'p' THEN 'permanent' WHEN c.relpersistence = 't' THEN 'temporary' \
            WHEN c.relpersistence = 'u' THEN 'unlogged' END AS "Persistence", am.amname AS "Access method", \
            coalesce(s.spcname, 'default') AS "Tablespace", \
            CASE WHEN c.reltuples > 0 THEN c.reltuples::pg_catalog.int8 END AS "Rows (estimate)", \
            CASE WHEN c.relpages > 0 THEN pg_catalog.pg_size_pretty(pg_catalog.int8mul(c.relpages, \
            pg_catalog.current_setting('block_size')::pg_catalog.int8)) END AS "Size (estimate)", \
            pg_catalog.pg_get_partkeydef(c.oid) AS "Partition key", \
            CASE WHEN c.relrowsecurity THEN CASE WHEN c.relforcerowsecurity THEN 'forced' ELSE 'enabled' END \
            WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid) THEN 'disabled' END \
            AS "Row security", CASE WHEN c.relreplident = 'f' THEN 'full' WHEN c.relreplident = 'n' THEN 'nothing' \
            WHEN c.relreplident = 'i' THEN 'index' END AS "Replica identity", \
            CASE WHEN c.reloftype <> 0 THEN pg_catalog.format_type(c.reloftype, NULL) END AS "Of type", \
            pg_catalog.obj_description(c.oid, 'pg_class') AS "Comment"\(isVerbose ? sizes : "") \
            FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam \
            LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace \
            LEFT JOIN pg_catalog.pg_class t ON t.oid = c.reltoastrelid WHERE c.oid = \(number)
            """, isRecord: true)
    }

    var indexColumns: CatalogSection {
        let more: PostgreSQLText = """
            , \(Self.storage) AS "Storage", \
            CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END AS "Statistics target"
            """
        return section(
            "Columns",
            """
            SELECT a.attname AS "Column", pg_catalog.format_type(a.atttypid, a.atttypmod) AS "Type", \
            CASE WHEN a.attnum <= i.indnkeyatts THEN 'yes' ELSE 'no' END AS "Key?", \
            pg_catalog.pg_get_indexdef(a.attrelid, a.attnum, true) AS "Definition"\(isVerbose ? more : "") \
            FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_index i ON i.indexrelid = a.attrelid \
            WHERE a.attrelid = \(number) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
            """)
    }

    var index: CatalogSection {
        section(
            "Facts",
            """
            SELECT n.nspname AS "Schema", t.relname AS "Table", m.amname AS "Method", \
            CASE WHEN i.indisunique THEN 'yes' ELSE 'no' END AS "Unique", \
            CASE WHEN i.indisprimary THEN 'yes' ELSE 'no' END AS "Primary key", \
            CASE WHEN i.indisvalid THEN 'yes' ELSE 'no' END AS "Valid", \
            pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS "Predicate", \
            pg_catalog.pg_get_indexdef(i.indexrelid, 0, true) AS "Definition", \
            pg_catalog.concat_ws(', ', CASE WHEN NOT i.indisvalid THEN 'invalid' END, \
            CASE WHEN i.indisexclusion THEN 'exclusion' END, \
            CASE WHEN \(PostgreSQLCatalog.newer("i", "indnullsnotdistinct")) = 'true' THEN 'nulls not distinct' END, \
            CASE WHEN NOT i.indimmediate THEN 'deferrable' END, CASE WHEN EXISTS (SELECT 1 \
            FROM pg_catalog.pg_constraint r WHERE r.conindid = i.indexrelid AND r.conrelid = i.indrelid \
            AND r.condeferred) THEN 'initially deferred' END, CASE WHEN i.indisclustered THEN 'clustered' END, \
            CASE WHEN i.indisreplident THEN 'replica identity' END) AS "State", \
            CASE WHEN c.relpersistence = 'u' THEN 'unlogged' \
            WHEN c.relpersistence = 't' THEN 'temporary' ELSE 'permanent' END AS "Persistence", \
            pg_catalog.array_to_string(c.reloptions, ', ') AS "Options", s.spcname AS "Tablespace", \
            pg_catalog.pg_get_userbyid(c.relowner) AS "Owner", \
            pg_catalog.pg_size_pretty(pg_catalog.int8mul(c.relpages, \
            pg_catalog.current_setting('block_size')::pg_catalog.int8)) AS "Size (estimate)", \
            pg_catalog.pg_stat_get_numscans(c.oid) AS "Scans" \
            FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid \
            JOIN pg_catalog.pg_class t ON t.oid = i.indrelid JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace \
            JOIN pg_catalog.pg_am m ON m.oid = c.relam LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace \
            WHERE i.indexrelid = \(number)
            """, isRecord: true)
    }

    var sequence: CatalogSection {
        section(
            "Facts",
            """
            SELECT pg_catalog.format_type(s.seqtypid, NULL) AS "Type", \
            CASE WHEN pg_catalog.has_sequence_privilege(s.seqrelid, 'USAGE,SELECT') \
            THEN pg_catalog.pg_sequence_last_value(s.seqrelid) END AS "Last value", s.seqstart AS "Start", \
            s.seqmin AS "Minimum", s.seqmax AS "Maximum", s.seqincrement AS "Increment", \
            CASE WHEN s.seqcycle THEN 'yes' ELSE 'no' END AS "Cycles", s.seqcache AS "Cache", \
            CASE WHEN d.deptype = 'a' THEN pg_catalog.concat_ws('.', n.nspname, t.relname, a.attname) END AS "Owned by", \
            CASE WHEN d.deptype = 'i' THEN pg_catalog.concat_ws('.', n.nspname, t.relname, a.attname) END \
            AS "Identity column", CASE WHEN c.relpersistence = 'u' THEN 'unlogged' \
            WHEN c.relpersistence = 't' THEN 'temporary' ELSE 'permanent' END AS "Persistence", \
            pg_catalog.pg_get_userbyid(c.relowner) AS "Owner", \
            pg_catalog.obj_description(c.oid, 'pg_class') AS "Comment" \
            FROM pg_catalog.pg_sequence s JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid \
            LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass \
            AND d.objid = c.oid AND d.objsubid = 0 AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass \
            AND d.deptype = ANY (\(letters: "ai")) \
            LEFT JOIN pg_catalog.pg_class t ON t.oid = d.refobjid \
            LEFT JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace \
            LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid \
            WHERE s.seqrelid = \(number)
            """, isRecord: true)
    }
}
