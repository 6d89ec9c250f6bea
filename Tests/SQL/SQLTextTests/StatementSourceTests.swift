import SQLText
import SQLWire
import Testing

/// Which statements are plain queries of one table.
@Suite struct StatementSourceTests {
    private func source(_ sql: String, _ rules: LexRules) -> String? {
        StatementSource.onlyTable(of: Array(sql.utf8), rules: rules)
    }

    private static let postgresql = LexRules(dialect: .postgresql, hasBackslashEscapes: false)
    private static let mysql = LexRules(dialect: .mysql, hasBackslashEscapes: true)

    @Test(arguments: [
        ("select * from t", "t"), ("SELECT id, name FROM s.t AS x WHERE a IS DISTINCT FROM b", "t"),
        ("select a from \"T x\" order by 1 limit 3;", "T x"), ("table s.t", "t"),
        ("select extract(year from d), (select max(x) from u) from only t", "t"),
        ("select * from t where id in (select id from u)", "t"), ("select * from t for update", "t"),
        ("/* from u */ select * from t -- , u", "t"),
    ])
    func `a query of one table names it`(sql: String, name: String) {
        #expect(source(sql, Self.postgresql) == name)
    }

    @Test(arguments: [
        "select * from t, u", "select * from t join u on true", "select * from t natural join u",
        "select * from t cross join t x", "select * from (select * from t) d", "select * from f(1)",
        "with t as (select 1) select * from t", "select * from t union all select * from u",
        "select * from t except select * from t", "insert into t values (1) returning *", "values (1)", "show all",
        "explain select * from t", "select 1", "select * from lateral f(x) y", "select * from (t)", "",
    ])
    func `anything else names none`(sql: String) {
        #expect(source(sql, Self.postgresql) == nil)
    }

    @Test func `MySQL's quotes and comments are read`() {
        #expect(source("select * from `a``b`.`t` v where x = 'from u'", Self.mysql) == "t")
        #expect(source("select * from t straight_join u", Self.mysql) == nil)
        #expect(source("select * from t /*! , u */", Self.mysql) == nil)
    }
}
