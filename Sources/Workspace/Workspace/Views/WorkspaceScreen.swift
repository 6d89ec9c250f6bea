public import ScreenKit
public import TerminalUI
import Themes

/// Renders the whole screen of a session.
///
/// - Parameter tabs: The names of all tabs, and the current one.
public func render(_ state: WorkspaceState, tabs: TabNames, _ look: Look) -> CellGrid {
    var grid = CellGrid(state.size)
    let least = WorkspaceLayout.least
    if state.size.columns < least.columns || state.size.rows < least.rows {
        let text =
            "too small: have \(state.size.columns)x\(state.size.rows), need \(least.columns)x\(least.rows)"
        for (row, line) in TextCut.wrap(text, columns: state.size.columns).enumerated() {
            grid.put(line, column: 0, row: row, style: look.theme[.text])
        }
    } else {
        draw(state, tabs, look, on: &grid)
    }
    grid.underlay(
        Rect(column: 0, row: 0, columns: grid.size.columns, rows: grid.size.rows), look.theme.screen)
    return grid
}

private func draw(_ state: WorkspaceState, _ tabs: TabNames, _ look: Look, on grid: inout CellGrid) {
    let layout = WorkspaceLayout(state)
    TabView(state: state, tabs: tabs, look: look).draw(on: &grid)
    EditorView(state: state, look: look, layout: layout).draw(on: &grid)
    if let row = layout.divider {
        grid.line(look.glyphs.horizontal, column: 0, row: row, columns: grid.size.columns, style: look.theme[.frame])
    }
    ClusterLinesView(state: state, look: look, layout: layout).draw(on: &grid)
    ResultView(state: state, look: look, layout: layout).draw(on: &grid)
    StatusView(state: state, look: look, row: layout.statusRow).draw(on: &grid)
    SQLHintView(state: state, look: look, row: layout.hintRow).draw(on: &grid)
    PopupView(state: state, look: look, layout: layout).draw(on: &grid)
    if case .browser(let browser, let field, let isFiltering) = state.overlay {
        BrowserView(browser: browser, field: field, isFiltering: isFiltering, look: look).draw(on: &grid)
    } else if case .text(let reader) = state.overlay {
        ReaderView(reader: reader, look: look).draw(on: &grid)
    } else if let open = SQLOverlayList(state) {
        FramedListView(open.list, look).draw(on: &grid)
    }
}

/// The names of the tabs.
public struct TabNames: Sendable, Equatable {
    /// The names, the deck's first, and whether each is busy.
    public var names: [(name: String, isBusy: Bool)]
    /// The index of the current tab.
    public var current: Int

    public init(_ names: [(name: String, isBusy: Bool)], current: Int) {
        self.names = names
        self.current = current
    }

    public static func == (left: TabNames, right: TabNames) -> Bool {
        left.current == right.current && left.names.count == right.names.count
            && zip(left.names, right.names).allSatisfy { $0 == $1 }
    }
}
