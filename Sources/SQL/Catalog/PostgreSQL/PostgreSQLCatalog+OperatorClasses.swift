import Failures
import SQLScript
import SQLWire

/// Lists of operator classes and families and of their members. Each list takes a pattern of access methods and a
/// second pattern.
extension PostgreSQLCatalog {
    /// `\dAc [METHOD [TYPE]]`.
    @Sendable static func operatorClasses(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let (method, type) = try methodAndMore(call)
        let input = typeConditions(type)
        let more: PostgreSQLText = """
            , \(shown("f.opfname", in: "fn.nspname", visible: "pg_catalog.pg_opfamily_is_visible(f.oid)")) \
            AS "Operator family", pg_catalog.pg_get_userbyid(c.opcowner) AS "Owner"
            """
        return list(
            "Operator classes",
            """
            SELECT am.amname AS "AM", pg_catalog.format_type(c.opcintype, NULL) AS "Input type", \
            CASE WHEN c.opckeytype <> 0 AND c.opckeytype <> c.opcintype \
            THEN pg_catalog.format_type(c.opckeytype, NULL) END AS "Storage type", \
            \(shown("c.opcname", in: "cn.nspname", visible: "pg_catalog.pg_opclass_is_visible(c.oid)")) \
            AS "Operator class", \(yes("c.opcdefault")) AS "Default?"\(call.isVerbose ? more : "") \
            FROM pg_catalog.pg_opclass c JOIN pg_catalog.pg_am am ON am.oid = c.opcmethod \
            JOIN pg_catalog.pg_namespace cn ON cn.oid = c.opcnamespace \
            JOIN pg_catalog.pg_type t ON t.oid = c.opcintype JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace \
            JOIN pg_catalog.pg_opfamily f ON f.oid = c.opcfamily \
            JOIN pg_catalog.pg_namespace fn ON fn.oid = f.opfnamespace WHERE \(method) AND \(input) \
            ORDER BY am.amname, pg_catalog.format_type(c.opcintype, NULL), c.opcname LIMIT \(limit + 1)
            """)
    }

    /// `\dAf [METHOD [TYPE]]`.
    @Sendable static func operatorFamilies(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let (method, type) = try methodAndMore(call)
        let hasType: PostgreSQLText =
            type.name == nil
            ? ""
            : """
             AND EXISTS (SELECT 1 FROM pg_catalog.pg_opclass oc JOIN pg_catalog.pg_type t ON t.oid = oc.opcintype \
            JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace \
            WHERE oc.opcfamily = f.oid AND \(typeConditions(type)))
            """
        let more: PostgreSQLText = ", pg_catalog.pg_get_userbyid(f.opfowner) AS \"Owner\""
        return list(
            "Operator families",
            """
            SELECT am.amname AS "AM", \
            \(shown("f.opfname", in: "fn.nspname", visible: "pg_catalog.pg_opfamily_is_visible(f.oid)")) \
            AS "Operator family", (SELECT pg_catalog.string_agg(pg_catalog.format_type(oc.opcintype, NULL), ', ' \
            ORDER BY oc.oid) FROM pg_catalog.pg_opclass oc WHERE oc.opcfamily = f.oid) AS "Applicable types"\
            \(call.isVerbose ? more : "") FROM pg_catalog.pg_opfamily f \
            JOIN pg_catalog.pg_am am ON am.oid = f.opfmethod \
            JOIN pg_catalog.pg_namespace fn ON fn.oid = f.opfnamespace WHERE \(method)\(hasType) \
            ORDER BY am.amname, f.opfname LIMIT \(limit + 1)
            """)
    }

