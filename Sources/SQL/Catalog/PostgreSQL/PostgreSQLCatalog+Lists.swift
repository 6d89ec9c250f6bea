import Failures
import SQLCore

extension PostgreSQLCatalog {
    /// `\dn`.
    @Sendable static func schemas(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let pattern = try call.pattern()
        let condition = try condition(call, name: "n.nspname")
        let own: PostgreSQLText =
            pattern.name == nil && !call.showsSystem
            ? " AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'" : ""
        let more: PostgreSQLText = """
            , pg_catalog.array_to_string(n.nspacl, ', ') AS "Access privileges", \
            pg_catalog.obj_description(n.oid, 'pg_namespace') AS "Description"
            """
        return list(
            "Schemas",
            """
            SELECT n.nspname AS "Name", pg_catalog.pg_get_userbyid(n.nspowner) AS "Owner"\
            \(call.isVerbose ? more : "") FROM pg_catalog.pg_namespace n WHERE \(condition)\(own) \
            ORDER BY n.nspname LIMIT \(limit + 1)
            """)
    }

    /// `\df`.
    @Sendable static func functions(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let conditions = conditions(
            try call.pattern(), name: "p.proname", visible: "pg_catalog.pg_function_is_visible(p.oid)",
            showsSystem: call.showsSystem)
        let more: PostgreSQLText = """
            , CASE WHEN p.provolatile = 'i' THEN 'immutable' WHEN p.provolatile = 's' THEN 'stable' \
            ELSE 'volatile' END AS "Volatility", \
            CASE WHEN p.prosecdef THEN 'definer' ELSE 'invoker' END AS "Security", \
            pg_catalog.pg_get_userbyid(p.proowner) AS "Owner", l.lanname AS "Language", \
            pg_catalog.obj_description(p.oid, 'pg_proc') AS "Description"
            """
        let language: PostgreSQLText = " LEFT JOIN pg_catalog.pg_language l ON l.oid = p.prolang"
        return list(
            "Functions",
            """
            SELECT n.nspname AS "Schema", p.proname AS "Name", \
            pg_catalog.pg_get_function_result(p.oid) AS "Result type", \
            pg_catalog.pg_get_function_arguments(p.oid) AS "Argument types", \
            CASE WHEN p.prokind = 'a' THEN 'agg' WHEN p.prokind = 'w' THEN 'window' WHEN p.prokind = 'p' THEN 'proc' \
            ELSE 'func' END AS "Type"\(call.isVerbose ? more : "") \
            FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace\
            \(call.isVerbose ? language : "") WHERE \(conditions) \
            ORDER BY n.nspname, p.proname, p.oid LIMIT \(limit + 1)
            """)
    }

    /// `\dT`. Row types of tables and array types are left out by what stands in their own rows: looking for their
    /// tables and elements would take a second on a server with 50,000 tables.
    @Sendable static func types(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let pattern = try call.pattern()
        let conditions = conditions(
            pattern, name: "t.typname", visible: "pg_catalog.pg_type_is_visible(t.oid)",
            showsSystem: call.showsSystem)
        return list(
            "Types",
            """
            SELECT n.nspname AS "Schema", pg_catalog.format_type(t.oid, NULL) AS "Name", \
            CASE WHEN t.typtype = 'b' THEN 'base' WHEN t.typtype = 'c' THEN 'composite' \
            WHEN t.typtype = 'd' THEN 'domain' WHEN t.typtype = 'e' THEN 'enum' WHEN t.typtype = 'r' THEN 'range' \
            WHEN t.typtype = 'm' THEN 'multirange' ELSE 'pseudo' END AS "Kind", \
            pg_catalog.array_to_string(ARRAY(SELECT e.enumlabel FROM pg_catalog.pg_enum e \
            WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder LIMIT 100), ', ') AS "Elements", \
            pg_catalog.obj_description(t.oid, 'pg_type') AS "Description" \
            FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace \
            LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid AND c.relkind = 'c' \
            WHERE (t.typtype <> 'c' OR c.oid IS NOT NULL) AND t.typcategory <> 'A' AND \(conditions) \
            ORDER BY n.nspname, t.typname LIMIT \(limit + 1)
            """)
    }

