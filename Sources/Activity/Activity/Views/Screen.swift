public import ScreenKit
public import TerminalUI
import Themes

/// Draws the activity screen.
public func render(_ state: ActivityState, _ look: Look) -> CellGrid {
    var grid = CellGrid(state.size, style: look.theme[.text])
    let least = ActivityLayout.least
    guard state.size.columns >= least.columns, state.size.rows >= least.rows else {
        let words = "too small: have \(state.size.columns)x\(state.size.rows), need \(least.columns)x\(least.rows)"
        grid.put(words, column: 0, row: 0, style: look.theme[.messageWarning])
        return grid
    }
    let layout = ActivityLayout(state)
    HeadView(state: state, look: look).draw(on: &grid)
    var lines: SessionLines?
    if state.shown == nil {
        FleetTable(state: state, look: look, layout: layout).draw(on: &grid)
    } else {
        LoadView(state: state, look: look, layout: layout).draw(on: &grid)
        let found = SessionLines(state)
        switch state.view {
        case .progress, .statements: WorkTable(state: state, look: look, layout: layout).draw(on: &grid)
        default: SessionTable(state: state, look: look, layout: layout, lines: found).draw(on: &grid)
        }
        lines = found
    }
    ActivityHintView(state: state, look: look, row: layout.hintRow, lines: lines).draw(on: &grid)
    ActivityOverlayView(state: state, look: look).draw(on: &grid)
    return grid
}
