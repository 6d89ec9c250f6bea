import Failures
import ScreenKit
import TerminalUI
import Themes
import Timestamps

/// The first two lines: the server, its counts and their time.
struct HeadView {
    let state: ActivityState
    let look: Look

    func draw(on grid: inout CellGrid) {
        let base = look.theme[.header]
        grid.clear(Rect(column: 0, row: 0, columns: grid.size.columns, rows: 1), style: base)
        let time = self.time
        let end = grid.size.columns - DisplayWidth.of(time.text) - 1
        grid.put(time.text, column: max(0, end), row: 0, style: look.theme[time.role].over(base))
        guard let cluster = state.cluster else {
            drawFleet(end, on: &grid)
            return
        }
        var column = 1
        if let word = cluster.environment {
            let label = look.text(" \(Environment.label(word)) ", columns: 14)
            column += grid.put(label, column: column, row: 0, style: look.style(of: Environment(word)).over(base)) + 1
        }
        let name = look.text(cluster.row.name, columns: max(4, end - column - 2))
        column += grid.put(name, column: column, row: 0, style: look.theme[.headerIdentity].over(base)) + 2
        guard let server = state.sample?.server ?? cluster.history.latest?.server else {
            return drawTrouble(cluster, on: &grid)
        }
        put(SampleHead.server(cluster.engine, server), &column, end, base, on: &grid)
        var counts = state.sample.map { SampleHead.counts($0, rate: rate(cluster)) } ?? [server.role]
        for part in counts.prefix(3) { put(part, &column, end, base, on: &grid) }
        counts = Array(counts.dropFirst(3))
        if cluster.failure != nil { return drawTrouble(cluster, on: &grid) }
        column = 1
        for part in counts { put(part, &column, grid.size.columns, look.theme[.text], row: 1, on: &grid) }
        if state.sample?.isCut == true {
            put(
                "more than \(ServerSample.most) sessions", &column, grid.size.columns, look.theme[.messageWarning],
                row: 1, on: &grid)
        }
        let room = grid.size.columns - column - 1
        if let gap = state.sample?.gaps.first, room > 29 {
            // The last sentence says which right or setting closes the gap.
            let advice = gap.ranges(of: ". ").last.map { String(gap[$0.upperBound...].dropLast()) } ?? gap
            let text = look.text(DisplayWidth.of(gap) > room ? advice : gap, columns: room)
            grid.put(text, column: column, row: 1, style: look.theme[.messageWarning])
        }
    }

    private func put(
        _ text: String, _ column: inout Int, _ end: Int, _ style: Style, row: Int = 0, on grid: inout CellGrid
    ) {
        let text = look.text(text)
        guard column + DisplayWidth.of(text) < end else { return }
        column += grid.put(text, column: column, row: row, style: style) + 2
    }

    private func drawTrouble(_ cluster: ClusterActivity, on grid: inout CellGrid) {
        guard let failure = cluster.failure else {
            grid.put("connecting\(look.glyphs.ellipsis)", column: 1, row: 1, style: look.theme[.tokenSigning])
            return
        }
        let words = failure.compact
        grid.put(look.text(words, columns: grid.size.columns - 2), column: 1, row: 1, style: look.theme[.messageError])
    }

    private func drawFleet(_ end: Int, on grid: inout CellGrid) {
        let base = look.theme[.header]
        let failed = state.clusters.count { $0.failure != nil }
        let words =
            failed > 0
            ? "\(state.clusters.count) clusters, \(failed) without an answer" : "\(state.clusters.count) clusters"
        let column = 1 + grid.put("activity", column: 1, row: 0, style: look.theme[.textStrong].over(base))
        grid.put(look.text(words, columns: max(0, end - column - 3)), column: column + 2, row: 0, style: base)
    }

    private func rate(_ cluster: ClusterActivity) -> String? {
        guard let index = state.pointIndex else { return nil }
        if let rate = cluster.history.rate(index, \.transactions) { return "tps \(Int64(saturating: rate.rounded()))" }
        return cluster.history.rate(index, \.statements).map { "statements/s \(Int64(saturating: $0.rounded()))" }
    }

    /// The time of the shown sample: the clock, or the time of an old sample.
    private var time: (text: String, role: Role) {
        let pace = state.isPaused ? "paused" : "every \(Self.seconds(state.interval))"
        guard let cluster = state.cluster, let index = state.pointIndex else {
            return ("\(state.now.timestamp.clock) \(pace)", .headerClock)
        }
        let at = cluster.history.points[index].at
        if state.back > 0 {
            return ("\(at.timestamp.clock), \(state.back) back of \(cluster.history.points.count)", .headerWarning)
        }
        let age = (state.now.uptime - at.uptime) / 1_000_000_000
        // After two missed samples the numbers count as old.
        if !state.isPaused, Double(age) > state.interval * 3 + 1 {
            return ("last sample \(CountdownText.of(age)) ago", .headerWarning)
        }
        return ("\(at.timestamp.clock) \(pace)", .headerClock)
    }

    private static func seconds(_ value: Double) -> String {
        value == value.rounded() ? "\(Int(saturating: value)) s" : "\(AgeText.decimal(value)) s"
    }
}
