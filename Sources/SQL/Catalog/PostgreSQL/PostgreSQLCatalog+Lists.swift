import Failures
import SQLWire

extension PostgreSQLCatalog {
    /// `\dn`.
    @Sendable static func schemas(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let pattern = try call.pattern()
        let condition = try condition(call, name: "n.nspname")
        let own: PostgreSQLText =
            pattern.name == nil && !call.showsSystem
            ? " AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'" : ""
        let more: PostgreSQLText = """
            , \(privileges(of: "n.nspacl")) AS "Access privileges", \
            pg_catalog.obj_description(n.oid, 'pg_namespace') AS "Description"
            """
        var query = list(
            "Schemas",
            """
            SELECT n.nspname AS "Name", pg_catalog.pg_get_userbyid(n.nspowner) AS "Owner"\
            \(call.isVerbose ? more : "") FROM pg_catalog.pg_namespace n WHERE \(condition)\(own) \
            ORDER BY n.nspname LIMIT \(limit + 1)
            """)
        guard pattern.name != nil else { return query }
        // PostgreSQL 14 and older cannot publish schemas.
        let publications: PostgreSQLText = """
            SELECT p.pubname AS "Publication", n.nspname AS "Schema" FROM pg_catalog.pg_publication p \
            JOIN pg_catalog.pg_publication_namespace pn ON pn.pnpubid = p.oid \
            JOIN pg_catalog.pg_namespace n ON n.oid = pn.pnnspid WHERE \(condition) \
            ORDER BY p.pubname, n.nspname LIMIT \(limit + 1)
            """
        query.sections.append(
            CatalogSection(title: "Publications", sql: publications.bytes, limit: limit, isOptional: true))
        return query
    }

    /// `\dx`; with `+` also the objects of each extension.
    @Sendable static func extensions(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let condition = try condition(call, name: "e.extname")
        var query = list(
            "Extensions",
            """
            SELECT e.extname AS "Name", e.extversion AS "Version", v.default_version AS "Default version", \
            n.nspname AS "Schema", pg_catalog.obj_description(e.oid, 'pg_extension') AS "Description" \
            FROM pg_catalog.pg_extension e LEFT JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace \
            LEFT JOIN pg_catalog.pg_available_extensions() AS v (name, default_version, comment) ON v.name = e.extname \
            WHERE \(condition) ORDER BY e.extname LIMIT \(limit + 1)
            """)
        guard call.isVerbose else { return query }
        let objects: PostgreSQLText = """
            SELECT e.extname AS "Extension", pg_catalog.pg_describe_object(d.classid, d.objid, 0) AS "Object description" \
            FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid \
            WHERE d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.deptype = 'e' AND \(condition) \
            ORDER BY e.extname, pg_catalog.pg_describe_object(d.classid, d.objid, 0) LIMIT \(limit + 1)
            """
        query.sections.append(CatalogSection(title: "Objects", sql: objects.bytes, limit: limit))
        return query
    }

    /// `\db`. The size needs the right to create tables in the tablespace.
    @Sendable static func tablespaces(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let more: PostgreSQLText = """
            , \(privileges(of: "s.spcacl")) AS "Access privileges", \
            pg_catalog.array_to_string(s.spcoptions, ', ') AS "Options", \
            CASE WHEN pg_catalog.has_tablespace_privilege(s.oid, 'CREATE') \
            THEN pg_catalog.pg_size_pretty(pg_catalog.pg_tablespace_size(s.oid)) END AS "Size", \
            pg_catalog.shobj_description(s.oid, 'pg_tablespace') AS "Description"
            """
        return list(
            "Tablespaces",
            """
            SELECT s.spcname AS "Name", pg_catalog.pg_get_userbyid(s.spcowner) AS "Owner", \
            pg_catalog.pg_tablespace_location(s.oid) AS "Location"\(call.isVerbose ? more : "") \
            FROM pg_catalog.pg_tablespace s \
            WHERE \(try condition(call, name: "s.spcname")) ORDER BY s.spcname LIMIT \(limit + 1)
            """)
    }

    /// `\dy`.
    @Sendable static func eventTriggers(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let more: PostgreSQLText = ", pg_catalog.obj_description(e.oid, 'pg_event_trigger') AS \"Description\""
        return list(
            "Event triggers",
            """
            SELECT e.evtname AS "Name", e.evtevent AS "Event", pg_catalog.pg_get_userbyid(e.evtowner) AS "Owner", \
            CASE WHEN e.evtenabled = 'D' THEN 'disabled' WHEN e.evtenabled = 'R' THEN 'replica' \
            WHEN e.evtenabled = 'A' THEN 'always' ELSE 'enabled' END AS "Enabled", \
            e.evtfoid::pg_catalog.regproc AS "Function", pg_catalog.array_to_string(e.evttags, ', ') AS "Tags"\
            \(call.isVerbose ? more : "") FROM pg_catalog.pg_event_trigger e \
            WHERE \(try condition(call, name: "e.evtname")) ORDER BY e.evtname LIMIT \(limit + 1)
            """)
    }