    /// `\dD`.
    @Sendable static func domains(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let conditions = conditions(
            try call.pattern(), name: "t.typname", visible: "pg_catalog.pg_type_is_visible(t.oid)",
            showsSystem: call.showsSystem)
        return list(
            "Domains",
            """
            SELECT n.nspname AS "Schema", t.typname AS "Name", \
            pg_catalog.format_type(t.typbasetype, t.typtypmod) AS "Type", \
            CASE WHEN t.typnotnull THEN 'not null' END AS "Nullable", t.typdefault AS "Default", \
            pg_catalog.array_to_string(ARRAY(SELECT pg_catalog.pg_get_constraintdef(r.oid, true) \
            FROM pg_catalog.pg_constraint r WHERE r.contypid = t.oid ORDER BY r.conname LIMIT 100), ' ') AS "Check" \
            FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace \
            WHERE t.typtype = 'd' AND \(conditions) ORDER BY n.nspname, t.typname LIMIT \(limit + 1)
            """)
    }

    /// `\dx`.
    @Sendable static func extensions(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        list(
            "Extensions",
            """
            SELECT e.extname AS "Name", e.extversion AS "Version", n.nspname AS "Schema", \
            pg_catalog.obj_description(e.oid, 'pg_extension') AS "Description" \
            FROM pg_catalog.pg_extension e LEFT JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace \
            WHERE \(try condition(call, name: "e.extname")) ORDER BY e.extname LIMIT \(limit + 1)
            """)
    }

    /// `\db`.
    @Sendable static func tablespaces(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        list(
            "Tablespaces",
            """
            SELECT s.spcname AS "Name", pg_catalog.pg_get_userbyid(s.spcowner) AS "Owner", \
            pg_catalog.pg_tablespace_location(s.oid) AS "Location" FROM pg_catalog.pg_tablespace s \
            WHERE \(try condition(call, name: "s.spcname")) ORDER BY s.spcname LIMIT \(limit + 1)
            """)
    }

    /// `\dy`.
    @Sendable static func eventTriggers(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        list(
            "Event triggers",
            """
            SELECT e.evtname AS "Name", e.evtevent AS "Event", pg_catalog.pg_get_userbyid(e.evtowner) AS "Owner", \
            CASE WHEN e.evtenabled = 'D' THEN 'disabled' WHEN e.evtenabled = 'R' THEN 'replica' \
            WHEN e.evtenabled = 'A' THEN 'always' ELSE 'enabled' END AS "Enabled", p.proname AS "Function" \
            FROM pg_catalog.pg_event_trigger e LEFT JOIN pg_catalog.pg_proc p ON p.oid = e.evtfoid \
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
            CASE WHEN r.rolconnlimit >= 0 THEN pg_catalog.concat(r.rolconnlimit, ' connections') END) AS "Attributes", \
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
            pg_catalog.pg_encoding_to_char(d.encoding) AS "Encoding", d.datcollate AS "Collate", \
            d.datctype AS "Ctype", pg_catalog.array_to_string(d.datacl, ', ') AS "Access privileges"\
            \(call.isVerbose ? more : "") FROM pg_catalog.pg_database d\(call.isVerbose ? tablespace : "") \
            WHERE \(try condition(call, name: "d.datname")) ORDER BY d.datname LIMIT \(limit + 1)
            """)
    }

    /// `\dp` and `\z`.
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
            pg_catalog.array_to_string(c.relacl, ', ') AS "Access privileges", \
            pg_catalog.array_to_string(ARRAY(SELECT pg_catalog.concat(a.attname, ': ', \
            pg_catalog.array_to_string(a.attacl, ', ')) FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid \
            AND NOT a.attisdropped AND a.attacl IS NOT NULL ORDER BY a.attnum LIMIT 100), '; ') \
            AS "Column privileges", pg_catalog.array_to_string(ARRAY(SELECT p.polname FROM pg_catalog.pg_policy p \
            WHERE p.polrelid = c.oid ORDER BY p.polname LIMIT 100), ', ') AS "Policies" \
            FROM (\(chosen)) AS c ORDER BY c.nspname, c.relname
            """)
    }
}
