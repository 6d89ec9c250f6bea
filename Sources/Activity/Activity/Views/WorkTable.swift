import Failures
import ScreenKit
import TerminalUI
import Themes

/// The table of the progress of commands, or of the cost of statements.
struct WorkTable {
    let state: ActivityState
    let look: Look
    let layout: ActivityLayout

    private typealias Cells = [(text: String, role: Role)]

    func draw(on grid: inout CellGrid) {
        guard let sample = state.sample else { return }
        if state.view == .progress {
            guard let progress = sample.progress else { return note("waiting for the next sample", on: &grid) }
            guard !progress.isEmpty else { return note("no vacuum, index build, COPY or ANALYZE runs", on: &grid) }
            draw(["PID", "COMMAND", "TABLE", "DONE", ""], [8, 18, 24, 6, 20], "PHASE", progress.map(cells), on: &grid)
        } else {
            if let gap = sample.statementGap { return note(gap, on: &grid) }
            guard state.back == 0, let costs = state.cluster?.history.costs() else {
                return note("statements are differences of two samples; waiting for the next one", on: &grid)
            }
            guard !costs.isEmpty else { return note("no statement ran between the last two samples", on: &grid) }
            let lines = costs.map { cost, share, calls -> (Cells, String) in
                let each = calls > 0 ? AgeText.decimal(share / calls * 1_000) : ""
                return (
                    [
                        (AgeText.decimal(calls), .text), (AgeText.decimal(share * 100), .textStrong), (each, .text),
                    ], SampleText.line(cost.query)
                )
            }
            draw(["CALLS/S", "TIME %", "MS EACH"], [9, 8, 9], "STATEMENT", lines, on: &grid)
        }
    }

    private func cells(_ progress: CommandProgress) -> (Cells, String) {
        let part = progress.part
        let bar = part.map { look.glyphs.bar(Int64(saturating: $0 * 1_000), of: 1_000, columns: 20) } ?? ""
        return (
            [
                ("\(progress.pid)", .textStrong), (progress.command, .text), (progress.target ?? "", .text),
                (part.map { "\(Int(saturating: $0 * 100)) %" } ?? "", .textStrong), (bar, .tokenFresh),
            ], progress.phase
        )
    }

    private func draw(
        _ titles: [String], _ widths: [Int], _ last: String, _ lines: [(cells: Cells, text: String)],
        on grid: inout CellGrid
    ) {
        var start = 2
        for (title, width) in zip(titles, widths) {
            grid.put(title, column: start, row: layout.headingRow, style: look.theme[.heading], columns: width)
            start += width + 2
        }
        grid.put(last, column: start, row: layout.headingRow, style: look.theme[.heading])
        for (index, line) in lines.prefix(layout.table.size.rows).enumerated() {
            var column = 2
            for (cell, width) in zip(line.cells, widths) {
                let text = look.text(cell.text, columns: width)
                grid.put(text, column: column, row: layout.table.row + index, style: look.theme[cell.role])
                column += width + 2
            }
            let room = grid.size.columns - column
            guard room > 0 else { continue }
            grid.put(
                look.text(line.text, columns: room), column: column, row: layout.table.row + index,
                style: look.theme[.text])
        }
    }

    private func note(_ text: String, on grid: inout CellGrid) {
        var row = layout.table.row
        for line in TextCut.wrap(text, columns: max(10, grid.size.columns - 4)) where row < layout.table.endRow {
            grid.put(line, column: 2, row: row, style: look.theme[.textDim])
            row += 1
        }
    }
}
