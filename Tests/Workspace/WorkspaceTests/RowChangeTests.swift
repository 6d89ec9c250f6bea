import Catalog
import Editing
import Failures
import Results
import SQLScript
import SQLWire
import ScreenKit
import TerminalUI
import Testing

@testable import Workspace

/// Changes of rows through a result: dialogs, statements, transactions.
@Suite struct RowChangeTests: RowBench {
    @Test func `E shows the UPDATE, runs it in a transaction, and asks before COMMIT`() throws {
        var bench = try bench()
        try edit(&bench)
        #expect(bench.screen.contains("edit name in row 1 of \"s\".\"t\""))
        let sql =
            "UPDATE \"s\".\"t\" SET \"name\" = 'Polaris' WHERE \"id\" = 1 AND \"name\" IS NOT DISTINCT FROM 'Aurora'"
        let shown = bench.screen.split(separator: "\n").map { $0.split(separator: "│").last.map(String.init) ?? "" }
        #expect(shown.joined(separator: " ").split(separator: " ").joined(separator: " ").contains(sql))
        bench.press(.enter)
        #expect(bench.sent()?.text == "BEGIN")
        complete(&bench, rows: nil)
        #expect(bench.sent()?.text == sql)
        complete(&bench, rows: 1)
        #expect(bench.sent()?.text == "SELECT \"id\", \"name\" FROM \"s\".\"t\" WHERE \"id\" = 1")
        bench.answer(ended: .open)
        #expect(bench.screen.contains("1 row touched"))
        bench.type("commit\n")
        #expect(bench.sent()?.text == "COMMIT")
        complete(&bench, rows: nil, in: .none)
        #expect(bench.state.run == nil && bench.state.item?.store != nil)
    }

    @Test func `keys that are typed before the table is known are part of the value`() throws {
        var bench = try bench()
        bench.press(.character("l"), .character("E"), .control("u"))
        bench.type("qx")
        bench.press(.enter)
        #expect(bench.state.run == nil)
        try describe(&bench, .success(facts()))
        bench.press(.enter)
        complete(&bench, rows: nil)
        #expect(bench.sent()?.text.contains("'qx'") == true)
    }

    @Test func `the stored value is shown after COMMIT, and the next edit compares with it`() throws {
        var bench = try bench()
        try edit(&bench, to: "polaris")
        bench.press(.enter)
        complete(&bench, rows: nil)
        complete(&bench, rows: 1)
        bench.answer(.held(HeldResultRows("1", "Polaris").result), ended: .open)
        #expect(bench.screen.contains("The server stores name = Polaris"))
        bench.type("commit\n")
        complete(&bench, rows: nil, in: .none)
        #expect(bench.screen.contains("│ Polaris"))
        _ = bench.takeEffects()
        bench.press(.character("E"))
        try describe(&bench, .success(facts()))
        bench.type("!")
        #expect(bench.screen.contains("'Polaris!'"))
        #expect(bench.screen.contains("'Polaris'"))
    }

    @Test(arguments: [(0, "another session changed or removed this row first"), (2, "2 rows matched instead of 1")])
    func `a statement that touches no row or several is rolled back`(count: UInt64, words: String) throws {
        var bench = try bench()
        try edit(&bench)
        bench.press(.enter)
        complete(&bench, rows: nil)
        complete(&bench, rows: count)
        bench.answer(ended: .open)
        #expect(bench.sent()?.text == "ROLLBACK")
        complete(&bench, rows: nil, in: .none)
        #expect(bench.screen.contains(words))
        bench.press(.escape)
        #expect(bench.screen.contains("│ Aurora") && bench.state.run == nil)
    }

    @Test func `MySQL's unchanged row is not another session's change`() throws {
        var bench = try bench(engine: "mysql")
        try edit(&bench, .mysql)
        bench.press(.enter)
        complete(&bench, rows: 0)
        complete(&bench, rows: 0, remark: "Rows matched: 1  Changed: 0  Warnings: 0")
        bench.answer(ended: .open)
        #expect(bench.sent()?.text == "ROLLBACK")
        complete(&bench, rows: 0, in: .none)
        #expect(bench.screen.contains("the server already stores this value"))
    }

