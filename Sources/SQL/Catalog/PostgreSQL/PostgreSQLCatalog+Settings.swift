import Failures
import SQLWire

/// Lists of settings and privileges of roles and databases.
extension PostgreSQLCatalog {
    /// `\ddp`.
    @Sendable static func defaultPrivileges(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let pattern = try call.pattern()
        let conditions = [
            pattern.schema.flatMap { condition($0, "n.nspname") },
            pattern.name.flatMap { part in
                condition(part, "n.nspname").map { schema in
                    condition(part, "r.rolname").map { "(\(schema) OR \($0))" } ?? schema
                }
            },
        ].compactMap { $0 }
        return list(
            "Default access privileges",
            """
            SELECT r.rolname AS "Owner", n.nspname AS "Schema", CASE WHEN d.defaclobjtype = 'r' THEN 'table' \
            WHEN d.defaclobjtype = 'S' THEN 'sequence' WHEN d.defaclobjtype = 'f' THEN 'function' \
            WHEN d.defaclobjtype = 'T' THEN 'type' WHEN d.defaclobjtype = 'n' THEN 'schema' \
            WHEN d.defaclobjtype = 'L' THEN 'large object' END AS "Type", \
            \(privileges(of: "d.defaclacl")) AS "Access privileges" FROM pg_catalog.pg_default_acl d \
            LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace \
            LEFT JOIN pg_catalog.pg_roles r ON r.oid = d.defaclrole \
            WHERE \(conditions.isEmpty ? "true" : conditions.joined(separator: " AND ")) \
            ORDER BY r.rolname, n.nspname, d.defaclobjtype LIMIT \(limit + 1)
            """)
    }

    /// `\drds`.
    @Sendable static func roleSettings(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        list(
            "Settings of roles and databases",
            """
            SELECT r.rolname AS "Role", d.datname AS "Database", \
            pg_catalog.array_to_string(s.setconfig, E'\\n') AS "Settings" \
            FROM pg_catalog.pg_db_role_setting s LEFT JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase \
            LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.setrole \
            WHERE \(try condition(call, name: "coalesce(r.rolname, '')")) \
            ORDER BY r.rolname, d.datname LIMIT \(limit + 1)
            """)
    }

    /// `\drg`. Since PostgreSQL 16, INHERIT and SET belong to each grant; before, the member's own attribute decides.
    @Sendable static func roleGrants(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let own: PostgreSQLText =
            try call.pattern().name == nil && !call.showsSystem ? " AND m.rolname !~ '^pg_'" : ""
        let inherited: PostgreSQLText = "coalesce(\(newer("a", "inherit_option")), m.rolinherit::pg_catalog.text)"
        return list(
            "Role grants",
            """
            SELECT m.rolname AS "Role name", r.rolname AS "Member of", pg_catalog.concat_ws(', ', \
            CASE WHEN a.admin_option THEN 'ADMIN' END, CASE WHEN \(inherited) = 'true' THEN 'INHERIT' END, \
            CASE WHEN coalesce(\(newer("a", "set_option")), 'true') = 'true' THEN 'SET' END) AS "Options", \
            g.rolname AS "Grantor" FROM pg_catalog.pg_roles m JOIN pg_catalog.pg_auth_members a ON a.member = m.oid \
            LEFT JOIN pg_catalog.pg_roles r ON r.oid = a.roleid LEFT JOIN pg_catalog.pg_roles g ON g.oid = a.grantor \
            WHERE \(try condition(call, name: "m.rolname"))\(own) \
            ORDER BY m.rolname, r.rolname, g.rolname LIMIT \(limit + 1)
            """)
    }

    /// `\dconfig`; without a pattern the parameters that differ from their defaults, as in psql.
    @Sendable static func parameters(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let pattern = try call.word() ?? ""
        let chosen: PostgreSQLText =
            pattern.isEmpty
            ? """
            s.source <> 'default' AND (s.setting <> s.boot_val OR s.boot_val IS NULL)
            """
            : "pg_catalog.lower(s.name) ~ \(expression(of: pattern)) COLLATE pg_catalog.default"
        let more: PostgreSQLText = """
            , s.vartype AS "Type", s.context AS "Context", s.source AS "Source"
            """
        return list(
            "Parameters",
            """
            SELECT s.name AS "Parameter", pg_catalog.current_setting(s.name, true) AS "Value"\
            \(call.isVerbose ? more : "") FROM pg_catalog.pg_settings s WHERE \(chosen) \
            ORDER BY pg_catalog.lower(s.name) LIMIT \(limit + 1)
            """)
    }

    /// The dots in a parameter's name are not separators.
    private static func expression(of pattern: String) -> String {
        let signs = pattern.lowercased().map { sign in
            switch sign {
            case "*": ".*"
            case "?": "."
            case _ where sign.isLetter || sign.isNumber || sign == "_" || sign == "-": String(sign)
            default: "\\\(sign)"
            }
        }
        return "^(\(signs.joined()))$"
    }
}
