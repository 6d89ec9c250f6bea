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

/// A session with a result of a table whose rows are changed.
protocol RowBench {}

extension RowBench {
    /// A result of the table `s.t` with the columns id (the key), name, and a computed one.
    func bench(
        engine: String = "postgresql", environment: String = "dev", isReadOnly: Bool = false, columns: Int = 100,
        sql: String = "select id, name, 1 as one from t", names: [String] = ["id", "name"],
        value: [UInt8] = Array("Aurora".utf8)
    ) throws -> Bench {
        var bench = try Bench(
            engine: engine, environment: environment, isReadOnly: isReadOnly, columns: columns)
        bench.type(sql + ";\n")
        let number = try #require(bench.state.run?.number)
        let described = names.enumerated().map { index, name in
            Column(
                name: Array(name.utf8), kind: index == 0 ? .integer : .text,
                origin: engine == "mysql" ? .table(schema: [0x73], name: [0x74]) : .relation(oid: 16_400),
                originColumn: engine == "mysql" ? .name(Array(name.utf8)) : .number(name == "id" ? 1 : 2))
        }
        let store = ResultStore(
            columns: described + [Column(name: Array("one".utf8), kind: .integer)], budget: MemoryBudget(),
            directory: "/tmp")
        var batch = RowBatch(columnCount: names.count + 1)
        let values = [[0x31], value].prefix(names.count) + [[0x31]]
        for _ in 0..<2 { batch.appendRow(counts: values.map(\.count)) { $0.copyBytes(from: values.joined()) } }
        try store.append(batch)
        store.finish(isComplete: true)
        bench.send(.answer(run: number, .began(store), bench.state.now))
        let completion = Completion(tag: "SELECT 2", rows: 2, hasColumns: true)
        bench.send(.answer(run: number, .complete(completion, elapsed: 1), bench.state.now))
        bench.send(.answer(run: number, .ended(bench.session(.none)), bench.state.now))
        bench.press(.function(6))
        _ = bench.takeEffects()
        return bench
    }

    func facts(_ dialect: Dialect = .postgresql, kind: String? = nil, key: Bool = true) -> TableFacts {
        let isMySQL = dialect == .mysql
        var rows: [[String?]] = [
            ["table", "s", "t", kind ?? (isMySQL ? "BASE TABLE" : "r"), "YES", nil, nil, nil],
            ["column", "1", "id", "integer", "f", "t", key ? "t" : "f", isMySQL ? "/int/" : "//23/b/0"],
            ["column", "2", "name", "text", "t", "f", "f", isMySQL ? "/text/utf8mb4" : "//25/b/100"],
            ["column", "3", "sum", "integer", "t", "f", "f", isMySQL ? "g/int/" : "/s/23/b/0"],
            ["reference", "fk", "name", "s", "other", "code", "01", nil],
        ]
        rows += ["first", "second"].map { ["referrer", $0, "id", "s", $0, "t_id", "01", nil] }
        return TableFacts(rows: rows, dialect: dialect)
    }

    /// Answers the query for the table.
    func describe(_ bench: inout Bench, _ result: Result<TableFacts, Failure>) throws {
        var request: Int?
        for case .describeTable(let number, _, _) in bench.takeEffects() { request = number }
        bench.send(.table(request: try #require(request), result))
    }

    /// Answers a statement that has succeeded.
    func complete(
        _ bench: inout Bench, rows: UInt64?, remark: String? = nil, in transaction: SessionState.Transaction = .open
    ) {
        let completion = Completion(tag: "X", rows: rows, hasColumns: false, remark: remark)
        bench.answer(.complete(completion, elapsed: 1), ended: transaction)
    }

    /// Opens the dialog on the name, and types another one.
    func edit(_ bench: inout Bench, _ dialect: Dialect = .postgresql, to text: String = "Polaris") throws {
        bench.press(.character("l"), .character("E"))
        try describe(&bench, .success(facts(dialect)))
        bench.press(.control("u"))
        bench.type(text)
    }
}
