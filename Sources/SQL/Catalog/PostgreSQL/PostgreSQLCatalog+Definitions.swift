import Failures
import SQLWire

extension PostgreSQLCatalog {
    /// `\sf` and `\ef`: the definitions of the functions and procedures with a name, or of the one with the given
    /// argument types.
    ///
    /// For editing, each comes with its name and with the reason if it cannot be edited.
    static func functionDefinition(_ call: CommandCall, isEdited: Bool = false) throws(Failure) -> CatalogQuery {
        let word = try call.wholeLine("a function")
        let routine = try RoutineName(word, call)
        let conditions = conditions(
            try NamePattern(routine.name, .postgresql), name: "p.proname",
            visible: "pg_catalog.pg_function_is_visible(p.oid)", showsSystem: true)
        let types = routine.types.map(argumentTypes) ?? ""
        let named: PostgreSQLText = isEdited ? "p.oid::pg_catalog.regprocedure AS \"Name\", " : ""
        let refusal: PostgreSQLText = """
            CASE WHEN p.prokind = 'a' THEN pg_catalog.concat(p.oid::pg_catalog.regprocedure, \
            ' is an aggregate function, and the server has no definition of one as text') END
            """
        let definition: PostgreSQLText = "CASE WHEN p.prokind <> 'a' THEN pg_catalog.pg_get_functiondef(p.oid) END"
        let shown: PostgreSQLText =
            isEdited
            ? "\(refusal) AS \"Refusal\", \(definition)"
            : """
            coalesce(\(call.isVerbose ? numbered(definition, hasHead: true) : definition), \
            pg_catalog.concat('-- ', \(refusal)))
            """
        return list(
            "Function \(word)",
            """
            SELECT \(named)\(shown) AS "Definition" \
            FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace \
            WHERE \(conditions)\(types) ORDER BY n.nspname, p.proname, p.oid LIMIT 21
            """, limit: 20, absence: "there is no function \(word)")
    }

    /// A definition with line numbers. Those of a function begin with its body, as in the server's errors. Source:
    /// psql, print_with_linenumbers.
    private static func numbered(_ definition: PostgreSQLText, hasHead: Bool) -> PostgreSQLText {
        let first: PostgreSQLText =
            hasHead ? "pg_catalog.min(CASE WHEN d.line ~ '^(AS |BEGIN |RETURN )' THEN d.number END) OVER ()" : "1"
        return """
            (SELECT pg_catalog.string_agg(pg_catalog.concat(CASE WHEN l.number >= l.first \
            THEN pg_catalog.rpad((l.number - l.first + 1)::pg_catalog.text, 8) ELSE '        ' END, l.line), E'\\n' \
            ORDER BY l.number) FROM (SELECT d.line, d.number, \(first) AS first FROM pg_catalog.unnest(\
            pg_catalog.string_to_array(pg_catalog.regexp_replace(\(definition), E'\\n$', ''), E'\\n')) \
            WITH ORDINALITY AS d (line, number)) AS l)
            """
    }

    /// The condition that a function has these argument types; a type that the server does not know is not an error.
    private static func argumentTypes(_ types: [String]) -> PostgreSQLText {
        types.enumerated().reduce(" AND p.pronargs = \(types.count)") { text, type in
            "\(text) AND p.proargtypes[\(type.offset)] = pg_catalog.to_regtype(\(type.element))::pg_catalog.oid"
        }
    }

