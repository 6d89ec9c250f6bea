import SQLText
import SQLWire
import Testing

/// Requests to end other sessions, found in statements.
@Suite struct SessionEndingTests {
    private func requests(_ text: String, _ dialect: Dialect) -> [String] {
        SessionEnding.requests(in: Array(text.utf8), dialect: dialect).map {
            ($0.terminates ? "ends " : "cancels ") + $0.words
        }
    }

    @Test func `PostgreSQL's functions are found with their session`() {
        #expect(
            requests("select pg_catalog.PG_Cancel_Backend(4711), pg_terminate_backend ( pid ) from x", .postgresql)
                == ["cancels pg_cancel_backend(4711)", "ends pg_terminate_backend(...)"])
        #expect(requests("select 'pg_cancel_backend(1)' -- pg_terminate_backend(2)", .postgresql).isEmpty)
        #expect(requests("select \"pg_cancel_backend\"(1)", .postgresql) == ["cancels pg_cancel_backend(1)"])
        #expect(requests("kill 12", .postgresql).isEmpty)
    }

    @Test func `MySQL's commands and Aurora's procedures are found with their session`() {
        #expect(requests("KILL 12", .mysql) == ["ends KILL 12"])
        #expect(
            requests("/* x */ kill soft query 12; select 1; kill connection @id", .mysql)
                == ["cancels KILL SOFT QUERY 12", "ends KILL CONNECTION ..."])
        #expect(requests("call mysql.rds_kill_query(12)", .mysql) == ["cancels rds_kill_query(12)"])
        #expect(requests("CALL mysql.rds_kill(12)", .mysql) == ["ends rds_kill(12)"])
        #expect(requests("select kill from skills where x = 'kill 12'", .mysql).isEmpty)
    }
}
