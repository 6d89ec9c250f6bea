import Failures
import ScreenKit
import TerminalUI
import Themes

/// The table of clusters, one line each.
struct FleetTable {
    let state: ActivityState
    let look: Look
    let layout: ActivityLayout

    private static let titles = ["ROLE", "CONNECTIONS", "ACTIVE", "WAITING", "IDLE TX", "OLDEST TX", "LAG"]
    private static let widths = [6, 11, 6, 7, 7, 9, 7]
    private static let sparks = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    func draw(on grid: inout CellGrid) {
        let nameWidth = min(24, max(8, state.clusters.map { DisplayWidth.of($0.row.name) }.max() ?? 8))
        let start = 2 + 6 + nameWidth + 2
        grid.put("ENV", column: 2, row: layout.headingRow, style: look.theme[.heading])
        grid.put("NAME", column: 8, row: layout.headingRow, style: look.theme[.heading])
        var column = start
        for (title, width) in zip(Self.titles, Self.widths) {
            let isNumber = title != "ROLE"
            let text = isNumber ? Self.right(title, width) : title
            grid.put(text, column: column, row: layout.headingRow, style: look.theme[.heading])
            column += width + 2
        }
        grid.put("LOAD", column: column, row: layout.headingRow, style: look.theme[.heading])
        for row in 0..<layout.table.size.rows where state.top + row < state.clusters.count {
            draw(state.clusters[state.top + row], state.top + row, layout.table.row + row, start, nameWidth, on: &grid)
        }
    }

    private func draw(
        _ cluster: ClusterActivity, _ index: Int, _ row: Int, _ start: Int, _ nameWidth: Int, on grid: inout CellGrid
    ) {
        let name = TextCut.middle(HarmlessText.of(cluster.row.name), columns: nameWidth, ellipsis: look.glyphs.ellipsis)
        grid.put(name, column: 8, row: row, style: look.theme[.textStrong])
        if let failure = cluster.failure {
            let words = look.text(
                failure.explained,
                columns: grid.size.columns - start)
            grid.put(words, column: start, row: row, style: look.theme[.messageError])
        } else if let sample = cluster.history.latest {
            var column = start
            for (cell, width) in zip(cells(sample), Self.widths) {
                let text = column == start ? cell.0 : Self.right(cell.0, width)
                grid.put(text, column: column, row: row, style: look.theme[cell.1])
                column += width + 2
            }
            drawLoad(cluster, column, row, on: &grid)
        } else {
            grid.put("connecting\(look.glyphs.ellipsis)", column: start, row: row, style: look.theme[.tokenSigning])
        }
        if index == state.chosen {
            grid.put(String(look.glyphs.cursor), column: 0, row: row, style: look.theme[.rowCursorBar])
            grid.underlay(Rect(column: 0, row: row, columns: grid.size.columns, rows: 1), look.theme[.rowCursor])
        }
        // Whatever lies under the line, production looks as it always does.
        if let word = cluster.environment {
            let label = TextCut.end(
                HarmlessText.of(Environment.label(word)), columns: 5, ellipsis: look.glyphs.ellipsis)
            grid.put(label, column: 2, row: row, style: look.style(of: Environment(word)).over(grid[2, row].style))
        }
    }

    private func cells(_ sample: ServerSample) -> [(String, Role)] {
        let server = sample.server
        return [
            (server.role, .text), ("\(server.connections)/\(server.maxConnections)", .text),
            ("\(sample.active)", .text), ("\(sample.waiting)", sample.waiting > 0 ? .messageError : .text),
            ("\(sample.idleInTransaction)", .text),
            (AgeText.of(sample.oldestTransaction), (sample.oldestTransaction ?? 0) >= 60 ? .tokenExpiring : .text),
            (server.lag.map(AgeText.lag) ?? "", .text),
        ]
    }

    /// Draws the load of the last samples as bars, and the newest as a number.
    private func drawLoad(_ cluster: ClusterActivity, _ start: Int, _ row: Int, on grid: inout CellGrid) {
        let points = cluster.history.points
        let number = Self.right("\(points.last?.active ?? 0)", 4)
        var column = start + grid.put(number, column: start, row: row, style: look.theme[.textStrong]) + 1
        guard look.glyphs == .full else { return }
        let shown = points.suffix(max(0, min(30, grid.size.columns - column - 1)))
        let most = max(1, shown.map(\.active).max() ?? 1)
        for point in shown {
            let glyph =
                point.active == 0 ? " " : Self.sparks[min(7, point.active * 8 / most - (point.active == most ? 1 : 0))]
            grid.put(glyph, column: column, row: row, style: look.theme[.headingSorted])
            column += 1
        }
    }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - DisplayWidth.of(text))) + text
    }
}
