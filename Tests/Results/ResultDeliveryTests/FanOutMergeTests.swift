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
        merge.finish(0, .done)
        merge.finish(1, .done)
        merge.conclude()
        #expect(events.results == [["cluster,id", "a,1", "b,7", "a,2"]])
        #expect(events.completions == ["SELECT 3"])
        #expect(events.notices.filter { $0.hasPrefix("2 different") } == ["2 different answers: a (2 rows); b (1 row)"])
        #expect(events.failures.isEmpty)
    }

    @Test func `a cluster with other columns has a separate result after the others`() async {
        let merge = merge("a", "b")
        merge.take(columns("id"), from: 0)
        merge.take(rows("1"), from: 0)
        let other = Task.detached { [self] in
            merge.take(columns("name"), from: 1)
            merge.take(rows("x"), from: 1)
            merge.finish(1, .done)
        }
        merge.take(rows("2"), from: 0)
        merge.finish(0, .done)
        await other.value
        merge.conclude()
        #expect(events.results == [["cluster,id", "a,1", "a,2"], ["cluster,name", "b,x"]])
    }

    @Test func `a failed cluster is named, and the answers of the others are compared`() {
        let merge = merge("a", "b", "c")
        for (index, value) in [(0, ["1", "2"]), (2, ["2", "1"])] {
            merge.take(columns("id"), from: index)
            for value in value { merge.take(rows(value), from: index) }
            merge.finish(index, .done)
        }
        merge.finish(1, .lost("no server answers"))
        merge.conclude()
        #expect(events.notices.contains("b: no server answers"))
        #expect(events.notices.contains("all 2 clusters that answered returned the same rows"))
        #expect(events.failures == ["1 of 3 clusters failed: b"])
    }

    @Test func `a waiting cluster continues after a cancellation`() async {
        let merge = merge("a", "b")
        merge.take(columns("id"), from: 0)
        let waiting = Task.detached { [self] in merge.take(columns("name"), from: 1) }
        merge.cancel()
        await waiting.value
        merge.finish(1, .refused("cancelled"))
        #expect(events.results == [["cluster,id"]])
    }

    @Test func `the numbers of changed rows are added up`() {
        let merge = merge("a", "b")
        for index in 0...1 {
            merge.take(.complete(Completion(tag: "UPDATE 4", rows: 4, hasColumns: false)), from: index)
            merge.finish(index, .done)
        }
        merge.conclude()
        #expect(events.completions == ["UPDATE 8"])
    }

    private func merge(_ names: String...) -> FanOutMerge { FanOutMerge(names) { [events] in events.take($0) } }

    private func columns(_ name: String) -> ResultEvent { .columns([Column(name: Array(name.utf8), kind: .text)]) }

    private func rows(_ value: String) -> ResultEvent {
        var batch = RowBatch(columnCount: 1)
        Array(value.utf8).withUnsafeBytes { bytes in batch.appendRow { _ in bytes } }
        return .rows(batch)
    }
}

/// The output of a merge as texts.
private final class Events: Sendable {
    private struct State: Sendable {
        var results: [[String]] = []
        var completions: [String] = []
        var notices: [String] = []
        var failures: [String] = []
    }

    private let state = Locked(State())
    var results: [[String]] { state.withLock { $0.results } }
    var completions: [String] { state.withLock { $0.completions } }
    var notices: [String] { state.withLock { $0.notices } }
    var failures: [String] { state.withLock { $0.failures } }

    func take(_ event: ResultEvent) {
        state.withLock { state in
            switch event {
            case .columns(let columns):
                state.results.append([columns.map { String(decoding: $0.name, as: UTF8.self) }.joined(separator: ",")])
            case .rows(let batch):
                for row in 0..<batch.rowCount {
                    let cells = (0..<batch.columnCount).map { column in
                        batch.value(row: row, column: column).map { String(decoding: $0, as: UTF8.self) } ?? "NULL"
                    }
                    state.results[state.results.count - 1].append(cells.joined(separator: ","))
                }
            case .complete(let completion): state.completions.append(completion.tag)
            case .notice(let message): state.notices.append(message.text)
            case .failed(let message): state.failures.append(message.text)
            case .data: break
            }
        }
    }
}
