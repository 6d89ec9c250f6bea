import CPlatform
import SQLWire
import Threads

/// Merges the answers of several clusters as they arrive: one grid for each set of columns, into which the clusters'
/// rows go in the order of their arrival.
final class FanOutMerge: Sendable {
    private struct State: Sendable {
        var clusters: [ClusterProgress]
        /// When each cluster's statement was sent, or its next login is due; on the monotonic clock.
        var marks: [Int64]
        var grids: [GridColumns] = []
        /// The grid of each cluster's current rows.
        var places: [Int?]
        /// The columns with a MySQL server's raw bytes, which go into a grid of PostgreSQL's notation.
        var raw: [Set<Int>]
        var toldAt: Int64 = 0

        func progress(at now: Int64) -> [ClusterProgress] {
            zip(clusters, marks).map { cluster, mark in
                var cluster = cluster
                if cluster.state == .running { cluster.time = now - mark }
                if cluster.state == .retrying { cluster.time = max(0, mark - now) }
                return cluster
            }
        }
    }

    private let dialects: [Dialect]
    private let deliver: @Sendable (FanOutEvent) -> Void
    private let state: Locked<State>
    /// Held while a part is delivered: columns come before their rows, from whichever thread.
    private let delivery = Locked(())
    /// The minimum time between two reports of rows, in nanoseconds.
    private static let pause: Int64 = 30_000_000

    /// - Parameter clusters: The progress before the statement; clusters without a part in it keep theirs.
    init(
        _ clusters: [ClusterProgress], _ dialects: [Dialect], _ deliver: @escaping @Sendable (FanOutEvent) -> Void
    ) {
        self.dialects = dialects
        self.deliver = deliver
        let count = clusters.count
        state = Locked(
            State(
                clusters: clusters, marks: Array(repeating: 0, count: count),
                places: Array(repeating: nil, count: count), raw: Array(repeating: [], count: count)))
    }

    /// The progress of all clusters.
    var progress: [ClusterProgress] { state.withLock { $0.progress(at: qd_monotonic_nanoseconds()) } }

    /// Handles a part of a cluster's answer on its session's thread.
    func take(_ event: ResultEvent, from index: Int) {
        switch event {
        case .columns(let columns): begin(columns, index)
        case .rows(let batch): add(batch, index)
        case .complete(let completion):
            state.withLock { state in
                if !completion.hasColumns { state.clusters[index].rows += completion.rows ?? 0 }
                state.places[index] = nil
            }
        case .failed: break
        case .notice(let message): say(message, from: index)
        case .data:
            say("COPY TO STDOUT has no rows to show here; its data is left out", from: index)
        }
    }

    /// Reports a message about a cluster.
    func say(_ text: String, from index: Int) {
        say(ServerMessage(severity: "NOTICE", sqlState: "", text: text), from: index)
    }

    private func say(_ message: ServerMessage, from index: Int) {
        var message = message
        message.text = "\(state.withLock { $0.clusters[index].name }): \(message.text)"
        deliver(.notice(message))
    }

    /// Reports that a cluster enters a state.
    ///
    /// - Parameter pause: Nanoseconds until its next login.
    func enter(_ index: Int, _ now: ClusterProgress.State, _ words: [String] = [], in pause: Int64 = 0) {
        change(index) { cluster, mark in
            cluster.state = now
            cluster.words = words
            mark = qd_monotonic_nanoseconds() + pause
        }
    }

    /// Handles the end of a cluster's answer.
    func finish(_ index: Int, _ end: ClusterProgress.State, _ words: [String] = [], isUncertain: Bool = false) {
        change(index) { cluster, mark in
            if cluster.state == .running { cluster.time = qd_monotonic_nanoseconds() - mark }
            cluster.state = end
            cluster.words += words
            cluster.isUncertain = isUncertain
        }
    }

    private func change(_ index: Int, _ body: (inout ClusterProgress, inout Int64) -> Void) {
        state.withLock { body(&$0.clusters[index], &$0.marks[index]) }
        tell()
    }

    private func tell() {
        delivery.withLock { _ in
            let progress = state.withLock { state in
                state.toldAt = qd_monotonic_nanoseconds()
                return state.progress(at: state.toldAt)
            }
            deliver(.progress(progress))
        }
    }

    private func begin(_ columns: [Column], _ index: Int) {
        let own = GridColumns(columns, dialects[index])
        let isMixed = Set(dialects).count > 1
        delivery.withLock { _ in
            let isFirst = state.withLock { state -> Bool in
                let known = state.grids.firstIndex { $0.accepts(own) }
                state.places[index] = known ?? state.grids.count
                if known == nil { state.grids.append(own) }
                state.raw[index] =
                    isMixed && dialects[index] == .mysql
                    ? Set(columns.indices.filter { columns[$0].kind == .bytes }) : []
                // The grid's names, so that the engine's own names for expressions are no difference.
                state.clusters[index].columns ^= RowHash(state.grids[known ?? state.grids.count - 1].names).value
                return known == nil
            }
            if isFirst {
                let name = Column(name: Array("cluster".utf8), kind: .text, mayBeNull: false)
                deliver(.columns([name] + columns))
            }
        }
    }

    private func add(_ batch: RowBatch, _ index: Int) {
        let (name, raw) = state.withLock { (Array($0.clusters[index].name.utf8), $0.raw[index]) }
        let batch = raw.isEmpty ? batch : batch.withHexadecimal(raw)
        var merged = RowBatch(columnCount: batch.columnCount + 1)
        var digest: UInt64 = 0
        batch.withValues { values in
            name.withUnsafeBytes { name in
                for row in 0..<values.rowCount {
                    merged.appendRow { column in column == 0 ? name : values[row, column - 1] }
                    // The sum does not depend on the order of rows.
                    digest &+= RowHash(values, row).value
                }
            }
        }
        let now = qd_monotonic_nanoseconds()
        let isDue = delivery.withLock { _ -> Bool in
            let (grid, isDue) = state.withLock { state in
                state.clusters[index].rows += UInt64(batch.rowCount)
                state.clusters[index].digest &+= digest
                return (state.places[index], now - state.toldAt >= Self.pause)
            }
            if let grid { deliver(.rows(grid: grid, merged)) }
            return isDue
        }
        if isDue { tell() }
    }
}

extension RowBatch {
    /// The same rows with the bytes of some columns in PostgreSQL's notation `\x…`.
    fileprivate func withHexadecimal(_ columns: Set<Int>) -> RowBatch {
        let digits = Array("0123456789abcdef".utf8)
        var batch = RowBatch(columnCount: columnCount)
        withValues { values in
            for row in 0..<values.rowCount {
                let cells = (0..<columnCount).map { column -> [UInt8]? in
                    values[row, column].map { value in
                        guard columns.contains(column) else { return Array(value) }
                        return Array("\\x".utf8) + value.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
                    }
                }
                batch.appendRow(counts: cells.map { $0?.count }) { target in
                    target.copyBytes(from: cells.flatMap { $0 ?? [] })
                }
            }
        }
        return batch
    }
}
