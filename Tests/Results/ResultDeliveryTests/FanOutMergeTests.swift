import SQLWire
import Testing
import Threads

@testable import ResultDelivery

@Suite struct FanOutMergeTests {
    private let events = Events()

    @Test func `rows come as they arrive, with the cluster's name first`() {
        let merge = merge("a", "b")
        merge.take(columns("id"), from: 0)
        merge.take(rows("1"), from: 0)
        merge.take(columns("id"), from: 1)
        merge.take(rows("7"), from: 1)
        merge.take(rows("2"), from: 0)
        #expect(events.grids == [["cluster,id", "a,1", "b,7", "a,2"]])
    }

    @Test func `clusters with other columns fill a grid of their own at the same time`() {
        let merge = merge("a", "b", "c", "d")
        merge.take(columns("id"), from: 0)
        merge.take(columns("name"), from: 1)
        merge.take(rows("x"), from: 1)
        merge.take(rows("1"), from: 0)
        merge.take(columns("name"), from: 2)
        merge.take(columns("ID"), from: 3)
        merge.take(rows("9"), from: 3)
        merge.take(rows("y"), from: 2)
        #expect(events.grids == [["cluster,id", "a,1", "d,9"], ["cluster,name", "b,x", "c,y"]])
    }

    @Test(arguments: [
        (["count", "v"], ["count(*)", "v"], true), (["?column?"], ["1+1"], true), (["now"], ["now()"], true),
        (["max"], ["max(a.b + 1)"], true), (["count"], ["sum(a)"], false), (["a"], ["a", "b"], false),
    ])
    func `engines name an expression without an alias differently, and still share a grid`(
        _ postgres: [String], _ mysql: [String], isShared: Bool
    ) {
        let merge = FanOutMerge(
            ["p", "m"].map { ClusterProgress(name: $0) }, [.postgresql, .mysql]
        ) { [events] in events.take($0) }
        merge.take(columns(postgres), from: 0)
        merge.take(columns(mysql), from: 1)
        #expect(events.grids.count == (isShared ? 1 : 2))
    }

    @Test func `on one engine, expressions with different texts are different columns`() {
        let merge = FanOutMerge(["a", "b"].map { ClusterProgress(name: $0) }, [.mysql, .mysql]) { [events] in
            events.take($0)
        }
        merge.take(columns("max(a)"), from: 0)
        merge.take(columns("max(b)"), from: 1)
        #expect(events.grids.count == 2)
    }

    @Test func `bytes of MySQL join PostgreSQL's grid in its notation`() {
        let merge = FanOutMerge(["p", "m"].map { ClusterProgress(name: $0) }, [.postgresql, .mysql]) { [events] in
            events.take($0)
        }
        for index in 0...1 {
            merge.take(.columns([Column(name: Array("b".utf8), kind: .bytes)]), from: index)
            merge.take(rows(index == 0 ? "\\x00ff" : "ab\u{1}"), from: index)
        }
        #expect(events.grids == [["cluster,b", "p,\\x00ff", "m,\\x616201"]])
    }

    @Test func `equal answers are one group, in any order of rows, and the largest group is first`() {
        let merge = merge("a", "b", "c", "d", "e")
        for (index, values) in [["3"], ["1", "2"], ["2", "1"], ["1", "2"]].enumerated() {
            merge.take(columns("id"), from: index)
            for value in values { merge.take(rows(value), from: index) }
            merge.finish(index, .done)
        }
        merge.finish(4, .failed, ["no server answers"])
        let groups = ClusterProgress.groups(of: merge.progress).map { $0.map(\.name) }
        #expect(groups == [["b", "c", "d"], ["a"]])
        #expect(merge.progress.map(\.rows) == [1, 2, 2, 2, 0])
        #expect(merge.progress[4].words == ["no server answers"])
    }

    @Test func `equal values in other columns differ`() {
        let merge = merge("a", "b")
        for (index, name) in ["x", "y"].enumerated() {
            merge.take(columns(name), from: index)
            merge.take(rows("1"), from: index)
            merge.finish(index, .done)
        }
        #expect(ClusterProgress.groups(of: merge.progress).count == 2)
    }

    @Test func `changed rows are counted for each cluster`() {
        let merge = merge("a", "b")
        for index in 0...1 {
            merge.take(.complete(Completion(tag: "UPDATE 4", rows: 4, hasColumns: false)), from: index)
            merge.finish(index, .done)
        }
        #expect(merge.progress.map(\.rows) == [4, 4])
        #expect(events.grids.isEmpty)
    }

    @Test func `each change of a state is reported`() {
        let merge = merge("a", "b")
        merge.enter(1, .loggingIn)
        merge.enter(1, .retrying, ["takes no logins now"], in: 4_000_000_000)
        #expect(events.progress[0].map(\.state) == [.waiting, .loggingIn])
        #expect(events.progress[1][1].state == .retrying)
        #expect((3_000_000_000...4_000_000_000).contains(events.progress[1][1].time))
        #expect(events.progress[1][1].words == ["takes no logins now"])
    }

    private func merge(_ names: String...) -> FanOutMerge {
        FanOutMerge(names.map { ClusterProgress(name: $0) }, names.map { _ in .postgresql }) { [events] in
            events.take($0)
        }
    }

    private func columns(_ names: String...) -> ResultEvent { columns(names) }

    private func columns(_ names: [String]) -> ResultEvent {
        .columns(names.map { Column(name: Array($0.utf8), kind: .text) })
    }

    private func rows(_ value: String) -> ResultEvent {
        var batch = RowBatch(columnCount: 1)
        Array(value.utf8).withUnsafeBytes { bytes in batch.appendRow { _ in bytes } }
        return .rows(batch)
    }
}

/// The output of a merge as texts.
private final class Events: Sendable {
    private struct State: Sendable {
        var grids: [[String]] = []
        var progress: [[ClusterProgress]] = []
    }

    private let state = Locked(State())
    var grids: [[String]] { state.withLock { $0.grids } }
    var progress: [[ClusterProgress]] { state.withLock { $0.progress } }

    func take(_ event: FanOutEvent) {
        state.withLock { state in
            switch event {
            case .columns(let columns):
                state.grids.append([columns.map { String(decoding: $0.name, as: UTF8.self) }.joined(separator: ",")])
            case .rows(let grid, let batch):
                for row in 0..<batch.rowCount {
                    let cells = (0..<batch.columnCount).map { column in
                        batch.value(row: row, column: column).map { String(decoding: $0, as: UTF8.self) } ?? "NULL"
                    }
                    state.grids[grid].append(cells.joined(separator: ","))
                }
            case .progress(let clusters): state.progress.append(clusters)
            case .notice: break
            }
        }
    }
}
