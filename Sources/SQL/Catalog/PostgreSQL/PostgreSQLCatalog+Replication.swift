import Failures
import SQLWire

/// Lists of publications, subscriptions, statistics and partitioned relations.
extension PostgreSQLCatalog {
    /// `\dRp`; with `+` also the tables of each publication.
    @Sendable static func publications(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let condition = try condition(call, name: "p.pubname")
        let generated = newer("p", "pubgencols")
        var query = list(
            "Publications",
            """
            SELECT p.pubname AS "Name", pg_catalog.pg_get_userbyid(p.pubowner) AS "Owner", \
            \(yes("p.puballtables")) AS "All tables", \(yes("p.pubinsert")) AS "Inserts", \
            \(yes("p.pubupdate")) AS "Updates", \(yes("p.pubdelete")) AS "Deletes", \
            \(yes("p.pubtruncate")) AS "Truncates", CASE WHEN \(generated) = 's' THEN 'stored' \
            WHEN \(generated) = 'n' THEN 'none' END AS "Generated columns", \
            CASE WHEN \(newer("p", "pubviaroot")) = 'true' THEN 'yes' ELSE 'no' END AS "Via root" \
            FROM pg_catalog.pg_publication p WHERE \(condition) ORDER BY p.pubname LIMIT \(limit + 1)
            """)
        guard call.isVerbose else { return query }
        let tables: PostgreSQLText = """
            SELECT p.pubname AS "Publication", t.schemaname AS "Schema", t.tablename AS "Table", \
            \(newer("t", "attnames")) AS "Columns", \(newer("t", "rowfilter")) AS "Where" \
            FROM pg_catalog.pg_publication p JOIN pg_catalog.pg_publication_tables t ON t.pubname = p.pubname \
            WHERE \(condition) ORDER BY p.pubname, t.schemaname, t.tablename LIMIT \(limit + 1)
            """
        query.sections.append(CatalogSection(title: "Tables", sql: tables.bytes, limit: limit))
        return query
    }

    /// `\dRs`. The connection string is left out: it may contain a password, and only superusers may read it.
    @Sendable static func subscriptions(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let more: PostgreSQLText = """
            , s.subslotname AS "Slot", s.subsynccommit AS "Synchronous commit"
            """
        return list(
            "Subscriptions",
            """
            SELECT s.subname AS "Name", pg_catalog.pg_get_userbyid(s.subowner) AS "Owner", \
            \(yes("s.subenabled")) AS "Enabled", pg_catalog.array_to_string(s.subpublications, ', ') AS "Publication"\
            \(call.isVerbose ? more : "") FROM pg_catalog.pg_subscription s JOIN pg_catalog.pg_database d \
            ON d.oid = s.subdbid WHERE d.datname = pg_catalog.current_database() \
            AND \(try condition(call, name: "s.subname")) ORDER BY s.subname LIMIT \(limit + 1)
            """)
    }

    /// `\dX`.
    @Sendable static func extendedStatistics(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let conditions = conditions(
            try call.pattern(), name: "s.stxname", visible: "pg_catalog.pg_statistics_obj_is_visible(s.oid)",
            showsSystem: true)
        func kind(_ letter: PostgreSQLText) -> PostgreSQLText {
            "CASE WHEN \(letter) = ANY (s.stxkind) THEN 'defined' END"
        }
        let definition: PostgreSQLText = "pg_catalog.pg_get_statisticsobjdef(s.oid)"
        return list(
            "Extended statistics",
            """
            SELECT n.nspname AS "Schema", s.stxname AS "Name", \
            pg_catalog.substr(\(definition), pg_catalog.strpos(\(definition), ' ON ') + 4) AS "Definition", \
            \(kind("'d'")) AS "Ndistinct", \(kind("'f'")) AS "Dependencies", \(kind("'m'")) AS "MCV", \
            pg_catalog.obj_description(s.oid, 'pg_statistic_ext') AS "Description" FROM pg_catalog.pg_statistic_ext s \
            JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace WHERE \(conditions) \
            ORDER BY n.nspname, s.stxname LIMIT \(limit + 1)
            """)
    }

    /// `\dP`. With `+` the sizes of all partitions are measured, which may wait for locks. The partitions are found by
    /// their parents, because `pg_partition_tree` exists only from PostgreSQL 12 on.
    @Sendable static func partitionedRelations(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let conditions = conditions(
            try call.pattern(), name: "c.relname", visible: "pg_catalog.pg_table_is_visible(c.oid)",
            showsSystem: call.showsSystem)
        let more: PostgreSQLText = """
            , (WITH RECURSIVE below (oid) AS (SELECT c.oid UNION ALL SELECT i.inhrelid FROM below b \
            JOIN pg_catalog.pg_inherits i ON i.inhparent = b.oid) \
            SELECT pg_catalog.pg_size_pretty(pg_catalog.sum(pg_catalog.pg_table_size(b.oid))) FROM below b) \
            AS "Total size"
            """
        return list(
            "Partitioned relations",
            """
            SELECT n.nspname AS "Schema", c.relname AS "Name", pg_catalog.pg_get_userbyid(c.relowner) AS "Owner", \
            \(kind) AS "Type", t.oid::pg_catalog.regclass AS "Table", am.amname AS "Access method"\
            \(call.isVerbose ? more : ""), pg_catalog.obj_description(c.oid, 'pg_class') AS "Description" \
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
            LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid LEFT JOIN pg_catalog.pg_class t ON t.oid = i.indrelid \
            LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam \
            WHERE c.relkind = ANY (\(letters: "pI")) AND NOT c.relispartition AND \(conditions) \
            ORDER BY n.nspname, c.relname LIMIT \(limit + 1)
            """)
    }
}