    @Test func `in an open transaction only the change is undone, and COMMIT stays with the user`() throws {
        for count: UInt64 in [0, 1] {
            var bench = try bench()
            bench.press(.function(6))
            bench.type("begin;\n")
            complete(&bench, rows: nil)
            bench.press(.function(6))
            bench.state.current = 0
            try edit(&bench)
            bench.press(.enter)
            #expect(bench.sent()?.text == "SAVEPOINT quarterdeck_row")
            complete(&bench, rows: nil)
            complete(&bench, rows: count)
            bench.answer(ended: .open)
            #expect(bench.sent()?.text == (count == 1 ? "RELEASE" : "ROLLBACK TO") + " SAVEPOINT quarterdeck_row")
            complete(&bench, rows: nil)
            #expect(bench.state.run == nil && bench.state.hasTransaction)
            if count == 1 { #expect(bench.screen.contains("COMMIT or ROLLBACK is yours")) }
        }
    }

    @Test func `a value that the server rejects stays in the dialog beside the error`() throws {
        var bench = try bench()
        try edit(&bench)
        bench.press(.enter)
        complete(&bench, rows: nil)
        let message = ServerMessage(severity: "ERROR", sqlState: "22001", text: "value too long for the column")
        bench.answer(.failed(message, elapsed: 1), ended: .failed)
        #expect(bench.sent()?.text == "ROLLBACK")
        complete(&bench, rows: nil, in: .none)
        #expect(bench.screen.contains("value too long for the column") && bench.screen.contains("Polaris"))
        bench.type("!")
        bench.press(.enter)
        complete(&bench, rows: nil)
        #expect(bench.sent()?.text.contains("'Polaris!'") == true)
    }

    @Test func `NULL and the empty text are told apart`() throws {
        var bench = try bench()
        try edit(&bench, to: "")
        #expect(bench.screen.contains("empty text") && bench.screen.contains("= '' WHERE"))
        bench.press(.control("n"))
        #expect(bench.screen.contains("= NULL WHERE"))
        bench.press(.control("d"))
        #expect(bench.screen.contains("= DEFAULT WHERE"))
        bench.type("x")
        #expect(bench.screen.contains("= 'x' WHERE"))
    }

    @Test func `a pasted value keeps its lines, and a longer one than the dialog holds is not cut`() throws {
        var bench = try bench()
        try edit(&bench, to: "")
        bench.send(.input(.paste("a\n\tb"), bench.state.now))
        bench.send(.input(.paste(String(repeating: "x", count: 70_000)), bench.state.now))
        #expect(bench.screen.contains("not pasted"))
        bench.press(.enter)
        complete(&bench, rows: nil)
        #expect(bench.sent()?.text.contains("'a\n\tb'") == true)
    }

    @Test func `a value that is too long or not UTF-8 is not edited in part`() throws {
        for (value, reason) in [
            ([UInt8](repeating: 0x78, count: 65_537), "longer than 65,536 bytes"), ([0x61, 0xFF], "not valid UTF-8"),
        ] {
            var bench = try bench(value: value)
            bench.press(.character("l"), .character("E"))
            #expect(bench.takeEffects().isEmpty && bench.screen.contains(reason))
            bench.press(.escape, .named(.delete))
            try describe(&bench, .success(facts()))
            #expect(bench.screen.contains("The condition leaves out name") == (value.count > 2))
        }
    }

    @Test func `a cancelled change is rolled back, and its dialog opens again`() throws {
        for isSent in [false, true] {
            var bench = try bench()
            try edit(&bench)
            bench.press(.enter)
            if isSent { complete(&bench, rows: nil) }
            bench.press(.control("c"))
            let message = ServerMessage(severity: "ERROR", sqlState: "57014", text: "canceling statement")
            if isSent {
                bench.answer(.failed(message, elapsed: 1), ended: .failed)
            } else {
                complete(&bench, rows: nil)
            }
            #expect(bench.sent()?.text == "ROLLBACK")
            complete(&bench, rows: nil, in: .none)
            #expect(bench.state.run == nil && !bench.screen.contains("another session"))
            #expect(bench.state.item?.store != nil && bench.screen.contains("Polaris"))
        }
    }

    @Test func `Del deletes the row with the values that were read`() throws {
        var bench = try bench()
        bench.press(.named(.delete))
        try describe(&bench, .success(facts()))
        bench.press(.enter)
        complete(&bench, rows: nil)
        let sql = "DELETE FROM \"s\".\"t\" WHERE \"id\" = 1 AND \"name\" IS NOT DISTINCT FROM 'Aurora'"
        #expect(bench.sent()?.text == sql)
        complete(&bench, rows: 1)
        bench.type("commit\n")
        complete(&bench, rows: nil, in: .none)
        #expect(bench.screen.contains("deleted"))
        bench.press(.character("E"))
        #expect(bench.screen.contains("this row was deleted"))
    }

    @Test func `Ins asks for the columns, leaves defaults out, and shows the INSERT`() throws {
        var bench = try bench()
        bench.press(.named(.insert))
        try describe(&bench, .success(facts()))
        #expect(bench.screen.contains("default") && !bench.screen.contains("sum "))
        bench.press(.down)
        bench.type("New")
        bench.press(.enter)
        #expect(bench.screen.contains("INSERT INTO \"s\".\"t\" (\"name\") VALUES ('New')"))
        bench.press(.enter)
        complete(&bench, rows: nil)
        #expect(bench.sent()?.text == "INSERT INTO \"s\".\"t\" (\"name\") VALUES ('New')")
        complete(&bench, rows: 1)
        #expect(bench.screen.contains("1 row touched"))
    }

    @Test func `an UPDATE of one row needs no more confirmation on production than a typed one`() throws {
        var bench = try bench(environment: "production")
        try edit(&bench)
        bench.press(.enter)
        #expect(bench.sent()?.text == "BEGIN")
    }

    @Test func `Alt-F follows a foreign key, and Backspace goes back`() throws {
        var bench = try bench()
        bench.press(.character("l"), .alt("f"))
        try describe(&bench, .success(facts()))
        #expect(bench.sent()?.text == "SELECT * FROM \"s\".\"other\" WHERE \"code\" = 'Aurora'")
        try bench.answer(["code"], [["Aurora"]])
        #expect(bench.state.current == 1)
        bench.press(.backspace)
        #expect(bench.state.current == 0)
    }

    @Test func `a key with several references offers them`() throws {
        var bench = try bench()
        bench.press(.alt("f"))
        try describe(&bench, .success(facts()))
        #expect(bench.screen.contains("rows of second that refer to this row by t_id"))
        bench.press(.down, .enter)
        #expect(bench.sent()?.text == "SELECT * FROM \"s\".\"second\" WHERE \"t_id\" = 1")
    }

    @Test func `each key of the changes is in the help and collides with no other`() throws {
        let keys = KeyTable<SQLAction>()
        let wanted: [(Key, SQLAction)] = [
            (.character("E"), .editCell), (.named(.insert), .insertRow), (.named(.delete), .deleteRow),
            (.alt("f"), .follow), (.backspace, .followBack),
        ]
        for (key, action) in wanted {
            #expect(keys.action(key, at: .grid) == action)
            #expect(keys.action(key, at: .editor) == nil)
        }
        #expect(keys.problems.isEmpty)
    }
}

/// The answer to a query of one row.
private struct HeldResultRows {
    let result: HeldResult

    init(_ values: String...) {
        var result = HeldResult()
        _ = result.take(.columns(values.map { _ in Column(name: [0x61], kind: .text) }))
        var batch = RowBatch(columnCount: values.count)
        batch.appendRow(counts: values.map(\.utf8.count)) { $0.copyBytes(from: values.joined().utf8) }
        _ = result.take(.rows(batch))
        self.result = result
    }
}
