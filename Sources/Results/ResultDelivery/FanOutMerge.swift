import CPlatform
import SQLWire
import Threads

/// Merges the answers of several clusters as they arrive.
///
/// The first result with columns is shown first. A cluster with other columns waits until all others are done; then its
/// rows follow as a separate result.
final class FanOutMerge: Sendable {
    private struct State: Sendable {
        /// The column names of the current result.
        var current: [[UInt8]]?
        /// The clusters that write to it.
        var writers: Set<Int> = []
        /// The clusters that wait for another result, with their column names.
        var waiting: [Int: [[UInt8]]] = [:]
        /// The clusters that are not done.
        var open: Set<Int>
        var rows: [UInt64]
        var digests: [UInt64]
        var outcomes: [FanOutSession.Outcome?]
        var elapsed: [Int64]
        var isCancelled = false
        var tag = ""

        /// Handles a cluster's columns: whether it may continue, and whether a result begins with it. After a
        /// cancellation a cluster continues without a result, so that its session can end.
        mutating func enter(_ index: Int, _ own: [[UInt8]]) -> (mayGoOn: Bool, isFirst: Bool) {
            writers.remove(index)
            waiting[index] = nil
            if isCancelled { return (true, false) }
            if current == nil || current == own {
                defer { current = own }
                writers.insert(index)
                return (true, current == nil)
            }
            waiting[index] = own
            return (false, false)
        }
    }

    private let names: [String]
    private let deliver: @Sendable (ResultEvent) -> Void
    private let state: Locked<State>
    /// Held while a part of the merged answer is delivered: columns come before their rows, from whichever thread.
    private let delivery = Locked(())
    private let started = qd_monotonic_nanoseconds()
    /// Raised when a waiting cluster may continue.
    private let turns: [WakeSignal]

    init(_ names: [String], _ deliver: @escaping @Sendable (ResultEvent) -> Void) {
        self.names = names
        self.deliver = deliver
        turns = names.map { _ in WakeSignal() }
        state = Locked(
            State(
                open: Set(names.indices), rows: Array(repeating: 0, count: names.count),
                digests: Array(repeating: 0, count: names.count), outcomes: Array(repeating: nil, count: names.count),
                elapsed: Array(repeating: 0, count: names.count)))
    }

    /// Handles a part of a cluster's answer on its session's thread, which may wait for its turn.
    func take(_ event: ResultEvent, from index: Int) {
        switch event {
        case .columns(let columns): begin(columns, index)
        case .rows(let batch): add(batch, index)
        case .complete(let completion):
            state.withLock { state in
                if !completion.hasColumns { state.rows[index] += completion.rows ?? 0 }
                state.tag = completion.tag.split(separator: " ").first.map(String.init) ?? state.tag
            }
        case .failed: break
        case .notice(let message): say("\(message.severity): \(message.text)", from: index)
        case .data: say("COPY TO STDOUT has no rows to show here; its data is left out", from: index)
        }
    }

    /// Reports a message about a cluster.
    func say(_ text: String, from index: Int) {
        deliver(.notice(ServerMessage(severity: "NOTICE", sqlState: "", text: "\(names[index]): \(text)")))
    }

    /// Handles the end of a cluster's answer.
    func finish(_ index: Int, _ outcome: FanOutSession.Outcome) {
        let elapsed = qd_monotonic_nanoseconds() - started
        let rows = state.withLock { state in
            state.outcomes[index] = outcome
            state.elapsed[index] = elapsed
            state.open.remove(index)
            state.waiting[index] = nil
            state.writers.remove(index)
            return state.rows[index]
        }
        switch outcome {
        case .done:
            say("\(rows == 1 ? "1 row" : "\(rows) rows") in \(Self.time(elapsed))", from: index)
        case .refused(let words), .lost(let words):
            deliver(.notice(ServerMessage(severity: "ERROR", sqlState: "", text: "\(names[index]): \(words)")))
        }
        letNextBegin()
    }

    /// Releases all waiting clusters.
    func cancel() {
        state.withLock { $0.isCancelled = true }
        for turn in turns { turn.raise() }
    }

    /// Completes the last result and reports which clusters have equal rows.
    func conclude() {
        let state = state.withLock { $0 }
        let total = state.rows.reduce(0, +)
        let failed = names.indices.filter { state.outcomes[$0] != .done }
        let groups = FanOutGroups(names: names, rows: state.rows, digests: state.digests, outcomes: state.outcomes)
        if state.current != nil || names.count > failed.count {
            deliver(
                .complete(
                    Completion(
                        tag: "\(state.tag.isEmpty ? "SELECT" : state.tag) \(total)", rows: total,
                        hasColumns: state.current != nil)))
        }
        if let words = groups.words {
            deliver(.notice(ServerMessage(severity: "NOTICE", sqlState: "", text: words)))
        }
        guard !failed.isEmpty else { return }
        let shown = failed.prefix(8).map { names[$0] }.joined(separator: ", ") + (failed.count > 8 ? ", …" : "")
        let words = "\(failed.count) of \(names.count) clusters failed: \(shown)"
        deliver(.failed(ServerMessage(severity: "ERROR", sqlState: "", text: words)))
    }

    /// Begins a result, or waits for its turn.
    private func begin(_ columns: [Column], _ index: Int) {
        let own = columns.map(\.name)
        while true {
            let mayGoOn = delivery.withLock { _ -> Bool in
                let (mayGoOn, isFirst) = state.withLock { $0.enter(index, own) }
                if isFirst { deliver(.columns([Column(name: Array("cluster".utf8), kind: .text)] + columns)) }
                return mayGoOn
            }
            if mayGoOn { return }
            letNextBegin()
            _ = turns[index].wait(milliseconds: -1)
            turns[index].lower()
        }
    }

    /// When only clusters with other columns are left, the result is complete, and the first of them begins the next one.
    private func letNextBegin() {
        let next = delivery.withLock { _ -> [Int] in
            let next = state.withLock { state -> (ended: UInt64, who: [Int])? in
                guard state.current != nil, !state.waiting.isEmpty, state.open.allSatisfy({ state.waiting[$0] != nil })
                else { return nil }
                state.current = nil
                return (state.rows.reduce(0, +), state.waiting.keys.sorted())
            }
            guard let next else { return [] }
            deliver(.complete(Completion(tag: "SELECT \(next.ended)", rows: next.ended, hasColumns: true)))
            return next.who
        }
        for index in next { turns[index].raise() }
    }

    private func add(_ batch: RowBatch, _ index: Int) {
        let name = Array(names[index].utf8)
        var merged = RowBatch(columnCount: batch.columnCount + 1)
        var digest: UInt64 = 0
        batch.withValues { values in
            name.withUnsafeBytes { name in
                for row in 0..<values.rowCount {
                    merged.appendRow { column in column == 0 ? name : values[row, column - 1] }
                    // The sum does not depend on the order of rows.
                    digest &+= FanOutGroups.digest(values, row)
                }
            }
        }
        delivery.withLock { _ in
            let isWanted = state.withLock { state -> Bool in
                state.rows[index] += UInt64(batch.rowCount)
                state.digests[index] &+= digest
                return state.writers.contains(index)
            }
            if isWanted { deliver(.rows(merged)) }
        }
    }

    private static func time(_ nanoseconds: Int64) -> String {
        let milliseconds = nanoseconds / 1_000_000
        return milliseconds < 1_000 ? "\(milliseconds) ms" : "\(milliseconds / 1_000).\(milliseconds / 100 % 10) s"
    }
}
