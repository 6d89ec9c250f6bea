import Editing
import Failures
import Results
import SQLWire
import ScreenKit
import TerminalUI
import Testing

@testable import Workspace

/// Running statements and their confirmations.
@Suite struct RunTests {
    @Test func `all parts of the last error can be shown, and the log has its code`() throws {
        var bench = try Bench()
        bench.type("\\errverbose\n")
        #expect(bench.screen.contains("there was no error yet"))
        bench.type("insert into t values (1);\n")
        var message = ServerMessage(severity: "ERROR", sqlState: "23505", text: "duplicate key value")
        (message.detail, message.hint, message.context) = ("Key (id)=(1) exists.", "Try another.", "line 3\nline 4")
        (message.place.schema, message.place.table, message.place.constraint) = ("public", "t", "t_pkey")
        message.position = 13
        bench.answer(.failed(message, elapsed: 1_000_000))
        #expect(bench.state.log.lines.last { $0.kind == .error }?.text.hasPrefix("ERROR 23505: duplicate") == true)
        bench.type("\\errverbose\n")
        for part in [
            "code        23505", "detail      Key (id)=(1) exists.", "hint        Try another.", "where       line 3",
            "            line 4", "position    character 13", "schema      public", "table       t",
            "constraint  t_pkey",
        ] {
            #expect(bench.screen.contains(part), "\(part)")
        }
    }

