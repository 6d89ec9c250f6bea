import Editing
import Failures
import Results
import SQLWire
import ScreenKit
import TerminalUI
import Testing

@testable import Workspace

/// Confirmations before destructive statements.
@Suite struct GuardTests {
    @Test(arguments: ["delete from t;", "update t set a = 1;", "drop table t;", "truncate t;"])
    func `a destructive statement on production asks for the cluster's name`(statement: String) throws {
        var bench = try Bench()
        bench.type(statement + "\n")
        #expect(bench.sent() == nil)
        #expect(bench.screen.contains("Type the cluster's name to run it."))
        bench.type("y\n")
        #expect(bench.sent() == nil)
        bench.type("orders\n")
        #expect(bench.sent()?.text == statement)
    }

    @Test func `on other clusters it runs`() throws {
        var bench = try Bench(environment: "dev")
        bench.type("delete from t;\n")
        #expect(bench.sent()?.text == "delete from t;")
    }

    @Test func `a read-only cluster is guarded in any environment`() throws {
        var bench = try Bench(environment: "dev", isReadOnly: true)
        bench.type("delete from t;\n")
        #expect(bench.sent() == nil)
    }

    @Test func `Esc does not run it, and the text stays`() throws {
        var bench = try Bench()
        bench.type("delete from t;\n")
        bench.press(.escape)
        #expect(bench.sent() == nil)
        #expect(bench.state.run == nil)
        #expect(bench.state.editor.text == "delete from t;\n")
    }

    @Test func `several writing statements need one confirmation`() throws {
        var bench = try Bench()
        bench.send(.input(.paste("insert into t values (1); insert into t values (2);"), bench.state.now))
        bench.press(.function(9))
        #expect(bench.sent() == nil)
        #expect(bench.screen.contains("2 statements at once"))
    }

    @Test func `a guarded run shows its changed rows before COMMIT`() throws {
        var bench = try Bench()
        bench.type("update t set a = 1 where b = 2")
        bench.press(.alt("m"))
        #expect(bench.sent()?.text == "BEGIN")
        bench.answer(.complete(Completion(tag: "BEGIN", rows: nil, hasColumns: false), elapsed: 1), ended: .open)
        #expect(bench.sent()?.text == "update t set a = 1 where b = 2")
        bench.answer(
            .complete(Completion(tag: "UPDATE 1234", rows: 1_234, hasColumns: false), elapsed: 1), ended: .open)
        #expect(bench.sent() == nil)
        #expect(bench.screen.contains("1,234 rows touched"))
        bench.type("commit\n")
        #expect(bench.sent()?.text == "COMMIT")
        bench.answer(.complete(Completion(tag: "COMMIT", rows: nil, hasColumns: false), elapsed: 1))
        #expect(bench.state.run == nil)
    }

    @Test func `declining or a failure rolls a guarded run back`() throws {
        for isFailing in [false, true] {
            var bench = try Bench()
            bench.type("update t set a = 1 where b = 2")
            bench.press(.alt("m"))
            bench.answer(.complete(Completion(tag: "BEGIN", rows: nil, hasColumns: false), elapsed: 1), ended: .open)
            _ = bench.takeEffects()
            if isFailing {
                let message = ServerMessage(severity: "ERROR", sqlState: "42703", text: "no column")
                bench.answer(.failed(message, elapsed: 1), ended: .failed)
            } else {
                bench.answer(
                    .complete(Completion(tag: "UPDATE 1", rows: 1, hasColumns: false), elapsed: 1), ended: .open)
                bench.press(.escape)
            }
            #expect(bench.sent()?.text == "ROLLBACK")
            bench.answer(.complete(Completion(tag: "ROLLBACK", rows: nil, hasColumns: false), elapsed: 1))
            #expect(bench.state.run == nil)
        }
    }

    @Test(arguments: ["commit\n", "rollback\n", "\n", "esc"], [false, true])
    func `a guarded run with a lost connection claims no open transaction`(keys: String, isBack: Bool) throws {
        var bench = try Bench()
        bench.type("update t set a = 1 where b = 2")
        bench.press(.alt("m"))
        bench.answer(.complete(Completion(tag: "BEGIN", rows: nil, hasColumns: false), elapsed: 1), ended: .open)
        bench.answer(.complete(Completion(tag: "UPDATE 7", rows: 7, hasColumns: false), elapsed: 1), ended: .open)
        #expect(bench.screen.contains("Locks are held until you answer."))
        // The answer is half typed when the connection is lost.
        bench.type("com")
        let gone = SessionError(.lost, Failure(.unavailable, "the connection to orders is lost: gone"))
        bench.send(.lost(gone, bench.state.now))
        if isBack { bench.send(.connected(.success(bench.session(.none)), bench.state.now)) }
        #expect(!bench.screen.contains("still open") && !bench.screen.contains("Locks are held"))
        #expect(bench.screen.contains("The connection was lost before COMMIT was sent."))
        _ = bench.takeEffects()
        if keys == "esc" { bench.press(.escape) } else { bench.type(keys) }
        #expect(bench.sent() == nil && bench.state.run == nil && bench.state.overlay == nil)
        #expect(bench.state.editor.text == "update t set a = 1 where b = 2")
    }

    @Test func `production is in the frame of every dialog`() throws {
        var bench = try Bench()
        #expect(bench.row(0).contains("PROD"))
        bench.press(.function(1))
        #expect(bench.row(0).contains("PROD"))
        bench.press(.escape, .function(11))
        #expect(bench.row(0).contains("PROD"))
        var narrow = try Bench(columns: 40, rows: 8)
        narrow.type("select 1;\n")
        #expect(narrow.row(0).contains("PROD"))
    }
}