    /// `\du` and `\dg`.
    static func roles(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let pattern = try call.pattern()
        let own: PostgreSQLText = pattern.name == nil && !call.showsSystem ? " AND r.rolname !~ '^pg_'" : ""
        return list(
            "Roles",
            """
            SELECT r.rolname AS "Role", pg_catalog.concat_ws(', ', \
            CASE WHEN r.rolsuper THEN 'superuser' END, CASE WHEN NOT r.rolcanlogin THEN 'cannot log in' END, \
            CASE WHEN NOT r.rolinherit THEN 'does not inherit' END, \
            CASE WHEN r.rolcreaterole THEN 'creates roles' END, CASE WHEN r.rolcreatedb THEN 'creates databases' END, \
            CASE WHEN r.rolreplication THEN 'replication' END, CASE WHEN r.rolbypassrls THEN 'bypasses RLS' END, \
            CASE WHEN r.rolconnlimit >= 0 THEN pg_catalog.concat(r.rolconnlimit, ' connections') END, \
            CASE WHEN r.rolvaliduntil IS NOT NULL THEN pg_catalog.concat('password valid until ', r.rolvaliduntil) END) \
            AS "Attributes", \
            pg_catalog.array_to_string(ARRAY(SELECT b.rolname FROM pg_catalog.pg_auth_members m \
            JOIN pg_catalog.pg_roles b ON b.oid = m.roleid WHERE m.member = r.oid ORDER BY b.rolname LIMIT 100), ', ') \
            AS "Member of", pg_catalog.shobj_description(r.oid, 'pg_authid') AS "Description" \
            FROM pg_catalog.pg_roles r WHERE \(try condition(call, name: "r.rolname"))\(own) \
            ORDER BY r.rolname LIMIT \(limit + 1)
            """)
    }

    /// `\l`.
    static func databases(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let more: PostgreSQLText = """
            , CASE WHEN pg_catalog.has_database_privilege(d.oid, 'CONNECT') \
            THEN pg_catalog.pg_size_pretty(pg_catalog.pg_database_size(d.oid)) END AS "Size", \
            t.spcname AS "Tablespace", pg_catalog.shobj_description(d.oid, 'pg_database') AS "Description"
            """
        let tablespace: PostgreSQLText = " LEFT JOIN pg_catalog.pg_tablespace t ON t.oid = d.dattablespace"
        return list(
            "Databases",
            """
            SELECT d.datname AS "Name", pg_catalog.pg_get_userbyid(d.datdba) AS "Owner", \
            pg_catalog.pg_encoding_to_char(d.encoding) AS "Encoding", \
            \(provider(newer("d", "datlocprovider"))) AS "Locale Provider", d.datcollate AS "Collate", \
            d.datctype AS "Ctype", coalesce(\(newer("d", "datlocale")), \(newer("d", "daticulocale"))) AS "Locale", \
            \(newer("d", "daticurules")) AS "ICU Rules", \(privileges(of: "d.datacl")) AS "Access privileges"\
            \(call.isVerbose ? more : "") FROM pg_catalog.pg_database d\(call.isVerbose ? tablespace : "") \
            WHERE \(try condition(call, name: "d.datname")) ORDER BY d.datname LIMIT \(limit + 1)
            """)
    }

    /// The provider of a locale; before PostgreSQL 15 always the C library.
    static func provider(_ letter: PostgreSQLText) -> PostgreSQLText {
        """
        CASE WHEN \(letter) = 'i' THEN 'icu' WHEN \(letter) = 'b' THEN 'builtin' WHEN \(letter) = 'd' THEN 'default' \
        ELSE 'libc' END
        """
    }

    /// `\dp` and `\z`. Policies have psql's format.
    static func privileges(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let conditions = conditions(
            try call.pattern(), name: "c.relname", visible: "pg_catalog.pg_table_is_visible(c.oid)",
            showsSystem: call.showsSystem)
        let chosen: PostgreSQLText = """
            SELECT c.oid, n.nspname, c.relname, c.relkind, c.relacl \
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
            WHERE c.relkind = ANY (\(letters: "rvmSfp")) AND \(conditions) \
            ORDER BY n.nspname, c.relname LIMIT \(limit + 1)
            """
        return list(
            "Access privileges",
            """
            SELECT c.nspname AS "Schema", c.relname AS "Name", \(kind) AS "Type", \
            \(privileges(of: "c.relacl")) AS "Access privileges", \
            pg_catalog.array_to_string(ARRAY(SELECT pg_catalog.concat(a.attname, ': ', \
            \(privileges(of: "a.attacl"))) FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid \
            AND NOT a.attisdropped AND a.attacl IS NOT NULL ORDER BY a.attnum LIMIT 100), '; ') \
            AS "Column privileges", pg_catalog.array_to_string(ARRAY(SELECT pg_catalog.concat(p.polname, \
            CASE WHEN NOT p.polpermissive THEN ' (RESTRICTIVE)' END, CASE WHEN p.polcmd <> '*' \
            THEN pg_catalog.concat(' (', p.polcmd, ')') END, ':', \
            CASE WHEN p.polqual IS NOT NULL THEN pg_catalog.concat(' (u): ', \
            pg_catalog.pg_get_expr(p.polqual, p.polrelid)) END, CASE WHEN p.polwithcheck IS NOT NULL \
            THEN pg_catalog.concat(' (c): ', pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)) END, \
            CASE WHEN p.polroles <> '{0}'::pg_catalog.oid[] THEN pg_catalog.concat(' to: ', \
            pg_catalog.array_to_string(ARRAY(SELECT o.rolname FROM pg_catalog.pg_roles o \
            WHERE o.oid = ANY (p.polroles) ORDER BY o.rolname LIMIT 100), ', ')) END) FROM pg_catalog.pg_policy p \
            WHERE p.polrelid = c.oid ORDER BY p.polname LIMIT 100), '; ') AS "Policies" \
            FROM (\(chosen)) AS c ORDER BY c.nspname, c.relname
            """)
    }
}
