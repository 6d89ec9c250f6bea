import Catalog
import Editing
import Failures
import SQLScript
import SQLWire
import ScreenKit
import TerminalUI
import Testing

@testable import Workspace

/// psql's variables and conditions in a session.
@Suite struct VariableTests {
    /// The sent statements when a text is pasted and run, each of them answered.
    private func sent(_ text: String, environment: String = "dev") throws -> [String] {
        var bench = try Bench(environment: environment)
        bench.send(.input(.paste(text), bench.state.now))
        bench.press(.function(9))
        var sent: [String] = []
        while let one = bench.sent() {
            sent.append(one.text)
            bench.answer(.complete(Completion(tag: "SELECT 0", rows: 0, hasColumns: false), elapsed: 1))
        }
        #expect(bench.state.run == nil)
        return sent
    }

    private func held(_ columns: [String], _ rows: [[String]]) throws -> Answer {
        var held = HeldResult()
        _ = held.take(.columns(columns.map { Column(name: Array($0.utf8), kind: .text) }))
        for row in rows {
            var batch = RowBatch(columnCount: columns.count)
            let values = row.map { Array($0.utf8) }
            batch.appendRow(counts: values.map(\.count)) { room in room.copyBytes(from: values.joined()) }
            _ = held.take(.rows(batch))
        }
        return .held(held)
    }

