import Editing
import Failures
import Results
import SQLWire
import ScreenKit
import TerminalUI
import Testing

@testable import Workspace

/// Typed statements run in order, all of them or none.
@Suite struct TypeAheadTests {
    private let done = Answer.complete(Completion(tag: "DONE", rows: nil, hasColumns: false), elapsed: 1)

    @Test func `Enter runs all statements typed since the last run`() throws {
        var bench = try Bench(environment: "dev")
        bench.type("begin; delete from t where id = 3;\n")
        #expect(bench.sent()?.text == "begin;")
        bench.answer(done, ended: .open)
        #expect(bench.sent()?.text == "delete from t where id = 3;")
        bench.answer(done, ended: .open)
        #expect(bench.sent() == nil)
        bench.type("select 1; select\n2;\n")
        #expect(bench.sent()?.text == "select 1;")
        bench.answer(done, ended: .open)
        #expect(bench.sent()?.text == "select\n2;")
    }

    @Test func `several writing statements need a confirmation on production, however they were entered`() throws {
        var bench = try Bench()
        bench.type("update t set a = 1 where b = 2; update t set a = 2 where b = 3;\n")
        #expect(bench.sent() == nil)
        #expect(bench.screen.contains("2 statements at once"))
    }

    @Test func `Enter does not run a text that was there before`() throws {
        var bench = try Bench(environment: "dev")
        bench.type("select 1;\n")
        bench.answer(done)
        _ = bench.takeEffects()
        // A changed statement runs alone.
        bench.press(.named(.backspace, []), .named(.backspace, []))
        bench.type("0;\n")
        #expect(bench.sent()?.text == "select 10;")
        bench.answer(done)
        #expect(bench.sent() == nil)
    }

    @Test(arguments: [Key.function(5), .function(9), .alt("m")])
    func `Enter does not repeat a statement run by a key, nor a terminator typed after it`(key: Key) throws {
        var bench = try Bench(environment: "dev")
        bench.type("update t set a = a + 10 where b = 2")
        bench.press(key)
        if key == .alt("m") {
            bench.answer(done, ended: .open)
            #expect(bench.sent()?.text == "update t set a = a + 10 where b = 2")
            bench.answer(done, ended: .open)
            bench.type("commit\n")
            bench.answer(done)
        } else {
            #expect(bench.sent()?.text == "update t set a = a + 10 where b = 2")
            bench.answer(done)
        }
        _ = bench.takeEffects()
        bench.type(";\n")
        #expect(bench.sent() == nil)
        #expect(bench.state.messages.shown?.text == "it was run before; F5 runs it again")
        // The same statement typed again or changed is a new one.
        bench.type("update t set a = a + 10 where b = 2;\n")
        #expect(bench.sent()?.text == "update t set a = a + 10 where b = 2;")
    }

    @Test func `Enter runs a statement that was run by a key and then changed`() throws {
        var bench = try Bench(environment: "dev")
        bench.type("select 1")
        bench.press(.function(5))
        bench.answer(done)
        _ = bench.takeEffects()
        bench.type("0;\n")
        #expect(bench.sent()?.text == "select 10;")
    }

    @Test func `a selection that was run is not run again with text typed after it`() throws {
        var bench = try Bench(environment: "dev")
        bench.send(.input(.paste("insert into t values (1);\n"), bench.state.now))
        bench.press(.control("a"), .named(.home, .control), .named(.end, [.control, .shift]))
        #expect(bench.state.editor.selection != nil)
        bench.press(.function(5))
        #expect(bench.sent()?.text == "insert into t values (1);")
        bench.answer(done)
        _ = bench.takeEffects()
        bench.press(.named(.end, .control))
        bench.type("select 2;\n")
        #expect(bench.sent()?.text == "select 2;")
        bench.answer(done)
        #expect(bench.sent() == nil)
    }

    @Test func `text typed during a run is queued`() throws {
        var bench = try Bench(environment: "dev")
        bench.type("select pg_sleep(2);\nbegin;\nupdate t set a = 1 where b = 2;\n")
        #expect(bench.sent()?.text == "select pg_sleep(2);")
        #expect(bench.state.messages.shown?.text == "2 statements are queued behind the running one")
        bench.answer(done)
        #expect(bench.sent()?.text == "begin;")
        bench.answer(done, ended: .open)
        #expect(bench.sent()?.text == "update t set a = 1 where b = 2;")
    }

