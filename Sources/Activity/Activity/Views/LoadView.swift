import Failures
import ScreenKit
import TerminalUI
import Themes
import Timestamps

/// The average number of active sessions by wait: bars over time, and the averages of the last minute.
struct LoadView {
    let state: ActivityState
    let look: Look
    let layout: ActivityLayout

    /// The width of the scale to the left of the bars.
    private static let margin = 7
    private static let eighths = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    func draw(on grid: inout CellGrid) {
        guard let cluster = state.cluster, let end = state.pointIndex else { return }
        let points = cluster.history.points[...end]
        if layout.chartRows > 0 { drawBars(Array(points), on: &grid) }
        drawLegend(cluster.history, end + 1, on: &grid)
    }

    private func drawBars(_ points: [LoadHistory.Point], on grid: inout CellGrid) {
        let width = grid.size.columns - Self.margin - 1
        guard width > 0, let first = points.first, let last = points.last else { return }
        // A bar covers as many samples as are necessary for all of them to fit.
        let each = (points.count + width - 1) / width
        let bars = stride(from: points.count % each == 0 ? 0 : points.count % each - each, to: points.count, by: each)
            .map { start in Self.average(points[max(0, start)..<min(points.count, start + each)]) }
        let most = bars.map { $0.reduce(0) { $0 + $1.sessions } }.max() ?? 0
        let scale = max(1, most.rounded(.up))
        let start = Self.margin + width - bars.count
        for (index, bar) in bars.enumerated() { draw(bar, column: start + index, scale, on: &grid) }
        let dim = look.theme[.textDim]
        let label = "\(Int(saturating: scale))"
        grid.put(label, column: Self.margin - 2 - label.count, row: layout.chartRow, style: dim)
        grid.put("0", column: Self.margin - 3, row: layout.chartRow + layout.chartRows - 1, style: dim)
        if bars.count < width - 20, first.at != last.at {
            grid.put(
                "since \(first.at.timestamp.clock)", column: Self.margin, row: layout.chartRow + layout.chartRows - 1,
                style: dim)
        }
    }

    /// The average number of active sessions by class, from the bottom of a bar to its top.
    private static func average(_ points: ArraySlice<LoadHistory.Point>) -> [(name: String, sessions: Double)] {
        var sums: [String: Int] = [:]
        for point in points { sums.merge(point.load, uniquingKeysWith: +) }
        return sums.map { ($0.key, Double($0.value) / Double(max(1, points.count))) }
            .sorted { (WaitStyle.place($0.name), $0.name) < (WaitStyle.place($1.name), $1.name) }
    }

    private func draw(_ bar: [(name: String, sessions: Double)], column: Int, _ scale: Double, on grid: inout CellGrid)
    {
        let cells = layout.chartRows * 8
        var filled = 0.0
        var ends: [(name: String, end: Int)] = []
        for part in bar {
            filled += part.sessions
            ends.append((part.name, Int(saturating: (filled / scale * Double(cells)).rounded())))
        }
        for cell in 0..<layout.chartRows {
            let bottom = cell * 8
            // A cell shows the class that covers most of it.
            guard
                let name = ends.first(where: { $0.end > bottom + 3 })?.name
                    ?? ends.first(where: { $0.end > bottom })?.name
            else { break }
            let style = WaitStyle(name)
            let height = min(8, (ends.last?.end ?? 0) - bottom)
            let glyph = look.depth == .mono || look.glyphs != .full ? String(style.letter) : Self.eighths[height - 1]
            grid.put(
                glyph, column: column, row: layout.chartRow + layout.chartRows - 1 - cell, style: look.theme[style.role]
            )
        }
    }

    /// `Lock:transactionid ████ 9.1   CPU ██ 2.6`: the last minute's averages.
    private func drawLegend(_ history: LoadHistory, _ end: Int, on grid: inout CellGrid) {
        let samples = max(1, Int(60 / max(0.5, state.interval)))
        let sums = history.averages(samples, before: end)
        let total = sums.reduce(0) { $0 + $1.sessions }
        var column = 1 + grid.put("load ", column: 1, row: layout.legendRow, style: look.theme[.label])
        column += grid.put(
            AgeText.decimal(total), column: column, row: layout.legendRow, style: look.theme[.textStrong])
        column += 3
        for (event, sessions) in sums {
            let style = WaitStyle(event)
            let bar = look.glyphs.bar(
                Int64(saturating: sessions * 100), of: Int64(saturating: max(1, total * 100)), columns: 12)
            let letter = look.depth == .mono || look.glyphs != .full ? "\(style.letter) " : ""
            let text = look.text("\(letter)\(event) ", columns: 30)
            let number = " \(AgeText.decimal(sessions))"
            guard column + DisplayWidth.of(text) + DisplayWidth.of(bar) + number.count < grid.size.columns else {
                break
            }
            column += grid.put(text, column: column, row: layout.legendRow, style: look.theme[.text])
            column += grid.put(bar, column: column, row: layout.legendRow, style: look.theme[style.role])
            column += grid.put(number, column: column, row: layout.legendRow, style: look.theme[.textStrong]) + 3
        }
    }
}
