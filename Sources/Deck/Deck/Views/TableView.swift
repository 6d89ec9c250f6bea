import Endpoints
import Failures
import Profiles
import ScreenKit
import TOML
import TerminalUI
import Themes

/// The table of clusters.
struct TableView {
    let state: DeckState
    let look: Look
    let layout: Layout
    private let columns: TableColumns
    private let filter: RowFilter

    init(state: DeckState, look: Look, layout: Layout) {
        self.state = state
        self.look = look
        self.layout = layout
        columns = TableColumns(state, width: state.size.columns)
        filter = RowFilter(state.filter.text)
    }

    func draw(on grid: inout CellGrid) {
        drawTitles(on: &grid)
        let table = layout.table
        for line in 0..<table.size.rows where state.top + line < state.order.count {
            draw(state.rows[state.order[state.top + line]], at: table.row + line, on: &grid)
        }
        if state.order.isEmpty { drawNothing(on: &grid) }
    }

    private func drawTitles(on grid: inout CellGrid) {
        for column in columns.columns {
            let isSorted = column.order != nil && state.sorting.key == column.order
            let arrow = isSorted ? " \(state.sorting.isReversed ? look.glyphs.down : look.glyphs.up)" : ""
            grid.put(
                column.title + arrow, column: column.start, row: layout.headingRow,
                style: look.theme[isSorted ? .headingSorted : .heading], columns: column.width)
        }
    }

    private func drawNothing(on grid: inout CellGrid) {
        var row = layout.table.row + 1
        if state.rows.isEmpty {
            let text = EmptyDeckText(state)
            put(text.reason, at: &row, on: &grid)
            row += 1
            for choice in text.choices where row < layout.table.endRow {
                grid.put(choice.key, column: 4, row: row, style: look.theme[.hintKey])
                let start = 4 + text.keyWidth + 2
                grid.put(choice.name, column: start, row: row, style: look.theme[.textStrong])
                let help = look.text(choice.help, columns: max(0, grid.size.columns - start - 13))
                grid.put(help, column: start + 11, row: row, style: look.theme[.text])
                row += 1
            }
            row += 1
            put([("The deck reads the profile file as soon as you save it.", .textDim)], at: &row, on: &grid)
            return
        }
        let key = state.keymap.label(of: .back) ?? "Esc"
        put([("no cluster matches \"\(state.filter.text)\"; \(key) shows all", .textDim)], at: &row, on: &grid)
    }

    private func put(_ lines: [(String, Role)], at row: inout Int, on grid: inout CellGrid) {
        for (text, role) in lines {
            for part in TextCut.wrap(HarmlessText.of(text), columns: grid.size.columns - 4)
            where row < layout.table.endRow {
                grid.put(part, column: 2, row: row, style: look.theme[role])
                row += 1
            }
        }
    }

    private func draw(_ row: ClusterRow, at line: Int, on grid: inout CellGrid) {
        let isCurrent = row.id == state.cursor
        let whole = Rect(column: 0, row: line, columns: grid.size.columns, rows: 1)
        let isMarked = state.marks.contains(row.id)
        if isCurrent {
            grid.put(String(look.glyphs.cursor), column: 0, row: line, style: look.theme[.rowCursorBar])
        }
        if isMarked { grid.put(String(look.glyphs.mark), column: 1, row: line, style: look.theme[.rowMarked]) }
        if let name = columns[.name] {
            let style = look.theme[isMarked ? .rowMarked : row.cluster == nil ? .rowBroken : .textStrong]
            let text = HarmlessText.of(row.id.name)
            let cut = TextCut.middle(text, columns: name.width, ellipsis: look.glyphs.ellipsis)
            put(cut, in: name, at: line, style, on: &grid, marking: true)
        }
        if row.cluster == nil {
            drawBroken(row, at: line, on: &grid)
        } else {
            drawCluster(row, at: line, on: &grid)
        }
        if isCurrent { grid.underlay(whole, look.theme[.rowCursor]) }
        // Production looks the same on every row.
        drawEnvironment(row, at: line, on: &grid)
    }

    private func drawEnvironment(_ row: ClusterRow, at line: Int, on grid: inout CellGrid) {
        guard let column = columns[.environment] else { return }
        guard let word = row.cluster?.environment, let label = row.environmentLabel else {
            let text = row.cluster == nil ? "???" : "-"
            let style = look.theme[row.cluster == nil ? .rowBroken : .textDim]
            grid.put(text, column: column.start, row: line, style: style.over(grid[column.start, line].style))
            return
        }
        let style = look.style(of: Environment(word)).over(grid[column.start, line].style)
        let cut = TextCut.end(label, columns: column.width, ellipsis: look.glyphs.ellipsis)
        grid.put(cut, column: column.start, row: line, style: style)
        // A match in it is only underlined: production looks the same everywhere.
        var marked = style
        marked.attributes.insert(.underline)
        mark(cut, isName: false, column.start, line, marked, on: &grid)
    }

    private func drawBroken(_ row: ClusterRow, at line: Int, on grid: inout CellGrid) {
        guard let issue = row.issues.first, let name = columns[.name] else { return }
        var start = name.start + name.width + 2
        // The settings may put the name at the end.
        if grid.size.columns - start < 20 { start = columns[.environment].map { $0.start + $0.width + 2 } ?? 2 }
        // The details contain the directory.
        let place = issue.place.split(separator: "/").last.map(String.init) ?? issue.place
        let text = "\(place) \(issue.message)"
        let cut = TextCut.end(HarmlessText.of(text), columns: grid.size.columns - start, ellipsis: look.glyphs.ellipsis)
        grid.put(cut, column: start, row: line, style: look.theme[.rowBroken])
    }

