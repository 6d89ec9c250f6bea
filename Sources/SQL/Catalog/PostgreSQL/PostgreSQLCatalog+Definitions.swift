import Failures
import SQLCore

extension PostgreSQLCatalog {
    /// `\sf`: definitions of all functions of the name. An aggregate has none.
    static func functionDefinition(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let word = try call.word("a function")
        // The argument types that psql takes along choose among several, which are all shown here.
        let name = word.firstIndex(of: "(").map { String(word[..<$0]) } ?? word
        let conditions = conditions(
            try NamePattern(name, .postgresql), name: "p.proname",
            visible: "pg_catalog.pg_function_is_visible(p.oid)", showsSystem: true)
        return list(
            "Function \(word)",
            """
            SELECT CASE WHEN p.prokind = 'a' THEN pg_catalog.concat('-- aggregate ', \
            p.oid::pg_catalog.regprocedure) ELSE pg_catalog.pg_get_functiondef(p.oid) END AS "Definition" \
            FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace \
            WHERE \(conditions) ORDER BY n.nspname, p.proname, p.oid LIMIT 21
            """, limit: 20, absence: "there is no function \(word)")
    }

    /// `\sv`.
    static func viewDefinition(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let word = try call.word("a view")
        let conditions = conditions(
            try NamePattern(word, .postgresql), name: "c.relname",
            visible: "pg_catalog.pg_table_is_visible(c.oid)", showsSystem: true)
        return list(
            "View \(word)",
            """
            SELECT pg_catalog.concat(CASE WHEN c.relkind = 'm' THEN 'CREATE MATERIALIZED VIEW ' \
            ELSE 'CREATE OR REPLACE VIEW ' END, pg_catalog.quote_ident(n.nspname), '.', \
            pg_catalog.quote_ident(c.relname), ' AS', E'\\n', pg_catalog.pg_get_viewdef(c.oid, true)) AS "Definition" \
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
            WHERE c.relkind = ANY (\(letters: "vm")) AND \(conditions) ORDER BY n.nspname, c.relname LIMIT 21
            """, limit: 20, absence: "there is no view \(word)")
    }

    /// `\kill`: asks, and tells what to type where nothing was to be ended.
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
