import Failures
import SQLWire

/// Lists of foreign data.
extension PostgreSQLCatalog {
    /// `\des`.
    @Sendable static func foreignServers(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let more: PostgreSQLText = """
            , \(privileges(of: "s.srvacl")) AS "Access privileges", s.srvtype AS "Type", s.srvversion AS "Version", \
            \(foreignOptions("s.srvoptions")) AS "FDW options", \
            pg_catalog.obj_description(s.oid, 'pg_foreign_server') AS "Description"
            """
        return list(
            "Foreign servers",
            """
            SELECT s.srvname AS "Name", pg_catalog.pg_get_userbyid(s.srvowner) AS "Owner", \
            w.fdwname AS "Foreign-data wrapper"\(call.isVerbose ? more : "") FROM pg_catalog.pg_foreign_server s \
            JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw \
            WHERE \(try condition(call, name: "s.srvname")) ORDER BY s.srvname LIMIT \(limit + 1)
            """)
    }

    /// `\dew`.
    @Sendable static func foreignWrappers(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let more: PostgreSQLText = """
            , \(privileges(of: "w.fdwacl")) AS "Access privileges", \(foreignOptions("w.fdwoptions")) AS "FDW options", \
            pg_catalog.obj_description(w.oid, 'pg_foreign_data_wrapper') AS "Description"
            """
        return list(
            "Foreign-data wrappers",
            """
            SELECT w.fdwname AS "Name", pg_catalog.pg_get_userbyid(w.fdwowner) AS "Owner", \
            w.fdwhandler::pg_catalog.regproc AS "Handler", w.fdwvalidator::pg_catalog.regproc AS "Validator"\
            \(call.isVerbose ? more : "") FROM pg_catalog.pg_foreign_data_wrapper w \
            WHERE \(try condition(call, name: "w.fdwname")) ORDER BY w.fdwname LIMIT \(limit + 1)
            """)
    }

    /// `\deu`. The server shows options, passwords included, to the mapped user and to the server's owner. They are
    /// left out here, because other people may see the screen.
    @Sendable static func userMappings(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let more: PostgreSQLText = """
            , pg_catalog.array_to_string(ARRAY(SELECT o.option_name \
            FROM pg_catalog.pg_options_to_table(m.umoptions) o), ', ') AS "FDW options (names)"
            """
        return list(
            "User mappings",
            """
            SELECT m.srvname AS "Server", m.usename AS "User name"\(call.isVerbose ? more : "") \
            FROM pg_catalog.pg_user_mappings m WHERE \(try condition(call, name: "m.srvname")) \
            ORDER BY m.srvname, m.usename LIMIT \(limit + 1)
            """)
    }

    /// `\det`.
    @Sendable static func foreignTables(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let conditions = conditions(
            try call.pattern(), name: "c.relname", visible: "pg_catalog.pg_table_is_visible(c.oid)",
            showsSystem: call.showsSystem)
        let more: PostgreSQLText = """
            , \(foreignOptions("f.ftoptions")) AS "FDW options", \
            pg_catalog.obj_description(c.oid, 'pg_class') AS "Description"
            """
        return list(
            "Foreign tables",
            """
            SELECT n.nspname AS "Schema", c.relname AS "Table", s.srvname AS "Server"\(call.isVerbose ? more : "") \
            FROM pg_catalog.pg_foreign_table f JOIN pg_catalog.pg_class c ON c.oid = f.ftrelid \
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
            JOIN pg_catalog.pg_foreign_server s ON s.oid = f.ftserver WHERE \(conditions) \
            ORDER BY n.nspname, c.relname LIMIT \(limit + 1)
            """)
    }
}