    private func drawCluster(_ row: ClusterRow, at line: Int, on grid: inout CellGrid) {
        for column in columns.columns {
            switch column.kind {
            case .environment, .name, .last: break
            case .token: cell(of: row).draw(column: column.start, row: line, columns: column.width, on: &grid)
            default:
                let (text, role) = content(of: column.kind, row)
                let marks = [.engine, .role, .region, .user, .tags].contains(column.kind)
                put(text, in: column, at: line, look.theme[role], on: &grid, marking: marks)
            }
        }
        drawLast(of: row, at: line, on: &grid)
    }

    /// The text of a column that holds nothing else.
    private func content(of kind: TableColumn, _ row: ClusterRow) -> (String, Role) {
        switch kind {
        case .environment, .name, .token, .last: return ("", .text)
        case .engine: return (row.engine, .text)
        case .version: return (state.versions[row.id].map(VersionText.of) ?? "", .text)
        case .role: return (row.role, .text)
        case .region: return (row.cluster?.region ?? "-", .text)
        case .database: return (row.cluster?.database ?? "-", .text)
        case .user: return (row.cluster?.user ?? "-", .text)
        case .credentials:
            let credentials = CredentialsText(row, state)
            return (credentials.text, credentials.role)
        case .sessions:
            let count = state.sessions[row.id] ?? 0
            guard count > 0 else { return ("", .text) }
            return (String(repeating: " ", count: max(0, 7 - String(count).count)) + String(count), .textStrong)
        case .proxy:
            return (state.proxies[row.id].map { $0 == 0 ? "on" : "on \($0)" } ?? "", .textStrong)
        case .endpoint:
            let host = row.cluster?.endpoint.host ?? "-"
            let width = columns[.endpoint]?.width ?? 0
            return (TextCut.middle(host, columns: width, ellipsis: look.glyphs.ellipsis), .text)
        case .tags: return (row.cluster?.tagList ?? "", .text)
        case .note: return (row.cluster?.note ?? "", .textDim)
        }
    }

    private func cell(of row: ClusterRow) -> TokenCell {
        TokenCell(
            token: row.token, now: state.now, look: look, barWidth: columns.barWidth, waitsForLogin: state.login != nil,
            password: state.passwordCell(of: row))
    }

    /// The last event is below its title. A failure needs more space and begins after the token, unless another column
    /// has a text there; so does every event when the column does not fit.
    private func drawLast(of row: ClusterRow, at line: Int, on grid: inout CellGrid) {
        let (text, kind) = last(of: row)
        var (start, end) = (0, 0)
        if let last = columns[.last] { (start, end) = (last.start, last.start + last.width) }
        if kind == .error || end == 0, let free = freeSpace(of: row), end == 0 || free.contains(start) {
            (start, end) = (free.lowerBound, free.upperBound)
        }
        guard start < end else { return }
        let style = kind == .info ? look.theme[.textDim] : look.style(of: kind)
        grid.put(look.text(text, columns: end - start), column: start, row: line, style: style)
    }

    /// The cells from the end of a row's token to the next text; nil when there are none.
    private func freeSpace(of row: ClusterRow) -> Range<Int>? {
        guard let index = columns.columns.firstIndex(where: { $0.kind == .token }) else { return nil }
        let token = columns.columns[index]
        let taken = cell(of: row).taken(of: token.width)
        guard columns[.last] != nil || taken < token.width else { return nil }
        let start = token.start + taken + 2
        let next = columns.columns[(index + 1)...].first { $0.kind != .last && !content(of: $0.kind, row).0.isEmpty }
        let end = next.map { $0.start - 2 } ?? state.size.columns
        return start < end ? start..<end : nil
    }

    /// The last event; the clipboard file shows a countdown.
    private func last(of row: ClusterRow) -> (String, Message.Kind) {
        if state.login != nil, row.token.isSigning { return ("waits for the login", .warning) }
        if state.opening?.row == row.id { return ("opening" + look.glyphs.ellipsis, .info) }
        if row.token.facts?.isOlderThanClock == true { return ("signed before the clock was set", .warning) }
        let last = row.last.map { ($0.text, $0.kind) } ?? ("", .info)
        guard let clipboard = state.clipboard, let copied = state.copied, copied.row == row.id else { return last }
        // A later failure is more important.
        if last.1 != .info, (row.last?.at.uptime ?? 0) > copied.at { return last }
        return ("copied, wiped in \(CountdownText.of(clipboard.facts.secondsLeft(at: state.now)))", .info)
    }

    private func put(
        _ text: String, in column: TableColumns.Column, at line: Int, _ style: Style, on grid: inout CellGrid,
        marking: Bool = false
    ) {
        let cut = TextCut.end(HarmlessText.of(text), columns: column.width, ellipsis: look.glyphs.ellipsis)
        grid.put(cut, column: column.start, row: line, style: style, columns: column.width)
        if marking {
            mark(
                cut, isName: [.name, .tags].contains(column.kind), column.start, line, look.theme[.match].over(style),
                on: &grid)
        }
    }

    /// Highlights the matches of the filter in a text of the table.
    private func mark(
        _ text: String, isName: Bool, _ start: Int, _ line: Int, _ style: Style, on grid: inout CellGrid
    ) {
        guard !filter.isEmpty else { return }
        for range in filter.ranges(in: text, isName: isName) {
            let before = text.unicodeScalars.prefix(range.lowerBound).reduce(0) { $0 + DisplayWidth.of($1) }
            let width = text.unicodeScalars.dropFirst(range.lowerBound).prefix(range.count)
                .reduce(0) { $0 + DisplayWidth.of($1) }
            grid.restyle(Rect(column: start + before, row: line, columns: width, rows: 1), style)
        }
    }
}