    @Test func `values are substituted when a statement is sent`() throws {
        #expect(
            try sent("\\set a 1\nselect :a, :'a', ':a', :b, :{?a};\n\\set a 2\nselect :a;\n\\unset a\nselect :a;")
                == ["select 1, '1', ':a', :b, TRUE;", "select 2;", "select :a;"])
    }

    @Test func `a value may contain several statements, each of which is sent`() throws {
        #expect(
            try sent("\\set q 'select 1; select 2;'\n:q select 3;\n") == ["select 1;", "select 2;", "select 3;"])
    }

    @Test func `MySQL has no variables`() throws {
        var bench = try Bench(engine: "mysql", environment: "dev")
        bench.type("select ':a', 1 as `:b`;\n")
        #expect(bench.sent()?.text == "select ':a', 1 as `:b`")
        bench.answer(.complete(Completion(tag: "", rows: 1, hasColumns: false), elapsed: 1))
        bench.type("\\set a 1\n")
        #expect(bench.screen.contains("MySQL has variables of its own"))
        #expect(bench.screen.contains("SET @name = value"))
    }

    @Test func `an error in a value is shown at its reference`() throws {
        var bench = try Bench(environment: "dev")
        bench.type("\\set n 1000000\n")
        bench.type("select :n, nope, :id;\n")
        #expect(bench.sent()?.text == "select 1000000, nope, :id;")
        var message = ServerMessage(severity: "ERROR", sqlState: "42601", text: "no")
        message.position = 17
        bench.answer(.failed(message, elapsed: 1))
        let fault = try #require(bench.state.fault)
        #expect((fault.line, fault.column) == (1, 11))
        #expect(bench.screen.contains("LINE 1: select 1000000, nope, :id;"))
        #expect(bench.screen.contains("try: \\set id VALUE, for :id has none"))
    }

    @Test func `the history contains the written text without the values`() throws {
        var bench = try Bench(environment: "dev")
        bench.type("\\set secret hush\n")
        _ = bench.takeEffects()
        bench.type("select :'secret';\n")
        let remembered = bench.takeEffects().compactMap { effect -> String? in
            if case .remember(let text) = effect { text } else { nil }
        }
        #expect(remembered == ["select :'secret';"])
    }

    @Test func `commands go into the history, too, but without their values`() throws {
        for (typed, isKept) in [
            ("\\copy t to 'x.csv' csv", true), ("\\i x.sql", true), ("\\d+ t", true), ("\\set a hush", false),
            ("\\x", false),
        ] {
            var bench = try Bench(environment: "dev")
            bench.type(typed + "\n")
            let remembered = bench.takeEffects().compactMap { effect -> String? in
                if case .remember(let text) = effect { text } else { nil }
            }
            #expect(remembered == (isKept ? [typed] : []))
        }
    }

    @Test func `only true branches are run`() throws {
        #expect(
            try sent(
                """
                \\set yes 1
                \\if :yes
                select 'a';
                \\if off
                select 'b';
                \\set yes 0
                \\else
                select 'c', :yes;
                \\endif
                \\elif :yes
                select 'd';
                \\endif
                select 'e';
                """) == ["select 'a';", "select 'c', 1;", "select 'e';"])
    }

    @Test(arguments: [
        ("\\if true\nselect 1;\n", "ends inside \\if"), ("\\endif\n", "\\endif has no \\if before it"),
        ("\\if perhaps\n\\endif\n", "takes true or false"), ("\\set AUTOCOMMIT off\n", "is not followed here"),
        ("\\set a-b 1\n", "is no name for a variable"),
        ("select 1\n\\if true\n, 2\n\\endif\n;", "stands inside a statement"),
    ])
    func `an unsupported command ends the run`(text: String, message: String) throws {
        var bench = try Bench(environment: "dev")
        bench.send(.input(.paste(text), bench.state.now))
        bench.press(.function(9))
        while bench.sent() != nil {
            bench.answer(.complete(Completion(tag: "SELECT 0", rows: 0, hasColumns: false), elapsed: 1))
        }
        #expect(bench.screen.contains(message), "\(bench.screen)")
        #expect(bench.state.run == nil)
    }

    @Test func `a script's conditions end with it`() throws {
        var bench = try Bench(environment: "dev")
        bench.type("\\i a.sql\n")
        let number = try #require(bench.state.run?.number)
        bench.send(.included(run: number, path: "/x/a.sql", .success(Array("\\if true\n\\ir b.sql\n".utf8))))
        let paths = bench.takeEffects().compactMap { effect -> String? in
            if case .include(_, let path) = effect { path } else { nil }
        }
        #expect(paths == ["a.sql", "/x/b.sql"])
        bench.send(.included(run: number, path: "/x/b.sql", .success(Array("\\endif\nselect 1;\n".utf8))))
        #expect(bench.screen.contains("\\endif has no \\if before it"))
        bench.type("\\i a.sql\n")
        let second = try #require(bench.state.run?.number)
        bench.send(.included(run: second, path: "/x/a.sql", .success(Array("\\if true\n".utf8))))
        #expect(bench.screen.contains("/x/a.sql ends inside \\if"))
        #expect(bench.state.run == nil)
    }

    @Test func `a row becomes variables`() throws {
        var bench = try Bench(environment: "dev")
        bench.type("select 7 as id, 'x' as name \\gset p_\n")
        #expect(bench.sent()?.text == "select 7 as id, 'x' as name ")
        bench.answer(try held(["id", "name"], [["7", "x"]]))
        #expect(bench.screen.contains("p_id = 7"))
        bench.type("select :p_id, :'p_name';\n")
        #expect(bench.sent()?.text == "select 7, 'x';")
        bench.answer(.complete(Completion(tag: "SELECT 0", rows: 0, hasColumns: false), elapsed: 1))
        bench.type("select 1 as id \\gset\n")
        bench.answer(try held(["id"], [["1"], ["2"]]))
        #expect(bench.screen.contains("more than one row for \\gset"))
        bench.type("\\g\n")
        _ = bench.takeEffects()
        #expect(bench.state.run?.order?.use.isShown == true)
    }

    @Test func `values that are statements are run`() throws {
        var bench = try Bench(environment: "dev")
        bench.type("select 'x' from t \\gexec\n")
        _ = bench.takeEffects()
        bench.answer(try held(["s"], [["vacuum a"], ["vacuum b"]]))
        #expect(bench.sent()?.text == "vacuum a")
        bench.answer(.complete(Completion(tag: "VACUUM", rows: nil, hasColumns: false), elapsed: 1))
        #expect(bench.sent()?.text == "vacuum b")
    }

    @Test func `every destructive statement needs a confirmation, however it arose`() throws {
        // By a value that is known at once: one confirmation.
        var bench = try Bench()
        bench.type("\\set q 'drop table t'\n")
        bench.type(":q;\n")
        #expect(bench.sent() == nil)
        #expect(bench.screen.contains("DROP TABLE t"))
        bench.type("orders\n")
        #expect(bench.sent()?.text == "drop table t;")

        // By a value that is known only during the run, with the statements after it.
        bench = try Bench()
        bench.send(
            .input(.paste("select x \\gset\n:q from t; select 'after';\n"), bench.state.now))
        bench.press(.function(9))
        // A value that is not known yet is confirmed later.
        #expect(bench.sent()?.text == "select x ")
        bench.answer(try held(["q"], [["delete"]]))
        #expect(bench.sent() == nil)
        #expect(bench.screen.contains("DELETE"))
        bench.type("orders\n")
        #expect(bench.sent()?.text == "delete from t;")
        bench.answer(.complete(Completion(tag: "DELETE 1", rows: 1, hasColumns: false), elapsed: 1))
        #expect(bench.sent()?.text == "select 'after';")

        // By \gexec.
        bench = try Bench()
        bench.type("select s from t \\gexec\n")
        #expect(bench.sent()?.text == "select s from t ")
        bench.answer(try held(["s"], [["truncate t"]]))
        #expect(bench.sent() == nil)
        bench.press(.escape)
        #expect(bench.state.run == nil)
        #expect(bench.sent() == nil)
    }

    @Test func `conditions survive a confirmation`() throws {
        var bench = try Bench()
        let script = "\\if true\ndelete from t;\n\\else\ndelete from u;\n\\endif\n"
        bench.send(.input(.paste(script), bench.state.now))
        bench.press(.function(9))
        bench.type("orders\n")
        #expect(bench.sent()?.text == "delete from t;")
        bench.answer(.complete(Completion(tag: "DELETE 1", rows: 1, hasColumns: false), elapsed: 1))
        #expect(bench.sent() == nil)
        #expect(bench.state.run == nil)
    }

    @Test func `a file that cannot be included ends the run, unless the script continues after errors`() throws {
        for (setting, isPassedOver) in [("on", false), ("off", true)] {
            var bench = try Bench(environment: "dev")
            bench.type("\\set ON_ERROR_STOP \(setting)\n")
            bench.type("\\i a.sql\n")
            let number = try #require(bench.state.run?.number)
            bench.send(.included(run: number, path: "/x/a.sql", .success(Array("\\ir b.sql\nselect 1;\n".utf8))))
            let missing = Failure(.noInput, "there is no file /x/b.sql")
            bench.send(.included(run: number, path: "/x/b.sql", .failure(missing)))
            #expect(bench.sent()?.text == (isPassedOver ? "select 1;" : nil))
        }
    }

    @Test func `very many statements run one after another`() throws {
        var bench = try Bench(environment: "dev")
        bench.type("\\i many.sql\n")
        let number = try #require(bench.state.run?.number)
        let script = (0..<200_000).map { "\\set a \($0)\n" }.joined() + "select :a;\n"
        bench.send(.included(run: number, path: "/x/many.sql", .success(Array(script.utf8))))
        #expect(bench.sent()?.text == "select 199999;")
    }
}
