import Failures
import SQLWire

/// Lists of functions, types and domains.
extension PostgreSQLCatalog {
    /// `\df`, also with kinds: `\dfp`.
    @Sendable static func functions(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let conditions = conditions(
            try call.pattern(), name: "p.proname", visible: "pg_catalog.pg_function_is_visible(p.oid)",
            showsSystem: call.showsSystem)
        let more: PostgreSQLText = """
            , CASE WHEN p.provolatile = 'i' THEN 'immutable' WHEN p.provolatile = 's' THEN 'stable' \
            ELSE 'volatile' END AS "Volatility", CASE WHEN p.proparallel = 'r' THEN 'restricted' \
            WHEN p.proparallel = 's' THEN 'safe' ELSE 'unsafe' END AS "Parallel", \
            CASE WHEN p.prosecdef THEN 'definer' ELSE 'invoker' END AS "Security", \
            \(yes("p.proleakproof")) AS "Leakproof?", pg_catalog.pg_get_userbyid(p.proowner) AS "Owner", \
            \(privileges(of: "p.proacl")) AS "Access privileges", l.lanname AS "Language", \
            CASE WHEN l.lanname = ANY (ARRAY['c', 'internal']::pg_catalog.name[]) THEN p.prosrc END AS "Internal name", \
            pg_catalog.obj_description(p.oid, 'pg_proc') AS "Description"
            """
        let language: PostgreSQLText = " LEFT JOIN pg_catalog.pg_language l ON l.oid = p.prolang"
        let kinds = functionKinds(CommandEntry.stem(of: call.name).dropFirst(2))
        return list(
            call.name.hasPrefix("da") ? "Aggregate functions" : "Functions",
            """
            SELECT n.nspname AS "Schema", p.proname AS "Name", \
            pg_catalog.pg_get_function_result(p.oid) AS "Result type", \
            pg_catalog.pg_get_function_arguments(p.oid) AS "Argument types", \
            CASE WHEN p.prokind = 'a' THEN 'agg' WHEN p.prokind = 'w' THEN 'window' WHEN p.prokind = 'p' THEN 'proc' \
            ELSE 'func' END AS "Type"\(call.isVerbose ? more : "") \
            FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace\
            \(call.isVerbose ? language : "") WHERE \(conditions)\(call.name.hasPrefix("da") ? functionKinds("a") : kinds) \
            ORDER BY n.nspname, p.proname, p.oid LIMIT \(limit + 1)
            """)
    }

    private static let isTrigger: PostgreSQLText = "p.prorettype = 'pg_catalog.trigger'::pg_catalog.regtype"

    /// The condition for the letters after `\df`.
    private static func functionKinds(_ letters: Substring) -> PostgreSQLText {
        let conditions = letters.compactMap { letter -> PostgreSQLText? in
            switch letter {
            case "a": "p.prokind = 'a'"
            case "w": "p.prokind = 'w'"
            case "p": "p.prokind = 'p'"
            case "t": "\(isTrigger)"
            case "n": "(p.prokind = 'f' AND NOT (\(isTrigger)))"
            default: nil
            }
        }
        return conditions.isEmpty ? "" : " AND (\(conditions.joined(separator: " OR ")))"
    }

    /// `\dT`. Row types and array types are excluded by columns of `pg_type` itself: a join would take a second on a
    /// server with 50,000 tables.
    @Sendable static func types(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let pattern = try call.pattern()
        let conditions = conditions(
            pattern, name: "t.typname", alternative: "pg_catalog.format_type(t.oid, NULL)",
            visible: "pg_catalog.pg_type_is_visible(t.oid)", showsSystem: call.showsSystem)
        let more: PostgreSQLText = """
            , t.typname AS "Internal name", CASE WHEN t.typrelid <> 0 THEN 'tuple' WHEN t.typlen < 0 THEN 'var' \
            ELSE t.typlen::pg_catalog.text END AS "Size", pg_catalog.pg_get_userbyid(t.typowner) AS "Owner", \
            \(privileges(of: "t.typacl")) AS "Access privileges"
            """
        return list(
            "Types",
            """
            SELECT n.nspname AS "Schema", pg_catalog.format_type(t.oid, NULL) AS "Name", \
            CASE WHEN t.typtype = 'b' THEN 'base' WHEN t.typtype = 'c' THEN 'composite' \
            WHEN t.typtype = 'd' THEN 'domain' WHEN t.typtype = 'e' THEN 'enum' WHEN t.typtype = 'r' THEN 'range' \
            WHEN t.typtype = 'm' THEN 'multirange' ELSE 'pseudo' END AS "Kind", \
            pg_catalog.array_to_string(ARRAY(SELECT e.enumlabel FROM pg_catalog.pg_enum e \
            WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder LIMIT 100), ', ') AS "Elements"\
            \(call.isVerbose ? more : ""), pg_catalog.obj_description(t.oid, 'pg_type') AS "Description" \
            FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace \
            LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid AND c.relkind = 'c' \
            WHERE (t.typtype <> 'c' OR c.oid IS NOT NULL) AND t.typcategory <> 'A' AND \(conditions) \
            ORDER BY n.nspname, t.typname LIMIT \(limit + 1)
            """)
    }

    /// `\dD`. Since PostgreSQL 17 a domain's NOT NULL is also a constraint.
    @Sendable static func domains(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let conditions = conditions(
            try call.pattern(), name: "t.typname", visible: "pg_catalog.pg_type_is_visible(t.oid)",
            showsSystem: call.showsSystem)
        let more: PostgreSQLText = """
            , \(privileges(of: "t.typacl")) AS "Access privileges", \
            pg_catalog.obj_description(t.oid, 'pg_type') AS "Description"
            """
        return list(
            "Domains",
            """
            SELECT n.nspname AS "Schema", t.typname AS "Name", \
            pg_catalog.format_type(t.typbasetype, t.typtypmod) AS "Type", \
            (SELECT l.collname FROM pg_catalog.pg_collation l, pg_catalog.pg_type b WHERE l.oid = t.typcollation \
            AND b.oid = t.typbasetype AND t.typcollation <> b.typcollation) AS "Collation", \
            CASE WHEN t.typnotnull THEN 'not null' END AS "Nullable", t.typdefault AS "Default", \
            pg_catalog.array_to_string(ARRAY(SELECT pg_catalog.pg_get_constraintdef(r.oid, true) \
            FROM pg_catalog.pg_constraint r WHERE r.contypid = t.oid AND r.contype = 'c' ORDER BY r.conname \
            LIMIT 100), ' ') AS "Check"\(call.isVerbose ? more : "") \
            FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace \
            WHERE t.typtype = 'd' AND \(conditions) ORDER BY n.nspname, t.typname LIMIT \(limit + 1)
            """)
    }
}
