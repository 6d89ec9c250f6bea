public import ScreenKit
public import TerminalUI
import Themes

/// Renders the whole screen.
public func render(_ state: DeckState, _ look: Look) -> CellGrid {
    var grid = draw(state, look)
    // Fills terminal colours at the end: until here they show a dialog or the cursor's row.
    grid.underlay(
        Rect(column: 0, row: 0, columns: grid.size.columns, rows: grid.size.rows), look.theme.screen)
    return grid
}

/// Draws a question or a login page above another screen.
public func renderQuestion(_ state: DeckState, _ look: Look, on grid: inout CellGrid) {
    guard let overlay = state.overlay, state.asksSomething else { return }
    FramedListView(OverlayList(overlay, state).list, look).draw(on: &grid)
}

extension DeckState {
    /// Whether a question or a login page is open, on any screen.
    public var asksSomething: Bool {
        switch overlay {
        case .question, .login: true
        default: false
        }
    }
}

private func draw(_ state: DeckState, _ look: Look) -> CellGrid {
    var grid = CellGrid(state.size)
    let layout = Layout(state)
    guard layout.fits else {
        let (have, need) = (layout.screen, Layout.least)
        let text = "too small: have \(have.columns)x\(have.rows), need \(need.columns)x\(need.rows)"
        for (row, line) in TextCut.wrap(text, columns: have.columns).enumerated() {
            grid.put(line, column: 0, row: row, style: look.theme[.text])
        }
        return grid
    }
    HeaderView(state: state, look: look).draw(on: &grid)
    TableView(state: state, look: look, layout: layout).draw(on: &grid)
    if let details = layout.details {
        DetailsView(state: state, look: look, rect: details).draw(on: &grid)
    }
    HintView(state: state, look: look, row: layout.hintRow).draw(on: &grid)
    if let overlay = state.overlay {
        FramedListView(OverlayList(overlay, state).list, look).draw(on: &grid)
    }
    return grid
}