    @Test func `the queue is cleared after a failure, a cancel and a loss`() throws {
        let gone = SessionError(.lost, Failure(.unavailable, "the connection is lost"))
        let ends: [(inout Bench) -> Void] = [
            { $0.answer(.failed(ServerMessage(severity: "ERROR", sqlState: "42601", text: "no"), elapsed: 1)) },
            { $0.press(.control("c")) },
            { bench in bench.state.run.map { bench.send(.answer(run: $0.number, .lost(gone), bench.state.now)) } },
        ]
        for end in ends {
            var bench = try Bench(environment: "dev")
            bench.type("select 1;\ndelete from t;\n")
            end(&bench)
            bench.answer(done)
            #expect(bench.sent()?.text != "delete from t;")
            #expect(
                bench.state.log.lines.contains { $0.text.hasPrefix("1 statement that was typed meanwhile is not run") })
        }
    }

    @Test func `Enter without a session leaves the text unchanged`() throws {
        var bench = try Bench(environment: "dev")
        bench.send(.lost(SessionError(.lost, Failure(.unavailable, "the connection is lost")), bench.state.now))
        bench.type("begin;\n")
        #expect(bench.state.editor.text == "begin;")
        #expect(bench.state.messages.shown?.text.hasPrefix("not run:") == true)
        bench.send(.connected(.success(bench.session(.none)), bench.state.now))
        bench.type(" update t set a = 1 where b = 2;\n")
        #expect(bench.sent()?.text == "begin;")
    }

    @Test func `a command that stands alone applies to the statement before it`() throws {
        var bench = try Bench()
        bench.type("select 42 as answer;\n")
        try bench.answer(["answer"], [["42"]])
        bench.type("\\g\n")
        #expect(bench.sent()?.text == "select 42 as answer;")
        try bench.answer(["answer"], [["42"]])
        bench.type("\\gx\n")
        #expect(bench.sent()?.text == "select 42 as answer;")
        try bench.answer(["answer"], [["42"]])
        bench.type("\\p\n")
        #expect(bench.screen.contains("select 42 as answer;\n"))
    }

    @Test func `commands and statements follow each other on MySQL as well`() throws {
        var bench = try Bench(engine: "mysql")
        bench.type("\\d vessels\n")
        bench.answer()
        bench.type("\\x\n\\?\nselect id as first_column from vessels limit 2\\gx\n")
        #expect(bench.sent()?.text == "select id as first_column from vessels limit 2")
    }

    @Test func `a watch with a count ends by itself`() throws {
        var bench = try Bench()
        bench.type("select 1 \\watch i=1 c=2\n")
        var runs = 0
        for _ in 0..<10 {
            if bench.sent() != nil { runs += 1 }
            try bench.answer(["a"], [["1"]])
            bench.pass(seconds: 2)
        }
        #expect(runs == 2)
        #expect(bench.state.watch == nil)
        #expect(bench.state.results.count == 1)
    }

    @Test func `a third Ctrl-C drops a connection that does not answer`() throws {
        var bench = try Bench()
        bench.type("select pg_sleep(1000);\n")
        _ = bench.takeEffects()
        bench.press(.control("c"), .control("c"))
        #expect(!bench.takeEffects().contains { if case .abort = $0 { true } else { false } })
        bench.press(.control("c"))
        #expect(bench.takeEffects().contains { if case .abort = $0 { true } else { false } })
    }

    @Test func `a statement that commits implicitly is not run as reversible`() throws {
        var bench = try Bench(engine: "mysql")
        bench.type("alter table t add c int")
        bench.press(.alt("m"))
        #expect(bench.sent() == nil)
        #expect(bench.state.messages.shown?.text.contains("commits by itself on MySQL") == true)
    }

    @Test func `reconnecting keeps the session until the new one is open`() throws {
        var bench = try Bench()
        bench.press(.alt("r"))
        #expect(bench.takeEffects().contains { if case .relogin = $0 { true } else { false } })
        let refused = SessionError(.unusable, Failure(.notPermitted, "the credentials have expired"))
        bench.send(.connected(.failure(refused), bench.state.now))
        #expect(bench.screen.contains("no transaction"))
        #expect(bench.state.messages.shown?.text.hasPrefix("the session stays as it was") == true)
        bench.type("select 1;\n")
        #expect(bench.sent()?.text == "select 1;")
    }

    @Test func `a lost session's objects besides settings are reported`() throws {
        var bench = try Bench(engine: "mysql", environment: "dev")
        for statement in ["create temporary table t (a int)", "set @a = 42", "select get_lock('x', 1)"] {
            bench.type(statement + ";\n")
            bench.answer(done)
        }
        _ = bench.takeEffects()
        bench.send(.lost(SessionError(.lost, Failure(.unavailable, "the connection is lost")), bench.state.now))
        #expect(bench.screen.contains("gone with it: temporary tables, user-level locks, user variables"))
        // Another session may have the lock by now, so nothing continues automatically.
        #expect(!bench.takeEffects().contains { if case .connect = $0 { true } else { false } })
    }

    @Test func `incomplete rows stay marked as such`() throws {
        var bench = try Bench()
        bench.type("select * from t;\n")
        let number = try #require(bench.state.run?.number)
        bench.send(.answer(run: number, .began(try Bench.store(["a"], [["1"], ["2"]])), bench.state.now))
        bench.press(.control("c"))
        bench.answer(.failed(ServerMessage(severity: "ERROR", sqlState: "57014", text: "canceling"), elapsed: 1))
        bench.pass(seconds: 60)
        #expect(bench.screen.contains("INCOMPLETE"))
        bench.press(.function(8))
        #expect(bench.screen.contains("incomplete: cancelled"))
    }

    @Test func `a full disk is reported, and stays reported`() throws {
        var bench = try Bench()
        bench.type("select * from t;\n")
        let number = try #require(bench.state.run?.number)
        bench.send(.answer(run: number, .began(try Bench.store(["a"], [["1"], ["2"]])), bench.state.now))
        let full = Failure(.inputOutput, "rows cannot be kept", why: "No space left on device")
        bench.send(.answer(run: number, .broken(full), bench.state.now))
        // The server was asked to cancel it, and confirms.
        bench.answer(.failed(ServerMessage(severity: "ERROR", sqlState: "57014", text: "canceling"), elapsed: 1))
        #expect(bench.state.messages.shown?.text.contains("No space left on device") == true)
        bench.pass(seconds: 60)
        #expect(bench.screen.contains("INCOMPLETE (No space left on device)"))
        bench.type("\\export out.csv\n")
        let job = try #require(bench.state.jobs.keys.max())
        bench.send(.job(JobReport(job: job, state: .done("2 rows in out.csv"), at: bench.state.now)))
        #expect(bench.state.messages.shown?.text.contains("the result is incomplete") == true)
    }

    @Test func `rows that arrive after a filter are filtered, too`() throws {
        var bench = try Bench()
        bench.type("select * from t;\n")
        let number = try #require(bench.state.run?.number)
        let store = try Bench.store(["a"], [["1"], ["2"]])
        bench.send(.answer(run: number, .began(store), bench.state.now))
        bench.press(.function(6), .character("s"))
        let job = try #require(bench.state.jobs.keys.max())
        bench.send(.arranged(result: 1, job: job, try store.sorted(by: []), bench.state.now))
        bench.state.changeItem { $0.grid.arrangedRows = 1 }
        _ = bench.takeEffects()
        bench.answer(.complete(Completion(tag: "SELECT 2", rows: 2, hasColumns: true), elapsed: 1))
        #expect(bench.takeEffects().contains { if case .arrange = $0 { true } else { false } })
    }

    @Test func `vi keeps its essential keys`() throws {
        var bench = try Bench(environment: "dev")
        bench.state.editor.style = .vi
        bench.type("select 'a:b' as x")
        bench.press(.escape)
        bench.type("0f:x")
        #expect(bench.state.overlay == nil)
        #expect(bench.state.editor.text == "select 'ab' as x")
        bench.type("u")
        #expect(bench.state.editor.text == "select 'a:b' as x")
        bench.press(.control("r"))
        #expect(bench.state.overlay == nil)
        #expect(bench.state.editor.text == "select 'ab' as x")
        bench.type("r:")
        #expect(bench.state.overlay == nil)
        bench.type(":")
        guard case .palette? = bench.state.overlay else {
            Issue.record("no palette")
            return
        }
    }
}
