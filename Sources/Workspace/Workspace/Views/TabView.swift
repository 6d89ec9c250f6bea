import Catalog
import Profiles
import ScreenKit
import TerminalUI
import Themes
import Timestamps

/// The first line: the tabs and the session's place. Production is red in every theme.
struct TabView {
    let state: WorkspaceState
    let tabs: TabNames
    let look: Look

    func draw(on grid: inout CellGrid) {
        let isProduction = state.place.environment == .production
        let base = look.theme[.header]
        grid.clear(Rect(column: 0, row: 0, columns: grid.size.columns, rows: 1), style: base)
        let end = drawPlace(on: &grid, base, isProduction)
        let texts = tabs.names.enumerated().map { index, tab in
            " \(index + 1) \(HarmlessText.of(tab.name))\(tab.isBusy ? " \(look.glyphs.mark)" : "") "
        }
        // Tabs at the left are hidden until the current one is visible.
        let widths = texts.map { DisplayWidth.of($0) }
        var first = 0
        while first < tabs.current, widths[first...tabs.current].reduce(first > 0 ? 2 : 0, +) > end - 1 { first += 1 }
        var column = first > 0 ? grid.put(look.glyphs.ellipsis + " ", column: 0, row: 0, style: base) : 0
        for (index, text) in texts.enumerated().dropFirst(first) {
            let isCurrent = index == tabs.current
            let room = end - column - 1
            guard room > 4 else { break }
            let style = isCurrent ? look.theme[.menuSelected].over(base) : base
            let cut = TextCut.end(text, columns: room, ellipsis: look.glyphs.ellipsis)
            column += grid.put(cut, column: column, row: 0, style: style)
        }
    }

    /// Draws from the right: clock, role, database, cluster, environment. Returns the first column.
    private func drawPlace(on grid: inout CellGrid, _ base: Style, _ isProduction: Bool) -> Int {
        let facts = state.phase.facts
        let server = facts?.server
        let user = server?.user.map { $0.split(separator: "@").first.map(String.init) ?? $0 } ?? state.place.user
        let database = server?.database ?? state.place.cluster.database ?? "-"
        var parts: [(String, Style)] = []
        let word = state.place.cluster.environment.map { Environment.label($0) }
        if let word { parts.append((" \(word) ", look.style(of: state.place.environment).over(base))) }
        let strong = look.theme[.textStrong].over(base)
        parts.append((" \(state.place.cluster.name) ", strong))
        let who = " \(user)@\(database) "
        parts.append((who, state.place.isForWriting ? look.theme[.messageWarning].over(base) : base))
        if let role = server?.role, role != .unknown { parts.append((" \(role.word) ", base)) }
        if server?.isReadOnly == true || state.place.cluster.isReadOnly { parts.append((" read-only ", strong)) }
        parts.append((" \(state.now.timestamp.clock) ", look.theme[.headerClock].over(base)))
        // On a narrow screen the least important part is dropped first; the environment never is.
        var width = parts.reduce(0) { $0 + DisplayWidth.of(HarmlessText.of($1.0)) }
        while width > grid.size.columns * 2 / 3, parts.count > 2 {
            width -= DisplayWidth.of(HarmlessText.of(parts.removeLast().0))
        }
        let start = max(0, grid.size.columns - width)
        var column = start
        for (text, style) in parts { column += grid.put(text, column: column, row: 0, style: style) }
        return start
    }
}