    /// `\sv` and `\ev`: the text that recreates a view with all its options. psql does not support materialized views
    /// here.
    static func viewDefinition(_ call: CommandCall, isEdited: Bool = false) throws(Failure) -> CatalogQuery {
        let word = try call.wholeLine("a view")
        let conditions = conditions(
            try NamePattern(word, .postgresql), name: "c.relname",
            visible: "pg_catalog.pg_table_is_visible(c.oid)", showsSystem: true)
        let name: PostgreSQLText = """
            pg_catalog.concat(pg_catalog.quote_ident(n.nspname), '.', pg_catalog.quote_ident(c.relname))
            """
        let query: PostgreSQLText = "pg_catalog.regexp_replace(pg_catalog.pg_get_viewdef(c.oid, true), ';$', '')"
        let options: PostgreSQLText =
            "CASE WHEN o.options <> '' THEN pg_catalog.concat(E'\\n WITH (', o.options, ')') END"
        let view: PostgreSQLText = """
            pg_catalog.concat('CREATE OR REPLACE VIEW ', \(name), \(options), E' AS\\n', \(query), \
            CASE WHEN o.checked <> '' THEN pg_catalog.concat(E'\\n WITH ', pg_catalog.upper(o.checked), ' CHECK OPTION') END)
            """
        let materialized: PostgreSQLText = """
            pg_catalog.concat('CREATE MATERIALIZED VIEW ', \(name), CASE WHEN am.amname <> coalesce(\
            pg_catalog.current_setting('default_table_access_method', true), 'heap') \
            THEN pg_catalog.concat(E'\\n USING ', pg_catalog.quote_ident(am.amname)) END, \(options), \
            CASE WHEN s.spcname IS NOT NULL THEN pg_catalog.concat(E'\\n TABLESPACE ', pg_catalog.quote_ident(s.spcname)) \
            END, E' AS\\n', \(query), CASE WHEN NOT c.relispopulated THEN E'\\n WITH NO DATA' END)
            """
        let text: PostgreSQLText = "CASE WHEN c.relkind = 'm' THEN \(materialized) ELSE \(view) END"
        let shown: PostgreSQLText =
            isEdited
            ? """
            \(name) AS "Name", CASE WHEN c.relkind = 'm' THEN pg_catalog.concat(\(name), \
            ' is a materialized view, and CREATE OR REPLACE is not for these; \\sv shows its definition') END AS "Refusal", \
            CASE WHEN c.relkind = 'v' THEN \(view) END
            """ : call.isVerbose ? numbered(text, hasHead: false) : text
        return list(
            "View \(word)",
            """
            SELECT \(shown) AS "Definition" \
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
            LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam \
            LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace \
            CROSS JOIN LATERAL (SELECT pg_catalog.string_agg(CASE WHEN p.option_name <> 'check_option' THEN \
            pg_catalog.concat(pg_catalog.quote_ident(p.option_name), '=', CASE WHEN \
            pg_catalog.quote_ident(p.option_value) = p.option_value THEN p.option_value \
            ELSE pg_catalog.quote_literal(coalesce(p.option_value, '')) END) END, ', ') AS options, \
            pg_catalog.max(CASE WHEN p.option_name = 'check_option' THEN p.option_value END) AS checked \
            FROM pg_catalog.pg_options_to_table(c.reloptions) p) AS o \
            WHERE c.relkind = ANY (\(letters: "vm")) AND \(conditions) ORDER BY n.nspname, c.relname LIMIT 21
            """, limit: 20, absence: "there is no view \(word)")
    }

    /// `\kill`: cancels the statement of a session, and says what to type if that had no effect.
    static func cancel(_ session: UInt64) -> CatalogQuery {
        let sql: PostgreSQLText = """
            SELECT s.pid AS "Session", a.state AS "State", CASE WHEN a.pid IS NULL THEN 'there is no such session' \
            WHEN a.state ~ '^idle' THEN pg_catalog.concat('runs no statement; ', \
            'SELECT pg_terminate_backend(', s.pid, ') ends the session, and its transaction with it') \
            WHEN pg_catalog.pg_cancel_backend(a.pid) THEN 'asked to end its statement' ELSE 'not asked' END AS "Kill" \
            FROM (SELECT \(String(session))::pg_catalog.int8 AS pid) s \
            LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = s.pid
            """
        return CatalogQuery(
            title: "\\kill \(session)",
            sections: [CatalogSection(title: "", sql: sql.bytes, limit: nil, showsWhenEmpty: true, isRecord: true)])
    }

    /// `\activity`.
    static func activity(_ call: CommandCall) -> CatalogQuery {
        let busy: PostgreSQLText =
            call.isVerbose ? "" : " AND (a.state <> 'idle' OR a.state IS NULL) AND a.backend_type = 'client backend'"
        return list(
            "Sessions",
            """
            SELECT a.pid AS "Session", a.usename AS "User", a.state AS "State", \
            pg_catalog.array_to_string(pg_catalog.pg_blocking_pids(a.pid), ', ') AS "Blocked by", \
            pg_catalog.date_trunc('second', pg_catalog.clock_timestamp() - a.xact_start) AS "Transaction", \
            pg_catalog.date_trunc('second', pg_catalog.clock_timestamp() - a.query_start) AS "Statement", \
            pg_catalog.concat_ws(': ', a.wait_event_type, a.wait_event) AS "Waits for", \
            pg_catalog.left(pg_catalog.regexp_replace(a.query, '\\s+', ' ', 'g'), 200) AS "Query", \
            a.datname AS "Database", a.client_addr AS "From", a.application_name AS "Program" \
            FROM pg_catalog.pg_stat_activity a \
            WHERE a.pid <> pg_catalog.pg_backend_pid()\(busy) \
            ORDER BY a.xact_start NULLS LAST, a.query_start NULLS LAST LIMIT 201
            """, limit: 200)
    }
}
