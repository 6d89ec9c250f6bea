/// Expressions that several queries share.
extension PostgreSQLCatalog {
    /// Access privileges. An empty list, which excludes even the owner, differs from the default.
    static func privileges(of list: PostgreSQLText) -> PostgreSQLText {
        """
        CASE WHEN pg_catalog.cardinality(\(list)) = 0 THEN '(none)' ELSE pg_catalog.array_to_string(\(list), ', ') END
        """
    }

    /// The options of a foreign object in the syntax of its statement: `(table_name 'T')`.
    static func foreignOptions(_ list: PostgreSQLText) -> PostgreSQLText {
        """
        CASE WHEN \(list) IS NOT NULL THEN pg_catalog.concat('(', pg_catalog.array_to_string(ARRAY(SELECT \
        pg_catalog.concat(pg_catalog.quote_ident(o.option_name), ' ', pg_catalog.quote_literal(o.option_value)) \
        FROM pg_catalog.pg_options_to_table(\(list)) o), ', '), ')') END
        """
    }

    /// A catalogue column that older servers lack, as text; NULL there.
    static func newer(_ row: PostgreSQLText, _ column: String) -> PostgreSQLText {
        "(pg_catalog.to_jsonb(\(row)) ->> \(column))"
    }

    /// `yes` or `no`.
    static func yes(_ condition: PostgreSQLText) -> PostgreSQLText {
        "CASE WHEN \(condition) THEN 'yes' ELSE 'no' END"
    }
}
