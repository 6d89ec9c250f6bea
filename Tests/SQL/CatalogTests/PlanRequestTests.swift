import Catalog
import Failures
import SQLWire
import Testing

@Suite struct PlanRequestTests {
    private func facts(_ product: ServerFacts.Product, _ version: String = "8.0.28") -> ServerFacts {
        var facts = ServerFacts(dialect: product == .postgresql ? .postgresql : .mysql)
        (facts.product, facts.version) = (product, version)
        return facts
    }

    private func request(
        _ statement: String, _ product: ServerFacts.Product = .postgresql, isAnalyzed: Bool = false
    ) -> Result<PlanRequest, Failure> {
        PlanRequest.make(for: Array(statement.utf8), isAnalyzed: isAnalyzed, facts: facts(product))
    }

    private func sql(
        _ statement: String, _ product: ServerFacts.Product = .postgresql, isAnalyzed: Bool = false
    ) throws -> String {
        String(decoding: try request(statement, product, isAnalyzed: isAnalyzed).get().sql, as: UTF8.self)
    }

    @Test func `each server has its own syntax`() throws {
        #expect(try sql("select 1;") == "EXPLAIN (FORMAT JSON) select 1")
        #expect(try sql(" select 1 ; ", isAnalyzed: true) == "EXPLAIN (FORMAT JSON, ANALYZE, BUFFERS) select 1")
        #expect(try sql("select 1;", .mysql) == "EXPLAIN FORMAT=JSON select 1")
        #expect(try sql("select 1", .auroraMySQL, isAnalyzed: true) == "EXPLAIN ANALYZE select 1")
        #expect(try sql("select 1", .mariadb, isAnalyzed: true) == "ANALYZE FORMAT=JSON select 1")
        let old = PlanRequest.make(for: Array("select 1".utf8), isAnalyzed: true, facts: facts(.mysql, "5.7.44"))
        guard case .failure(let failure) = old else {
            Issue.record("MySQL 5.7 measures nothing")
            return
        }
        #expect(failure.why?.contains("8.0.18") == true)
    }

    @Test(arguments: [
        ("select 1", false), ("table vessels", false), ("values (1)", false), ("select 'delete'", false),
        ("select \"update\" from t", false), ("select 1 -- delete", false), ("select 1 /* /* */ delete */", false),
        ("with x as (select 1) select * from x", false), ("select $a$ delete $a$", false),
        ("select e'\\' delete'", false), ("(select 1) union (select 2)", false), ("select deleted from t", false),
        ("delete from t", true), ("insert into t values (1)", true), ("update t set a = 1", true),
        ("merge into t using s on true when matched then delete", true), ("select * into n from t", true),
        ("with x as (delete from t returning *) select * from x", true), ("select * from t for update", true),
        ("execute p", true), ("create table n as select 1", true), ("select 'a' delete", false),
        ("select $a$ $b$ $a$ for update", true), ("select pg_terminate_backend(1)", true),
        ("select nextval('s')", true), ("select setval('s', 1)", true), ("select lo_unlink(1)", true),
        ("select dblink_exec('a', 'b')", true), ("select pg_advisory_lock(1)", true),
    ])
    func `a writing statement is known before it is measured`(_ statement: String, _ writes: Bool) throws {
        let request = try request(statement, isAnalyzed: true).get()
        #expect(request.mayWrite == writes && request.executes)
        #expect(try !self.request(statement).get().executes)
    }

    @Test(arguments: [
        ("select '\\' delete'", false), ("select `delete`", false), ("select 1 # delete", false),
        ("select \"delete\"", false), ("select replace(a, 'b', 'c') from t", false),
        ("replace into t values (1)", true), ("select 1 /*! into outfile 'x' */", true),
        ("select 1 into @a", false), ("/*! delete */ from t", true), ("select id--1 from t for update", true),
        ("select id -- 1 for update", false), ("select 1 from t lock in share mode", true),
    ])
    func `a writing statement is known on MySQL`(_ statement: String, _ writes: Bool) throws {
        #expect(try request(statement, .mysql).get().mayWrite == writes)
    }

    @Test(arguments: [
        "", " ", ";", "-- nothing", "select 1; delete from t", "select 1\\; delete from t", "vacuum", "begin",
        "explain select 1", "EXPLAIN ANALYZE delete from t", "drop table t", "\\dt", "grant x to y", "selct 1",
    ])
    func `a statement without a plan is refused`(_ statement: String) {
        guard case .failure(let failure) = request(statement) else {
            Issue.record("\(statement)")
            return
        }
        #expect(failure.next != nil)
    }

    @Test(arguments: [
        "select 1; delete from t", "delimiter //\nselect 1; delete from t//", "desc t", "use x", "set @a=1",
    ])
    func `a statement without a plan is refused on MySQL`(_ statement: String) {
        guard case .failure = request(statement, .mysql) else {
            Issue.record("\(statement)")
            return
        }
    }
}
