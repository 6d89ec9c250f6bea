/// Triggers, policies, rules, statistics and publications.
extension PostgreSQLRelation {
    /// Before PostgreSQL 15 the triggers that partitions inherit count as internal.
    var triggers: CatalogSection {
        let inherited: PostgreSQLText = """
             OR pg_catalog.current_setting('server_version_num')::pg_catalog.int4 < 150000 AND EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.objid = t.oid \
            AND d.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass \
            AND d.refclassid = 'pg_catalog.pg_trigger'::pg_catalog.regclass)
            """
        let parent = PostgreSQLCatalog.newer("t", "tgparentid")
        return section(
            "Triggers",
            """
            \(above) SELECT t.tgname AS "Trigger", pg_catalog.pg_get_triggerdef(t.oid, true) AS "Definition", \
            CASE WHEN t.tgenabled = 'D' THEN CASE WHEN t.tgisinternal THEN 'internal, disabled' ELSE 'disabled' END \
            WHEN t.tgenabled = 'R' THEN 'replica' WHEN t.tgenabled = 'A' THEN 'always' END AS "State", \
            CASE WHEN \(parent) <> '0' THEN (SELECT p.tgrelid::pg_catalog.regclass FROM above u \
            JOIN pg_catalog.pg_trigger p ON p.tgrelid = u.oid WHERE p.tgname = t.tgname \
            AND \(PostgreSQLCatalog.newer("p", "tgparentid")) = '0' ORDER BY u.depth LIMIT 1) END AS "Defined on" \
            FROM pg_catalog.pg_trigger t WHERE t.tgrelid = \(number) \
            AND (NOT t.tgisinternal OR t.tgenabled = 'D'\(inherited)) ORDER BY t.tgname
            """)
    }

    var policies: CatalogSection {
        section(
            "Policies",
            """
            SELECT p.polname AS "Policy", CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END AS "Kind", \
            CASE WHEN p.polcmd = 'r' THEN 'SELECT' WHEN p.polcmd = 'a' THEN 'INSERT' \
            WHEN p.polcmd = 'w' THEN 'UPDATE' WHEN p.polcmd = 'd' THEN 'DELETE' ELSE 'ALL' END AS "For", \
            CASE WHEN p.polroles = '{0}'::pg_catalog.oid[] THEN 'public' ELSE pg_catalog.array_to_string(\
            ARRAY(SELECT o.rolname FROM pg_catalog.pg_roles o WHERE o.oid = ANY (p.polroles) ORDER BY o.rolname \
            LIMIT 100), ', ') END AS "To", pg_catalog.pg_get_expr(p.polqual, p.polrelid) AS "Using", \
            pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) AS "With check" \
            FROM pg_catalog.pg_policy p WHERE p.polrelid = \(number) ORDER BY p.polname
            """)
    }

    var rules: CatalogSection {
        section(
            "Rules",
            """
            SELECT r.rulename AS "Rule", pg_catalog.pg_get_ruledef(r.oid, true) AS "Definition", \
            CASE WHEN r.ev_enabled = 'D' THEN 'disabled' WHEN r.ev_enabled = 'R' THEN 'replica' \
            WHEN r.ev_enabled = 'A' THEN 'always' END AS "State" \
            FROM pg_catalog.pg_rewrite r WHERE r.ev_class = \(number) AND r.rulename <> '_RETURN' ORDER BY r.rulename
            """)
    }

    /// `stxstattarget` exists from PostgreSQL 13 on.
    var statistics: CatalogSection {
        let target: PostgreSQLText = "\(PostgreSQLCatalog.newer("s", "stxstattarget"))::pg_catalog.int4"
        return section(
            "Statistics",
            """
            SELECT s.stxname AS "Statistics", pg_catalog.pg_get_statisticsobjdef(s.oid) AS "Definition", \
            CASE WHEN \(target) >= 0 THEN \(target) END AS "Statistics target" \
            FROM pg_catalog.pg_statistic_ext s WHERE s.stxrelid = \(number) ORDER BY s.stxname
            """)
    }

    /// Column lists, row filters and whole schemas exist from PostgreSQL 15 on.
    var publications: CatalogSection {
        let publishable: PostgreSQLText = """
            pg_catalog.pg_relation_is_publishable(\(number)::pg_catalog.oid::pg_catalog.regclass)
            """
        let everywhere: PostgreSQLText = """
            SELECT p.pubname, NULL::pg_catalog.text, NULL::pg_catalog.text FROM pg_catalog.pg_publication p \
            WHERE p.puballtables AND \(publishable)
            """
        let named: PostgreSQLText =
            version < 150_000
            ? "NULL::pg_catalog.text, NULL::pg_catalog.text"
            : """
            CASE WHEN t.prattrs IS NOT NULL THEN pg_catalog.array_to_string(ARRAY(SELECT a.attname \
            FROM pg_catalog.pg_attribute a WHERE a.attrelid = t.prrelid \
            AND a.attnum = ANY (t.prattrs::pg_catalog.int2[]) ORDER BY a.attnum), ', ') END, \
            pg_catalog.pg_get_expr(t.prqual, t.prrelid)
            """
        let schemas: PostgreSQLText = """
             UNION SELECT p.pubname, NULL, NULL FROM pg_catalog.pg_publication p \
            JOIN pg_catalog.pg_publication_namespace t ON t.pnpubid = p.oid \
            JOIN pg_catalog.pg_class c ON c.relnamespace = t.pnnspid WHERE c.oid = \(number) AND \(publishable)
            """
        return section(
            "Publications",
            """
            SELECT q.publication AS "Publication", q.attributes AS "Columns", q.filter AS "Where" FROM (\(everywhere) \
            UNION SELECT p.pubname, \(named) FROM pg_catalog.pg_publication p \
            JOIN pg_catalog.pg_publication_rel t ON t.prpubid = p.oid WHERE t.prrelid = \(number)\
            \(version < 150_000 ? "" : schemas)) AS q (publication, attributes, filter) ORDER BY q.publication
            """)
    }
}
