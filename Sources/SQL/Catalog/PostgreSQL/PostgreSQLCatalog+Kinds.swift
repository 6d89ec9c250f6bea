import Failures
import SQLWire

/// Lists of casts, collations, conversions, operators, languages and access methods.
extension PostgreSQLCatalog {
    /// `\dC`. The pattern is matched against both types.
    @Sendable static func casts(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let pattern = try call.pattern()
        let sides = [("f", "nf"), ("t", "nt")].map { type, schema -> PostgreSQLText in
            let (type, schema) = (PostgreSQLText(stringLiteral: type), PostgreSQLText(stringLiteral: schema))
            return conditions(
                pattern, name: "\(type).typname", alternative: "pg_catalog.format_type(\(type).oid, NULL)",
                schema: "\(schema).nspname", visible: "pg_catalog.pg_type_is_visible(\(type).oid)", showsSystem: true)
        }
        let more: PostgreSQLText = """
            , \(yes("p.proleakproof")) AS "Leakproof?", pg_catalog.obj_description(c.oid, 'pg_cast') AS "Description"
            """
        return list(
            "Casts",
            """
            SELECT pg_catalog.format_type(c.castsource, NULL) AS "Source type", \
            pg_catalog.format_type(c.casttarget, NULL) AS "Target type", \
            CASE WHEN c.castmethod = 'b' THEN '(binary coercible)' WHEN c.castmethod = 'i' THEN '(with inout)' \
            ELSE p.proname END AS "Function", CASE WHEN c.castcontext = 'e' THEN 'no' \
            WHEN c.castcontext = 'a' THEN 'in assignment' ELSE 'yes' END AS "Implicit?"\(call.isVerbose ? more : "") \
            FROM pg_catalog.pg_cast c LEFT JOIN pg_catalog.pg_proc p ON p.oid = c.castfunc \
            JOIN pg_catalog.pg_type f ON f.oid = c.castsource JOIN pg_catalog.pg_namespace nf ON nf.oid = f.typnamespace \
            JOIN pg_catalog.pg_type t ON t.oid = c.casttarget JOIN pg_catalog.pg_namespace nt ON nt.oid = t.typnamespace \
            WHERE (\(sides[0])) OR (\(sides[1])) \
            ORDER BY pg_catalog.format_type(c.castsource, NULL), pg_catalog.format_type(c.casttarget, NULL) \
            LIMIT \(limit + 1)
            """)
    }

    /// `\dO`.
    @Sendable static func collations(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let conditions = conditions(
            try call.pattern(), name: "l.collname", visible: "pg_catalog.pg_collation_is_visible(l.oid)",
            showsSystem: call.showsSystem)
        let more: PostgreSQLText = ", pg_catalog.obj_description(l.oid, 'pg_collation') AS \"Description\""
        return list(
            "Collations",
            """
            SELECT n.nspname AS "Schema", l.collname AS "Name", \(provider("l.collprovider")) AS "Provider", \
            l.collcollate AS "Collate", l.collctype AS "Ctype", \
            coalesce(\(newer("l", "colllocale")), \(newer("l", "colliculocale"))) AS "Locale", \
            \(newer("l", "collicurules")) AS "ICU Rules", CASE WHEN \(newer("l", "collisdeterministic")) = 'false' \
            THEN 'no' ELSE 'yes' END AS "Deterministic?"\(call.isVerbose ? more : "") \
            FROM pg_catalog.pg_collation l JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace \
            WHERE l.collencoding = ANY (ARRAY[-1, pg_catalog.pg_char_to_encoding(pg_catalog.getdatabaseencoding())]) \
            AND \(conditions) ORDER BY n.nspname, l.collname LIMIT \(limit + 1)
            """)
    }