    /// `\dAo [METHOD [FAMILY]]`.
    @Sendable static func familyOperators(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let (method, family) = try methodAndMore(call)
        let more: PostgreSQLText = """
            , sf.opfname AS "Sort opfamily", \(yes("p.proleakproof")) AS "Leakproof?"
            """
        return list(
            "Operators of operator families",
            """
            SELECT am.amname AS "AM", \
            \(shown("f.opfname", in: "n.nspname", visible: "pg_catalog.pg_opfamily_is_visible(f.oid)")) \
            AS "Operator family", o.amopopr::pg_catalog.regoperator AS "Operator", o.amopstrategy AS "Strategy", \
            CASE WHEN o.amoppurpose = 'o' THEN 'ordering' WHEN o.amoppurpose = 's' THEN 'search' END AS "Purpose"\
            \(call.isVerbose ? more : "") FROM pg_catalog.pg_amop o \
            JOIN pg_catalog.pg_opfamily f ON f.oid = o.amopfamily JOIN pg_catalog.pg_am am ON am.oid = f.opfmethod \
            JOIN pg_catalog.pg_namespace n ON n.oid = f.opfnamespace \
            LEFT JOIN pg_catalog.pg_opfamily sf ON sf.oid = o.amopsortfamily \
            LEFT JOIN pg_catalog.pg_operator op ON op.oid = o.amopopr \
            LEFT JOIN pg_catalog.pg_proc p ON p.oid = op.oprcode \
            WHERE \(method) AND \(familyConditions(family)) \
            ORDER BY am.amname, f.opfname, (o.amoplefttype = o.amoprighttype) DESC, \
            pg_catalog.format_type(o.amoplefttype, NULL), pg_catalog.format_type(o.amoprighttype, NULL), \
            o.amopstrategy LIMIT \(limit + 1)
            """)
    }

    /// `\dAp [METHOD [FAMILY]]`.
    @Sendable static func familyFunctions(_ call: CommandCall) throws(Failure) -> CatalogQuery {
        let (method, family) = try methodAndMore(call)
        let function: PostgreSQLText =
            call.isVerbose ? "s.amproc::pg_catalog.regprocedure::pg_catalog.text" : "p.proname::pg_catalog.text"
        return list(
            "Support functions of operator families",
            """
            SELECT am.amname AS "AM", \
            \(shown("f.opfname", in: "n.nspname", visible: "pg_catalog.pg_opfamily_is_visible(f.oid)")) \
            AS "Operator family", pg_catalog.format_type(s.amproclefttype, NULL) AS "Registered left type", \
            pg_catalog.format_type(s.amprocrighttype, NULL) AS "Registered right type", s.amprocnum AS "Number", \
            \(function) AS "Function" FROM pg_catalog.pg_amproc s \
            JOIN pg_catalog.pg_opfamily f ON f.oid = s.amprocfamily JOIN pg_catalog.pg_am am ON am.oid = f.opfmethod \
            JOIN pg_catalog.pg_namespace n ON n.oid = f.opfnamespace JOIN pg_catalog.pg_proc p ON p.oid = s.amproc \
            WHERE \(method) AND \(familyConditions(family)) \
            ORDER BY am.amname, f.opfname, (s.amproclefttype = s.amprocrighttype) DESC, \
            pg_catalog.format_type(s.amproclefttype, NULL), pg_catalog.format_type(s.amprocrighttype, NULL), \
            s.amprocnum LIMIT \(limit + 1)
            """)
    }

    /// The condition of the first word for access methods, and the second word as a pattern.
    private static func methodAndMore(_ call: CommandCall) throws(Failure) -> (PostgreSQLText, NamePattern) {
        let words = call.words.texts
        guard words.count <= 2 else {
            throw call.refusal("it takes two arguments", next: "put quotes round a name that has blanks in it")
        }
        let method = try NamePattern(words.first ?? "", call.dialect)
        guard method.schema == nil else {
            throw call.refusal(
                "an access method stands in no schema", next: "put quotes round a name that has a dot in it")
        }
        let asked = method.name.flatMap { Self.condition($0, "am.amname") } ?? "true"
        return (asked, try NamePattern(words.count > 1 ? words[1] : "", call.dialect))
    }

    private static func typeConditions(_ type: NamePattern) -> PostgreSQLText {
        guard type.name != nil else { return "true" }
        return conditions(
            type, name: "t.typname", alternative: "pg_catalog.format_type(t.oid, NULL)",
            visible: "pg_catalog.pg_type_is_visible(t.oid)", showsSystem: true)
    }

    /// psql searches families in all schemas.
    private static func familyConditions(_ family: NamePattern) -> PostgreSQLText {
        guard family.name != nil else { return "true" }
        return conditions(family, name: "f.opfname", visible: "true", showsSystem: true)
    }

    /// A name, qualified with its schema where it is not visible without.
    private static func shown(
        _ name: PostgreSQLText, in schema: PostgreSQLText, visible: PostgreSQLText
    ) -> PostgreSQLText {
        """
        CASE WHEN \(visible) THEN pg_catalog.quote_ident(\(name)) \
        ELSE pg_catalog.concat(pg_catalog.quote_ident(\(schema)), '.', pg_catalog.quote_ident(\(name))) END
        """
    }
}
