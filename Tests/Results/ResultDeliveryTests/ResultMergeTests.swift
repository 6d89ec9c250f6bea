import Failures
import ResultDelivery
import ResultFormats
import Results
import SQLWire
import TestSupport
import Testing
import Threads

@Suite struct ResultMergeTests {
    /// A cluster's answer to a script.
    private struct Answer {
        /// For each statement its results: column names, rows, and whether the result is complete.
        var statements: [[(names: [String], rows: [[String]], isComplete: Bool)]]

        var pieces: [ResultPiece] {
            statements.flatMap { results -> [ResultPiece] in
                [.statement]
                    + results.flatMap { result -> [ResultPiece] in
                        [.header(ResultMergeTests.header(result.names))]
                            + result.rows.map { .rows(ResultMergeTests.batch([$0])) }
                            + [.end(isComplete: result.isComplete)]
                    }
            } + [.finished]
        }
    }

    private static func header(_ names: [String], _ dialect: Dialect = .postgresql) -> ResultHeader {
        ResultHeader(
            columns: names.map { Column(name: Array($0.utf8), kind: .text, mayBeNull: true) }, dialect: dialect)
    }

    private static func batch(_ rows: [[String]]) -> RowBatch {
        var batch = RowBatch(columnCount: rows.first?.count ?? 0)
        for row in rows {
            let cells = row.map { Array($0.utf8) }
            var all = cells.flatMap { $0 }
            all.withUnsafeMutableBytes { bytes in
                var start = 0
                let places = cells.map { cell -> UnsafeRawBufferPointer in
                    defer { start += cell.count }
                    return UnsafeRawBufferPointer(rebasing: bytes[start..<start + cell.count])
                }
                batch.appendRow { places[$0] }
            }
        }
        return batch
    }

