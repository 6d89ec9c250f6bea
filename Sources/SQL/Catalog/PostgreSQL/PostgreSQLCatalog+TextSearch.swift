import Failures
import SQLWire

/// Lists of text search.
extension PostgreSQLCatalog {
    /// `\dF`; with `+` also the dictionaries for each token type.
    @Sendable static func textConfigurations(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let conditions = try textConditions(call, "c.cfgname", "pg_catalog.pg_ts_config_is_visible(c.oid)")
        var query = list(
            "Text search configurations",
            """
            SELECT n.nspname AS "Schema", c.cfgname AS "Name", \
            pg_catalog.concat(np.nspname, '.', p.prsname) AS "Parser", \
            pg_catalog.obj_description(c.oid, 'pg_ts_config') AS "Description" FROM pg_catalog.pg_ts_config c \
            JOIN pg_catalog.pg_namespace n ON n.oid = c.cfgnamespace \
            LEFT JOIN pg_catalog.pg_ts_parser p ON p.oid = c.cfgparser \
            LEFT JOIN pg_catalog.pg_namespace np ON np.oid = p.prsnamespace WHERE \(conditions) \
            ORDER BY n.nspname, c.cfgname LIMIT \(limit + 1)
            """)
        guard call.isVerbose else { return query }
        let words: PostgreSQLText = """
            SELECT n.nspname AS "Schema", c.cfgname AS "Configuration", t.alias AS "Token", pg_catalog.array_to_string(\
            ARRAY(SELECT m.mapdict::pg_catalog.regdictionary FROM pg_catalog.pg_ts_config_map m WHERE m.mapcfg = c.oid \
            AND m.maptokentype = t.tokid ORDER BY m.mapseqno), ', ') AS "Dictionaries" \
            FROM pg_catalog.pg_ts_config c JOIN pg_catalog.pg_namespace n ON n.oid = c.cfgnamespace \
            CROSS JOIN LATERAL pg_catalog.ts_token_type(c.cfgparser) AS t \
            WHERE EXISTS (SELECT 1 FROM pg_catalog.pg_ts_config_map m WHERE m.mapcfg = c.oid \
            AND m.maptokentype = t.tokid) AND \(conditions) \
            ORDER BY n.nspname, c.cfgname, t.alias LIMIT \(limit + 1)
            """
        query.sections.append(CatalogSection(title: "Words", sql: words.bytes, limit: limit))
        return query
    }

    /// `\dFd`.
    @Sendable static func textDictionaries(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let more: PostgreSQLText = """
            , pg_catalog.concat(nt.nspname, '.', t.tmplname) AS "Template", d.dictinitoption AS "Init options"
            """
        return list(
            "Text search dictionaries",
            """
            SELECT n.nspname AS "Schema", d.dictname AS "Name"\(call.isVerbose ? more : ""), \
            pg_catalog.obj_description(d.oid, 'pg_ts_dict') AS "Description" FROM pg_catalog.pg_ts_dict d \
            JOIN pg_catalog.pg_namespace n ON n.oid = d.dictnamespace \
            LEFT JOIN pg_catalog.pg_ts_template t ON t.oid = d.dicttemplate \
            LEFT JOIN pg_catalog.pg_namespace nt ON nt.oid = t.tmplnamespace \
            WHERE \(try textConditions(call, "d.dictname", "pg_catalog.pg_ts_dict_is_visible(d.oid)")) \
            ORDER BY n.nspname, d.dictname LIMIT \(limit + 1)
            """)
    }

    /// `\dFp`.
    @Sendable static func textParsers(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let conditions = try textConditions(call, "p.prsname", "pg_catalog.pg_ts_parser_is_visible(p.oid)")
        let more: PostgreSQLText = """
            , p.prsstart::pg_catalog.regproc AS "Start parse", p.prstoken::pg_catalog.regproc AS "Get next token", \
            p.prsend::pg_catalog.regproc AS "End parse", p.prsheadline::pg_catalog.regproc AS "Get headline", \
            p.prslextype::pg_catalog.regproc AS "Get token types"
            """
        var query = list(
            "Text search parsers",
            """
            SELECT n.nspname AS "Schema", p.prsname AS "Name"\(call.isVerbose ? more : ""), \
            pg_catalog.obj_description(p.oid, 'pg_ts_parser') AS "Description" FROM pg_catalog.pg_ts_parser p \
            JOIN pg_catalog.pg_namespace n ON n.oid = p.prsnamespace WHERE \(conditions) \
            ORDER BY n.nspname, p.prsname LIMIT \(limit + 1)
            """)
        guard call.isVerbose else { return query }
        let words: PostgreSQLText = """
            SELECT p.prsname AS "Parser", t.alias AS "Token name", t.description AS "Description" \
            FROM pg_catalog.pg_ts_parser p JOIN pg_catalog.pg_namespace n ON n.oid = p.prsnamespace \
            CROSS JOIN LATERAL pg_catalog.ts_token_type(p.oid) AS t WHERE \(conditions) \
            ORDER BY p.prsname, t.alias LIMIT \(limit + 1)
            """
        query.sections.append(CatalogSection(title: "Token types", sql: words.bytes, limit: limit))
        return query
    }

    /// `\dFt`.
    @Sendable static func textTemplates(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let more: PostgreSQLText = """
            , t.tmplinit::pg_catalog.regproc AS "Init", t.tmpllexize::pg_catalog.regproc AS "Lexize"
            """
        return list(
            "Text search templates",
            """
            SELECT n.nspname AS "Schema", t.tmplname AS "Name"\(call.isVerbose ? more : ""), \
            pg_catalog.obj_description(t.oid, 'pg_ts_template') AS "Description" FROM pg_catalog.pg_ts_template t \
            JOIN pg_catalog.pg_namespace n ON n.oid = t.tmplnamespace \
            WHERE \(try textConditions(call, "t.tmplname", "pg_catalog.pg_ts_template_is_visible(t.oid)")) \
            ORDER BY n.nspname, t.tmplname LIMIT \(limit + 1)
            """)
    }

    /// psql lists the system objects, too.
    private static func textConditions(
        _ call: CommandCall, _ name: PostgreSQLText, _ visible: PostgreSQLText
    ) throws(Failure) -> PostgreSQLText {
        conditions(try call.pattern(), name: name, visible: visible, showsSystem: true)
    }
}