    /// `\dc`.
    @Sendable static func conversions(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let conditions = conditions(
            try call.pattern(), name: "c.conname", visible: "pg_catalog.pg_conversion_is_visible(c.oid)",
            showsSystem: call.showsSystem)
        let more: PostgreSQLText = ", pg_catalog.obj_description(c.oid, 'pg_conversion') AS \"Description\""
        return list(
            "Conversions",
            """
            SELECT n.nspname AS "Schema", c.conname AS "Name", \
            pg_catalog.pg_encoding_to_char(c.conforencoding) AS "Source", \
            pg_catalog.pg_encoding_to_char(c.contoencoding) AS "Destination", \
            \(yes("c.condefault")) AS "Default?"\(call.isVerbose ? more : "") \
            FROM pg_catalog.pg_conversion c JOIN pg_catalog.pg_namespace n ON n.oid = c.connamespace \
            WHERE \(conditions) ORDER BY n.nspname, c.conname LIMIT \(limit + 1)
            """)
    }

    /// `\do`.
    @Sendable static func operators(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let conditions = conditions(
            try call.pattern(), name: "o.oprname", visible: "pg_catalog.pg_operator_is_visible(o.oid)",
            showsSystem: call.showsSystem)
        let more: PostgreSQLText = """
            , o.oprcode::pg_catalog.regproc AS "Function", \(yes("p.proleakproof")) AS "Leakproof?"
            """
        return list(
            "Operators",
            """
            SELECT n.nspname AS "Schema", o.oprname AS "Name", \
            CASE WHEN o.oprkind <> 'l' THEN pg_catalog.format_type(o.oprleft, NULL) END AS "Left arg type", \
            pg_catalog.format_type(o.oprright, NULL) AS "Right arg type", \
            pg_catalog.format_type(o.oprresult, NULL) AS "Result type"\(call.isVerbose ? more : ""), \
            coalesce(pg_catalog.obj_description(o.oid, 'pg_operator'), \
            pg_catalog.obj_description(o.oprcode, 'pg_proc')) AS "Description" \
            FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace \
            LEFT JOIN pg_catalog.pg_proc p ON p.oid = o.oprcode WHERE \(conditions) \
            ORDER BY n.nspname, o.oprname, o.oid LIMIT \(limit + 1)
            """)
    }

    /// `\dL`.
    @Sendable static func languages(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let showsAll = try call.pattern().name != nil || call.showsSystem
        let own: PostgreSQLText = showsAll ? "" : " AND l.lanplcallfoid <> 0"
        let more: PostgreSQLText = """
            , \(yes("NOT l.lanispl")) AS "Internal language", l.lanplcallfoid::pg_catalog.regprocedure AS "Call handler", \
            l.lanvalidator::pg_catalog.regprocedure AS "Validator", \
            l.laninline::pg_catalog.regprocedure AS "Inline handler", \(privileges(of: "l.lanacl")) AS "Access privileges"
            """
        return list(
            "Languages",
            """
            SELECT l.lanname AS "Name", pg_catalog.pg_get_userbyid(l.lanowner) AS "Owner", \
            \(yes("l.lanpltrusted")) AS "Trusted"\(call.isVerbose ? more : ""), \
            pg_catalog.obj_description(l.oid, 'pg_language') AS "Description" FROM pg_catalog.pg_language l \
            WHERE \(try condition(call, name: "l.lanname"))\(own) ORDER BY l.lanname LIMIT \(limit + 1)
            """)
    }

    /// `\dA`.
    @Sendable static func accessMethods(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let more: PostgreSQLText = """
            , m.amhandler::pg_catalog.regproc AS "Handler", pg_catalog.obj_description(m.oid, 'pg_am') AS "Description"
            """
        return list(
            "Access methods",
            """
            SELECT m.amname AS "Name", CASE WHEN m.amtype = 'i' THEN 'Index' WHEN m.amtype = 't' THEN 'Table' END \
            AS "Type"\(call.isVerbose ? more : "") FROM pg_catalog.pg_am m \
            WHERE \(try condition(call, name: "m.amname")) ORDER BY m.amname LIMIT \(limit + 1)
            """)
    }
}
