import Catalog
import SQLWire
import Testing

@Suite struct FactsTests {
    @Test func `PostgreSQL's answer is read`() {
        var facts = ServerFacts(dialect: .postgresql)
        #expect(facts.questions == [.session])
        facts.take(
            .session, rows: [["harbor", "jane", "77", "t", "off", "15.4", "UTC", "\"$user\", public", "f", "f", nil]])
        #expect(facts.database == "harbor" && facts.user == "jane" && facts.identifier == 77)
        #expect(facts.role == .reader && facts.isReadOnly && facts.product == .postgresql && facts.version == "15.4")
        #expect(facts.timeZone == "UTC" && facts.searchPath == "\"$user\", public")
        #expect(facts.sql(.instance) == nil && facts.sql(.variables) == nil)
        facts.take(.session, rows: [["harbor", "jane", "77", "f", "on", "15.4", "UTC", "x", "t", "t", "pg_temp_3"]])
        #expect(facts.searchedSchemas == ["pg_temp_3", "x"])
        #expect(facts.role == .writer && facts.isReadOnly && facts.product == .auroraPostgreSQL)
        #expect(facts.questions == [.session, .instance])
        #expect(facts.sql(.instance).map { String(decoding: $0, as: UTF8.self).contains("identifier") } == true)
        facts.take(.instance, rows: [["15.4.1", "harbor-1"]])
        #expect(facts.auroraVersion == "15.4.1" && facts.instance == "harbor-1")
        facts.take(.transaction, rows: [["12.5"]])
        #expect(facts.transactionSeconds == 12.5)
        facts.take(.transaction, rows: [])
        #expect(facts.transactionSeconds == nil)
    }

    @Test(arguments: [
        (
            ["version": "8.0.28", "aurora_version": "3.04.0", "aurora_server_id": "ferry-1", "innodb_read_only": "ON"],
            ServerFacts.Product.auroraMySQL, ServerFacts.Role.reader, true
        ),
        (
            ["version": "8.0.28", "version_malloc_library": "system", "innodb_read_only": "OFF", "read_only": "OFF"],
            .mariadb, .writer, false
        ),
        (["version": "5.7.44", "innodb_read_only": "OFF", "read_only": "ON"], .mysql, .reader, true),
        (["version": "8.4.0", "read_only": "OFF", "transaction_read_only": "ON"], .mysql, .writer, true),
        (["version": "8.4.0", "read_only": "OFF", "tx_read_only": "1"], .mysql, .writer, true),
    ])
    func `MySQL's variables show the product and the role`(
        _ values: [String: String], _ product: ServerFacts.Product, _ role: ServerFacts.Role, _ isReadOnly: Bool
    ) {
        var facts = ServerFacts(dialect: .mysql)
        facts.take(.session, rows: [[nil, "jane", "5", "SYSTEM"]])
        facts.take(.variables, rows: values.map { [$0.key, $0.value] })
        #expect(facts.product == product && facts.role == role && facts.isReadOnly == isReadOnly)
        #expect(facts.version == values["version"] && facts.database == nil && facts.user == "jane")
    }

    @Test(arguments: [
        ("\"$user\", public", ["jane", "public"]), ("Sales,audit", ["sales", "audit"]),
        ("\"Odd, \"\"Schema\"\"\" , pg_catalog, public", ["Odd, \"Schema\"", "public"]), ("\"\"", []), ("", []),
    ])
    func `PostgreSQL's search path is a list of schemas`(_ path: String, _ schemas: [String]) {
        var facts = ServerFacts(dialect: .postgresql)
        #expect(facts.searchedSchemas == nil)
        (facts.user, facts.searchPath) = ("jane", path)
        #expect(facts.searchedSchemas == schemas)
    }

    @Test func `answers with a wrong shape change nothing`() {
        for dialect in CommandTests.dialects {
            let empty = ServerFacts(dialect: dialect)
            var facts = empty
            for question in ServerFacts.Question.allCases {
                for rows in [[], [[]], [[nil]], [["x"]], [["1", "2", "3"]]] as [[[String?]]] {
                    facts.take(question, rows: rows)
                }
            }
            #expect(facts == empty)
        }
    }

    @Test func `PostgreSQL's settings are restored where they differ, the role last`() {
        var before = SessionSettings(dialect: .postgresql)
        before.take(
            0, rows: [["role", "writer"], ["search_path", "a, \"b'c\""], ["work_mem", "4096"], ["x.y", "\\"]])
        before.take(1, rows: [["temporary table t"], ["LISTEN c"]])
        var fresh = SessionSettings(dialect: .postgresql)
        fresh.take(0, rows: [["role", "none"], ["work_mem", "4096"]])
        let steps = before.steps(over: fresh)
        #expect(steps.map(\.name) == ["search_path", "x.y", "role"])
        #expect(
            steps.map { String(decoding: $0.sql, as: UTF8.self) } == [
                "SELECT pg_catalog.set_config('search_path', 'a, \"b''c\"', false)",
                "SELECT pg_catalog.set_config('x.y', E'\\\\', false)",
                "SELECT pg_catalog.set_config('role', 'writer', false)",
            ])
        #expect(before.belongings == ["temporary table t", "LISTEN c"])
        #expect(before.steps(over: before).isEmpty)
    }

    @Test func `MySQL's database and variables are restored where they differ`() {
        var before = SessionSettings(dialect: .mysql)
        before.take(
            0,
            rows: [
                ["autocommit", "OFF"], ["time_zone", "+02:00"], ["group_concat_max_len", "9"], ["sql_mode", ""],
                ["evil'; drop table x; --", "1"], ["max_statement_time", "1.5"],
            ])
        before.take(1, rows: [["har`bor"]])
        var fresh = SessionSettings(dialect: .mysql)
        fresh.take(0, rows: [["autocommit", "OFF"], ["sql_mode", "ANSI"]])
        fresh.take(1, rows: [[nil]])
        #expect(
            before.steps(over: fresh).map { String(decoding: $0.sql, as: UTF8.self) } == [
                "USE `har``bor`", "SET SESSION `sql_mode` = ''", "SET SESSION `time_zone` = '+02:00'",
                "SET SESSION `group_concat_max_len` = 9", "SET SESSION `max_statement_time` = 1.5",
            ])
    }
}