    @Test(arguments: [
        ("40001", "change conflicts with another transaction, please retry: (OC000)", "changed the same data first"),
        ("OC000", "change conflicts with another transaction", "changed the same data first"),
        ("40001", "schema has been updated by another transaction, please retry: (OC001)", "changed the schema"),
        ("OC001", "schema has been updated by another transaction", "changed the schema"),
        ("40001", "could not serialize access due to concurrent update", "changed the same data first"),
        ("40P01", "deadlock detected", "waited for each other"),
    ])
    func `a conflict with another transaction says what to do next`(state: String, text: String, cause: String) throws {
        var bench = try Bench()
        bench.type("commit;\n")
        bench.answer(.failed(ServerMessage(severity: "ERROR", sqlState: state, text: text), elapsed: 1_000_000))
        let logged = try #require(bench.state.log.lines.last { $0.kind == .error }?.text)
        #expect(
            logged.contains("TRY: run the whole transaction again, after ROLLBACK if it is still open"), "\(logged)")
        #expect(logged.contains(cause))
    }

    @Test func `on MySQL only a deadlock is such a conflict`() {
        var message = ServerMessage(severity: "ERROR", sqlState: "40001", number: 1_213, text: "Deadlock found")
        #expect(message.conflict?.cause.contains("waited for each other") == true)
        message.number = 1_644
        #expect(message.conflict == nil)
    }

    @Test func `Enter after a terminator runs the statement and continues below it`() throws {
        var bench = try Bench()
        bench.type("select 1")
        bench.press(.enter)
        #expect(bench.sent() == nil)
        bench.type("+ 1;\n")
        #expect(bench.sent()?.text == "select 1\n+ 1;")
        #expect(bench.state.editor.text == "select 1\n+ 1;\n")
        #expect(bench.state.editor.cursor.line == 2)
    }

    @Test func `a result shows its rows, its count and its times`() throws {
        var bench = try Bench()
        bench.type("select * from t;\n")
        try bench.answer(["n_id", "name"], [["1", "Aurora"], ["20", nil], ["3", "海の星"]])
        #expect(bench.screen.contains("n_id │ name"))
        #expect(bench.screen.contains("   1 │ Aurora"))
        #expect(bench.screen.contains("  20 │ NULL"))
        #expect(bench.screen.contains("   3 │ 海の星"))
        #expect(bench.screen.contains("3 rows"))
        #expect(bench.screen.contains("first row 2 ms"))
    }

    @Test func `answers to an older run are dropped`() throws {
        var bench = try Bench()
        bench.type("select 1;\n")
        let number = try #require(bench.state.run?.number)
        bench.answer(.complete(Completion(tag: "SELECT 1", rows: 1, hasColumns: false), elapsed: 1))
        bench.send(.answer(run: number, .began(try Bench.store(["late"], [["x"]])), bench.state.now))
        #expect(!bench.screen.contains("late"))
    }

    @Test func `statements run one after another, and stop at an error`() throws {
        var bench = try Bench(environment: "dev")
        bench.type("select 1; select 2; select 3;")
        bench.press(.function(9))
        #expect(bench.sent()?.text == "select 1;")
        bench.answer(.complete(Completion(tag: "SELECT 1", rows: 1, hasColumns: false), elapsed: 1))
        #expect(bench.sent()?.text == "select 2;")
        bench.answer(.failed(ServerMessage(severity: "ERROR", sqlState: "42P01", text: "no such thing"), elapsed: 1))
        #expect(bench.sent() == nil)
        #expect(bench.state.run == nil)
        #expect(bench.screen.contains("ERROR: no such thing"))
        #expect(bench.state.log.lines.last?.text == "1 statement after it was not run")
    }

    @Test func `an error is marked in the text and shown with a caret`() throws {
        var bench = try Bench()
        bench.type("select 1,\n  nome from t;\n")
        var message = ServerMessage(severity: "ERROR", sqlState: "42703", text: "column \"nome\" does not exist")
        message.position = 13
        message.hint = "Perhaps you meant \"name\"."
        bench.answer(.failed(message, elapsed: 1))
        #expect(bench.state.fault?.line == 1)
        #expect(bench.state.fault?.column == 2)
        #expect(bench.screen.contains("LINE 2:   nome from t;"))
        #expect(bench.screen.contains("          ^"))
        #expect(bench.screen.contains("HINT: Perhaps you meant"))
        bench.type("x")
        #expect(bench.state.fault == nil)
    }

    @Test func `Ctrl-C cancels, and shows it only after the server confirms`() throws {
        var bench = try Bench()
        bench.type("select pg_sleep(1000);\n")
        bench.press(.control("c"))
        #expect(bench.takeEffects().contains { if case .cancel = $0 { true } else { false } })
        #expect(bench.state.run != nil)
        #expect(bench.screen.contains("cancelling"))
        #expect(!bench.state.log.lines.contains { $0.text.hasPrefix("cancelled") })
        let message = ServerMessage(
            severity: "ERROR", sqlState: "57014", text: "canceling statement due to user request")
        bench.answer(.failed(message, elapsed: 900_000_000))
        #expect(bench.state.run == nil)
        #expect(bench.state.log.lines.contains { $0.text.hasPrefix("cancelled by the server after 900 ms") })
    }

    @Test func `rows received before a cancel are kept`() throws {
        var bench = try Bench()
        bench.type("select * from t;\n")
        let number = try #require(bench.state.run?.number)
        bench.send(.answer(run: number, .began(try Bench.store(["a"], [["1"], ["2"]])), bench.state.now))
        bench.send(.answer(run: number, .rows(elapsed: 1_000), bench.state.now))
        bench.press(.control("c"))
        bench.answer(.failed(ServerMessage(severity: "ERROR", sqlState: "57014", text: "canceled"), elapsed: 1))
        #expect(bench.state.item?.store?.rowCount == 2)
        #expect(bench.state.log.lines.contains { $0.text.contains("the 2 rows that came are kept") })
    }

    @Test func `a paste never runs by itself`() throws {
        var bench = try Bench()
        bench.send(.input(.paste("delete from t;\nselect 1;\n"), bench.state.now))
        #expect(bench.sent() == nil)
        #expect(bench.state.run == nil)
        #expect(bench.state.editor.text == "delete from t;\nselect 1;\n")
    }

    @Test func `nothing is run twice at a time or without a session`() throws {
        var bench = try Bench()
        bench.type("select 1;\n")
        _ = bench.takeEffects()
        bench.type("select 2;\n")
        #expect(bench.sent() == nil)
        var lost = try Bench()
        lost.send(
            .lost(SessionError(.lost, Failure(.unavailable, "the connection to x is lost: gone")), lost.state.now))
        _ = lost.takeEffects()
        lost.type("select 2;\n")
        #expect(lost.sent() == nil)
    }
}
