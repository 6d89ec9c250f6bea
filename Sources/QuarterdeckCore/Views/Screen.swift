import Themes
public import TerminalUI

/// The whole screen, as cells.
public func render(_ state: DeckState, _ look: Look) -> CellGrid {
    var grid = CellGrid(state.size, style: look.theme[.text])
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
        OverlayView(list: OverlayList(overlay, state), look: look).draw(on: &grid)
    }
    return grid
}
