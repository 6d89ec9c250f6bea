import ResultDelivery
import ScreenKit
import TerminalUI
import Themes

/// The progress of a statement on several clusters: their counts in the divider, and a line for each cluster.
struct ClusterLinesView {
    let state: WorkspaceState
    let look: Look
    let layout: WorkspaceLayout

    func draw(on grid: inout CellGrid) {
        guard !state.clusters.isEmpty else { return }
        if let row = layout.divider {
            grid.put(" \(summary) ", column: 2, row: row, style: look.theme[.hintText])
        }
        let width = min(24, state.clusters.map { DisplayWidth.of(HarmlessText.of($0.name)) }.max() ?? 0)
        let largest = ClusterProgress.groups(of: state.clusters)
        let same = largest.count > 1 ? Set(largest[0].map(\.name)) : nil
        let first = layout.firstCluster(state)
        for offset in 0..<layout.clusters.size.rows where state.clusters.indices.contains(first + offset) {
            draw(first + offset, at: layout.clusters.row + offset, width, same, on: &grid)
        }
    }

    /// The counts of the states: `3 done  2 running  1 failed`.
    private var summary: String {
        let all: [ClusterProgress.State] = [.done, .running, .loggingIn, .retrying, .waiting, .cancelled, .failed]
        return all.compactMap { kind in
            let found = state.clusters.filter { $0.state == kind }
            return found.first.map { "\(found.count) \(Self.word($0))" }
        }.joined(separator: "  ")
    }

    private func draw(_ index: Int, at row: Int, _ width: Int, _ same: Set<String>?, on grid: inout CellGrid) {
        let cluster = state.clusters[index]
        let isCurrent = index == state.clusterLine && state.focus == .clusters
        let role: Role =
            switch cluster.state {
            case .done: .text
            case .failed: .messageError
            case .cancelled, .retrying: .messageWarning
            case .running, .loggingIn: .tokenSigning
            case .waiting: .textDim
            }
        let name = look.text(cluster.name, columns: width)
        var column = 2
        grid.put(name, column: column, row: row, style: look.theme[.textStrong])
        column += width + 2
        grid.put(Self.word(cluster), column: column, row: row, style: look.theme[role])
        column += 12
        let rows = cluster.rows > 0 || cluster.state == .done ? Count.of(cluster.rows, "row") : ""
        for (text, width) in [(rows, 14), (time(cluster), 9)] {
            let start = column + max(0, width - DisplayWidth.of(text))
            grid.put(text, column: start, row: row, style: look.theme[.text])
            column += width + 2
        }
        let differs = cluster.state == .done && same.map { !$0.contains(cluster.name) } ?? false
        if differs { column += grid.put("differs", column: column, row: row, style: look.theme[.messageWarning]) + 2 }
        let words = look.text(cluster.words.joined(separator: "; "), columns: max(0, grid.size.columns - column - 1))
        grid.put(words, column: column, row: row, style: look.theme[role])
        guard isCurrent else { return }
        grid.underlay(Rect(column: 0, row: row, columns: grid.size.columns, rows: 1), look.theme[.rowCursor])
        let style = look.theme[.rowCursorBar].over(look.theme[.rowCursor])
        grid.put(String(look.glyphs.cursor), column: 0, row: row, style: style)
        if state.overlay == nil { grid.cursor = (0, row) }
    }

    /// The time of the statement so far, or until the next login.
    private func time(_ cluster: ClusterProgress) -> String {
        let since = state.clustersAt.map { max(0, state.now.uptime - $0.uptime) } ?? 0
        switch cluster.state {
        case .running: return Duration.of(cluster.time + since)
        case .retrying: return "in \(max(0, cluster.time - since) / 1_000_000_000) s"
        case .done, .failed, .cancelled: return cluster.time > 0 ? Duration.of(cluster.time) : ""
        case .waiting, .loggingIn: return ""
        }
    }

    static func word(_ cluster: ClusterProgress) -> String {
        switch cluster.state {
        case .waiting: "waiting"
        case .loggingIn: "logging in"
        case .retrying: "login again"
        case .running: "running"
        case .done: "done"
        case .failed: "failed"
        case .cancelled: "cancelled"
        }
    }
}

extension WorkspaceLayout {
    /// The first visible cluster: the one under the cursor stays in sight.
    func firstCluster(_ state: WorkspaceState) -> Int {
        let room = clusters.size.rows
        return max(0, min(state.clusterLine - room / 2, state.clusters.count - room))
    }
}
