import Failures
import Profiles
import Results
import SQLWire
import ScreenKit
import TerminalUI
import Themes

/// The result: rows side by side, rows with a line for each value, or a text.
struct ResultView {
    let state: WorkspaceState
    let look: Look
    let layout: WorkspaceLayout

    func draw(on grid: inout CellGrid) {
        guard layout.result.size.rows > 0 else { return }
        guard let item = state.item else { return drawNothing(on: &grid) }
        switch item.content {
        case .lines: drawText(item, on: &grid)
        case .table(let store):
            if state.showsTable {
                GridView(state: state, item: item, store: store, look: look, layout: layout).draw(on: &grid)
            } else {
                ExpandedView(state: state, item: item, look: look, layout: layout).draw(on: &grid)
            }
        }
        drawCount(item, on: &grid)
    }

    private func drawNothing(on grid: inout CellGrid) {
        let text: String
        switch state.phase {
        case .connecting(let since):
            let seconds = max(0, (state.now.uptime - since.uptime) / 1_000_000_000)
            let wait = seconds > 0 ? " \(seconds) s" : ""
            let place = state.place
            let step =
                state.isOpeningTunnel
                ? "opening the tunnel of \(place.cluster.name)" + (place.cluster.tunnel.map { ", \($0)" } ?? "")
                : "logging in to \(place.cluster.name) as \(place.user)"
            text = HarmlessText.of("\(step)\(look.glyphs.ellipsis)\(wait)")
        case .open: text = ""
        case .lost(let failure, _): text = failure.what
        }
        grid.put(text, column: 2, row: layout.rows.row, style: look.theme[.textDim])
    }

    private func drawText(_ item: ResultItem, on grid: inout CellGrid) {
        grid.put(
            TextCut.end(HarmlessText.of(item.title), columns: grid.size.columns - 24, ellipsis: look.glyphs.ellipsis),
            column: 1, row: layout.result.row, style: look.theme[.heading])
        let isHere = state.focus == .grid && state.overlay == nil
        if isHere { grid.cursor = (0, layout.rows.row + item.reading.row - item.reading.top) }
        ReadingView(reading: item.reading, look: look, base: look.theme[.text], showsCursor: state.focus == .grid)
            .draw(column: 1, row: layout.rows.row, on: &grid)
    }

    /// Draws the number of rows and their arrangement at the right of the heading.
    private func drawCount(_ item: ResultItem, on grid: inout CellGrid) {
        guard let text = CountText.of(item, state) else { return }
        // The divider has space for it; the heading has space only when there is no divider.
        let row = layout.divider ?? layout.result.row
        let start = grid.size.columns - DisplayWidth.of(text) - 3
        guard start > 0 else { return }
        grid.put(" \(text) ", column: start, row: row, style: look.theme[.hintText])
    }
}

/// The number of rows in words.
enum CountText {
    static func of(_ item: ResultItem, _ state: WorkspaceState) -> String? {
        let key = state.keymap.label(of: .results).map { " (\($0) lists them)" } ?? ""
        let place =
            state.results.count > 1 ? "  result \((state.current ?? 0) + 1) of \(state.results.count)\(key)" : ""
        guard let store = item.store else { return place.isEmpty ? nil : place }
        let count = store.rowCount
        let all = Count.grouped(count) + (item.isEnded ? "" : "+") + (count == 1 && item.isEnded ? " row" : " rows")
        let shown = item.grid.arrangement.map { $0.count }
        let text = shown.map { $0 == count ? all : "\(Count.grouped($0)) of \(all)" } ?? all
        var speed = ""
        if !item.isEnded, let elapsed = item.elapsed, elapsed > 100_000_000 {
            let rate = Int(saturating: Double(count) / (Double(elapsed) / 1e9))
            speed = "  loading \(rate >= 10_000 ? "\(rate / 1_000) k" : "\(rate)")/s"
        }
        let shortfall = item.shortfall.map { "INCOMPLETE (\($0))  " } ?? ""
        return shortfall + text + speed + (item.grid.matches.map { "  \($0)" } ?? "") + place
    }
}

/// A line of a text.
enum SheetText {
    static func role(of kind: SheetLine.Kind) -> Role {
        switch kind {
        case .text: .text
        case .title: .textStrong
        case .heading: .heading
        case .error, .caret: .messageError
        case .dim: .textDim
        case .costly: .messageWarning
        }
    }
}