    /// The written output, and the memory used meanwhile.
    private final class Paper: Sendable {
        private let bytes = Locked<[UInt8]>([])
        let code: Int32
        let limit: Int
        init(code: Int32 = 0, after limit: Int = .max) { (self.code, self.limit) = (code, limit) }
        func write(_ more: UnsafeRawBufferPointer) -> Int32 {
            bytes.withLock { bytes in
                guard bytes.count < limit else { return code }
                bytes += more
                return 0
            }
        }
        var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }
    }

    private func merge(
        _ clusters: [String], _ format: ResultFormat, _ paper: Paper, budget: MemoryBudget = MemoryBudget()
    ) -> ResultMerge {
        ResultMerge(
            clusters: clusters, format: format, options: WriterOptions(dialect: .postgresql), budget: budget,
            directory: "/tmp"
        ) { paper.write($0) }
    }

    /// The expected CSV: statements' results in order, with equal columns combined into one result.
    private func expected(_ answers: [Answer], _ clusters: [String]) -> String {
        var lines: [String] = []
        for statement in 0..<(answers.map(\.statements.count).max() ?? 0) {
            let results = answers.map { $0.statements.count > statement ? $0.statements[statement] : [] }
            for ordinal in 0..<(results.map(\.count).max() ?? 0) {
                var open: [String]?
                for (cluster, results) in zip(clusters, results) where results.count > ordinal {
                    let result = results[ordinal]
                    if open != result.names { lines.append((["cluster"] + result.names).joined(separator: ",")) }
                    open = result.names
                    lines += result.rows.map { ([cluster] + $0).joined(separator: ",") }
                }
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    @Test(arguments: 0..<300)
    func `the order is the same whichever cluster answers first`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let clusters = (0..<Int.random(in: 1...5, using: &random)).map { "c\($0)" }
        let answers = clusters.map { _ in
            Answer(
                statements: (0..<Int.random(in: 0...3, using: &random)).map { _ in
                    (0..<Int.random(in: 0...3, using: &random)).map { _ in
                        let width = Int.random(in: 1...2, using: &random)
                        return (
                            (0..<width).map { "n\($0)" },
                            (0..<Int.random(in: 0...4, using: &random)).map { row in (0..<width).map { "\(row)-\($0)" }
                            },
                            Bool.random(using: &random)
                        )
                    }
                })
        }
        let paper = Paper()
        let merge = merge(clusters, .csv, paper)
        var left = answers.map(\.pieces)
        while let cluster = left.indices.filter({ !left[$0].isEmpty }).randomElement(using: &random) {
            #expect(merge.take(left[cluster].removeFirst(), from: cluster))
        }
        #expect(paper.text == expected(answers, clusters))
    }

    @Test func `the first cluster's rows are written at once, the others' when it has ended`() {
        let paper = Paper()
        let merge = merge(["a", "b"], .csv, paper)
        for cluster in [1, 0] {
            _ = merge.take(.statement, from: cluster)
            _ = merge.take(.header(Self.header(["n"])), from: cluster)
            _ = merge.take(.rows(Self.batch([["1"]])), from: cluster)
        }
        #expect(paper.text == "cluster,n\na,1\n")
        _ = merge.take(.end(isComplete: true), from: 0)
        #expect(paper.text == "cluster,n\na,1\nb,1\n")
        _ = merge.take(.rows(Self.batch([["2"]])), from: 1)
        #expect(paper.text.hasSuffix("b,1\nb,2\n"))
    }

    @Test func `a finished cluster is not waited for`() {
        let paper = Paper()
        let merge = merge(["down", "up"], .csv, paper)
        _ = merge.take(.statement, from: 1)
        _ = merge.take(.header(Self.header(["n"])), from: 1)
        #expect(paper.text.isEmpty)
        _ = merge.take(.finished, from: 0)
        #expect(paper.text == "cluster,n\n")
    }

    @Test func `objects of both engines are in one array with any columns`() {
        let paper = Paper()
        let merge = merge(["pg", "my"], .json, paper)
        for (cluster, dialect) in [(1, Dialect.mysql), (0, .postgresql)] {
            _ = merge.take(.statement, from: cluster)
            let kind: Column.Kind = cluster == 0 ? .boolean : .integer
            let header = ResultHeader(
                columns: [Column(name: Array("ok".utf8), kind: kind, mayBeNull: false)]
                    + (cluster == 1 ? [Column(name: Array("b".utf8), kind: .bytes, mayBeNull: false)] : []),
                dialect: dialect)
            _ = merge.take(.header(header), from: cluster)
            _ = merge.take(.rows(Self.batch([cluster == 0 ? ["t"] : ["1", "\u{1}"]])), from: cluster)
            _ = merge.take(.end(isComplete: true), from: cluster)
            _ = merge.take(.finished, from: cluster)
        }
        #expect(
            paper.text == #"""
                [
                {"cluster":"pg","ok":true},
                {"cluster":"my","ok":1,"b":"0x01"}
                ]

                """#)
    }

    @Test func `inserts of both engines are statements of each engine`() {
        let paper = Paper()
        let merge = merge(["pg", "my"], .insert, paper)
        for (cluster, dialect) in [(0, Dialect.postgresql), (1, .mysql)] {
            _ = merge.take(.statement, from: cluster)
            _ = merge.take(.header(Self.header(["a b"], dialect)), from: cluster)
            _ = merge.take(.rows(Self.batch([["x"]])), from: cluster)
            _ = merge.take(.end(isComplete: true), from: cluster)
            _ = merge.take(.finished, from: cluster)
        }
        #expect(paper.text.contains("INSERT INTO \"result\" (\"cluster\", \"a b\") VALUES\n ('pg', 'x');\n"))
        #expect(paper.text.contains("INSERT INTO `result` (`cluster`, `a b`) VALUES\n ('my', 'x');\n"))
    }

    @Test func `a table has one frame, as wide as the widest one`() {
        let paper = Paper()
        let merge = merge(["a", "longer"], .table, paper)
        for cluster in [1, 0] {
            _ = merge.take(.statement, from: cluster)
            _ = merge.take(.header(Self.header(["n"])), from: cluster)
            _ = merge.take(.rows(Self.batch([[cluster == 0 ? "1" : "wide value"]])), from: cluster)
            _ = merge.take(.end(isComplete: true), from: cluster)
            _ = merge.take(.finished, from: cluster)
        }
        #expect(
            paper.text == """
                 cluster |     n      
                ---------+------------
                 a       | 1
                 longer  | wide value
                (2 rows)


                """)
    }

    @Test func `the row count is omitted when a server's result is incomplete`() {
        let paper = Paper()
        let merge = merge(["a", "b"], .table, paper)
        for cluster in [0, 1] {
            _ = merge.take(.statement, from: cluster)
            _ = merge.take(.header(Self.header(["n"])), from: cluster)
            _ = merge.take(.rows(Self.batch([["1"]])), from: cluster)
            if cluster == 0 { _ = merge.take(.end(isComplete: true), from: cluster) }
            _ = merge.take(.finished, from: cluster)
        }
        #expect(paper.text.contains(" b       | 1\n"))
        #expect(!paper.text.contains("rows)"))
    }

    @Test func `copied bytes are in order and unchanged`() {
        let paper = Paper()
        let merge = merge(["a", "b"], .csv, paper)
        for cluster in [1, 0] {
            _ = merge.take(.statement, from: cluster)
            _ = merge.take(.data(Array("\(cluster)\t\u{1B}\n".utf8)), from: cluster)
            _ = merge.take(.data(Array("\(cluster)\tmore\n".utf8)), from: cluster)
            _ = merge.take(.end(isComplete: true), from: cluster)
            _ = merge.take(.statement, from: cluster)
            _ = merge.take(.header(Self.header(["n"])), from: cluster)
            _ = merge.take(.finished, from: cluster)
        }
        #expect(paper.text == "0\t\u{1B}\n0\tmore\n1\t\u{1B}\n1\tmore\ncluster,n\n")
    }

    @Test func `stored rows use no more memory than the budget`() {
        let paper = Paper()
        let budget = MemoryBudget(bytes: 4 << 20)
        let merge = merge(["slow", "fast"], .csv, paper, budget: budget)
        _ = merge.take(.statement, from: 1)
        _ = merge.take(.header(Self.header(["n"])), from: 1)
        let row = [String(repeating: "x", count: 1_000)]
        let thousand = Self.batch(Array(repeating: row, count: 1_000))
        for _ in 0..<40 {
            _ = merge.take(.rows(thousand), from: 1)
            #expect(budget.used <= 5 << 20)
        }
        _ = merge.take(.finished, from: 1)
        #expect(paper.text.isEmpty)
        _ = merge.take(.finished, from: 0)
        #expect(paper.text.utf8.count == 40_000 * 1_006 + "cluster,n\n".utf8.count)
        #expect(budget.used == 0)
    }

    @Test func `a failed output ends all runs`() {
        let paper = Paper(code: 32, after: 5)
        let merge = merge(["a", "b"], .csv, paper)
        _ = merge.take(.statement, from: 0)
        _ = merge.take(.header(Self.header(["n"])), from: 0)
        #expect(!merge.take(.rows(Self.batch([["1"]])), from: 0))
        #expect(merge.writeError == 32)
        #expect(!merge.take(.statement, from: 1))
        #expect(paper.text == "cluster,n\n")
    }

    @Test func `a full disk is reported`() {
        let paper = Paper()
        let merge = ResultMerge(
            clusters: ["slow", "fast"], format: .csv, options: WriterOptions(dialect: .postgresql),
            budget: MemoryBudget(bytes: 1 << 20), directory: "/nonexistent"
        ) { paper.write($0) }
        _ = merge.take(.statement, from: 1)
        _ = merge.take(.header(Self.header(["n"])), from: 1)
        let row = [String(repeating: "x", count: 1_000)]
        var takes = true
        for _ in 0..<40 where takes {
            takes = merge.take(.rows(Self.batch(Array(repeating: row, count: 100))), from: 1)
        }
        #expect(!takes)
        #expect(merge.failure != nil)
    }
}
