import Failures
import SQLWire

/// Lists of large objects, and of comments on objects that have no list of their own.
extension PostgreSQLCatalog {
    /// `\dd`: constraints, operator classes and families, rules and triggers that have a comment.
    @Sendable static func descriptions(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let pattern = try call.pattern()
        func objects(
            _ kind: String, _ name: PostgreSQLText, from tables: PostgreSQLText, visible: PostgreSQLText,
            and more: PostgreSQLText = ""
        ) -> PostgreSQLText {
            let conditions = conditions(pattern, name: name, visible: visible, showsSystem: call.showsSystem)
            return """
                SELECT o.oid, o.tableoid, n.nspname, \(name)::pg_catalog.text AS name, \(kind)::pg_catalog.text AS kind \
                FROM \(tables) WHERE \(conditions)\(more)
                """
        }
        let table: PostgreSQLText = "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
        let isTableVisible: PostgreSQLText = "pg_catalog.pg_table_is_visible(c.oid)"
        let all = [
            objects(
                "table constraint", "o.conname",
                from: "pg_catalog.pg_constraint o JOIN pg_catalog.pg_class c ON c.oid = o.conrelid \(table)",
                visible: isTableVisible),
            objects(
                "domain constraint", "o.conname",
                from: """
                    pg_catalog.pg_constraint o JOIN pg_catalog.pg_type t ON t.oid = o.contypid \
                    JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
                    """, visible: "pg_catalog.pg_type_is_visible(t.oid)"),
            objects(
                "operator class", "o.opcname",
                from: "pg_catalog.pg_opclass o JOIN pg_catalog.pg_namespace n ON n.oid = o.opcnamespace",
                visible: "pg_catalog.pg_opclass_is_visible(o.oid)"),
            objects(
                "operator family", "o.opfname",
                from: "pg_catalog.pg_opfamily o JOIN pg_catalog.pg_namespace n ON n.oid = o.opfnamespace",
                visible: "pg_catalog.pg_opfamily_is_visible(o.oid)"),
            objects(
                "rule", "o.rulename",
                from: "pg_catalog.pg_rewrite o JOIN pg_catalog.pg_class c ON c.oid = o.ev_class \(table)",
                visible: isTableVisible, and: " AND o.rulename <> '_RETURN'"),
            objects(
                "trigger", "o.tgname",
                from: "pg_catalog.pg_trigger o JOIN pg_catalog.pg_class c ON c.oid = o.tgrelid \(table)",
                visible: isTableVisible),
        ].joined(separator: " UNION ALL ")
        return list(
            "Object descriptions",
            """
            SELECT DISTINCT a.nspname AS "Schema", a.name AS "Name", a.kind AS "Object", \
            d.description AS "Description" FROM (\(all)) AS a JOIN pg_catalog.pg_description d \
            ON d.objoid = a.oid AND d.classoid = a.tableoid AND d.objsubid = 0 \
            ORDER BY a.nspname, a.name, a.kind LIMIT \(limit + 1)
            """)
    }

    /// `\dl`.
    @Sendable static func largeObjects(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        try call.nothing()
        let more: PostgreSQLText = ", \(privileges(of: "l.lomacl")) AS \"Access privileges\""
        return list(
            "Large objects",
            """
            SELECT l.oid AS "ID", pg_catalog.pg_get_userbyid(l.lomowner) AS "Owner"\(call.isVerbose ? more : ""), \
            pg_catalog.obj_description(l.oid, 'pg_largeobject') AS "Description" \
            FROM pg_catalog.pg_largeobject_metadata l ORDER BY l.oid LIMIT \(limit + 1)
            """)
    }
}
