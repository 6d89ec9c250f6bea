import ScreenKit
import TerminalUI
import Themes

/// The table of sessions, of groups, or of blocked sessions.
struct SessionTable {
    let state: ActivityState
    let look: Look
    let layout: ActivityLayout
    let lines: SessionLines

    /// A column: its title, its width, whether its text is right-aligned, and the minimum screen width that shows it.
    private struct Column {
        let title: String
        let width: Int
        let isNumber: Bool
        let least: Int
    }

    private static let all = [
        Column(title: "PID", width: 8, isNumber: true, least: 0),
        Column(title: "USER", width: 12, isNumber: false, least: 60),
        Column(title: "DATABASE", width: 10, isNumber: false, least: 140),
        Column(title: "CLIENT", width: 15, isNumber: false, least: 120),
        Column(title: "APPLICATION", width: 12, isNumber: false, least: 130),
        Column(title: "STATE", width: 8, isNumber: false, least: 50),
        Column(title: "WAIT", width: 20, isNumber: false, least: 80),
        Column(title: "TX AGE", width: 8, isNumber: true, least: 0),
        Column(title: "QUERY AGE", width: 9, isNumber: true, least: 70),
        Column(title: "BLOCKS", width: 6, isNumber: true, least: 100),
    ]

    func draw(on grid: inout CellGrid) {
        if lines.lines.isEmpty { return drawNothing(on: &grid) }
        if state.group != .none, state.view != .blocking { return drawGroups(on: &grid) }
        // The tree replaces columns that are equal for all sessions of a queue.
        let isTree = state.view == .blocking
        let columns = Self.all.filter {
            grid.size.columns >= $0.least && !(isTree && ["DATABASE", "CLIENT", "APPLICATION"].contains($0.title))
        }
        drawTitles(columns, on: &grid)
        for row in 0..<layout.table.size.rows where state.top + row < lines.lines.count {
            draw(lines.lines[state.top + row], state.top + row, layout.table.row + row, columns, on: &grid)
        }
    }

    private func drawTitles(_ columns: [Column], on grid: inout CellGrid) {
        var start = 2
        for column in columns {
            let isSorted = state.view == .sessions && column.title == state.order.rawValue
            let style = look.theme[isSorted ? .headingSorted : .heading]
            let title = column.isNumber ? Self.right(column.title, column.width) : column.title
            grid.put(title, column: start, row: layout.headingRow, style: style, columns: column.width + 1)
            start += column.width + 1
        }
        let title = state.view == .sessions ? "QUERY" : "QUERY   (\(state.view.rawValue))"
        grid.put(title, column: start + 1, row: layout.headingRow, style: look.theme[.heading])
    }

    private func draw(
        _ line: SessionLines.Line, _ index: Int, _ row: Int, _ columns: [Column], on grid: inout CellGrid
    ) {
        let isCurrent = index == state.line
        var start = 2
        for column in columns {
            let (text, role) = cell(column, line)
            let cut = look.text(text, columns: column.width)
            grid.put(
                column.isNumber ? Self.right(cut, column.width) : cut, column: start, row: row, style: look.theme[role],
                columns: column.width)
            start += column.width + 1
        }
        start += 1
        start += grid.put(indent(line), column: start, row: row, style: look.theme[.frame])
        let room = grid.size.columns - start
        if room > 0 {
            grid.put(look.text(words(line), columns: room), column: start, row: row, style: look.theme[.text])
        }
        if let pid = line.session?.pid, state.marks.contains(pid) {
            grid.put(String(look.glyphs.mark), column: 1, row: row, style: look.theme[.rowMarked])
        }
        guard isCurrent else { return }
        grid.put(String(look.glyphs.cursor), column: 0, row: row, style: look.theme[.rowCursorBar])
        grid.underlay(Rect(column: 0, row: row, columns: grid.size.columns, rows: 1), look.theme[.rowCursor])
    }

    private func indent(_ line: SessionLines.Line) -> String {
        guard look.glyphs == .ascii else { return line.indent }
        return String(line.indent.map { ["│": "|", "├": "|", "└": "`", "─": "-"][$0] ?? $0 })
    }

    private func words(_ line: SessionLines.Line) -> String {
        switch line.content {
        case .prepared(let transaction): return "prepared transaction '\(transaction.name)'"
        case .group(let name, _, _, _, _): return name
        case .session(let session):
            let query = SampleText.line(session.query ?? (session.isHidden ? "hidden from this user" : ""))
            guard state.view == .blocking else { return query }
            let cycle = line.isInCycle ? "deadlock; " : ""
            guard let lock = session.lock, !session.blockedBy.isEmpty else { return cycle + query }
            let age = session.waitAge.map { " for \(AgeText.of($0))" } ?? ""
            return "\(cycle)waits\(age) for \(lock); \(query)"
        }
    }

    private func cell(_ column: Column, _ line: SessionLines.Line) -> (String, Role) {
        if column.title == "BLOCKS" { return (line.blocks > 0 ? "\(line.blocks)" : "", .textStrong) }
        if case .prepared(let transaction) = line.content {
            switch column.title {
            case "USER": return (transaction.owner ?? "", .text)
            case "STATE": return ("prepared", .tokenExpiring)
            case "TX AGE": return (AgeText.of(transaction.age), .textStrong)
            default: return ("", .text)
            }
        }
        guard let session = line.session else { return ("", .text) }
        switch column.title {
        case "PID": return ("\(session.pid)", .textStrong)
        case "USER": return (session.user ?? session.kind.rawValue, .text)
        case "DATABASE": return (session.database ?? "", .text)
        case "CLIENT": return (session.client ?? "", .text)
        case "APPLICATION": return (session.application ?? "", .text)
        case "STATE": return Self.state(session)
        case "WAIT":
            return (session.wait ?? "", session.isActive ? session.wait.map { WaitStyle($0).role } ?? .text : .textDim)
        case "TX AGE":
            return (AgeText.of(session.transactionAge), (session.transactionAge ?? 0) >= 60 ? .tokenExpiring : .text)
        case "QUERY AGE": return (AgeText.of(session.queryAge), .text)
        default: return ("", .text)
        }
    }

    private static func state(_ session: ServerSession) -> (String, Role) {
        if session.isHidden { return ("hidden", .textDim) }
        switch session.state {
        case "idle in transaction": return ("idle tx", .tokenExpiring)
        case "idle in transaction (aborted)": return ("failed tx", .tokenFailed)
        case "active": return ("active", .tokenFresh)
        case let word?: return (word, .textDim)
        case nil: return (session.kind == .client ? "" : "server", .textDim)
        }
    }

    private func drawGroups(on grid: inout CellGrid) {
        let titles = ["SESSIONS", "ACTIVE", "WAITING", "OLDEST TX"]
        var start = 2
        for title in titles {
            grid.put(title, column: start, row: layout.headingRow, style: look.theme[.heading])
            start += 10
        }
        grid.put(state.group.rawValue, column: start, row: layout.headingRow, style: look.theme[.headingSorted])
        for row in 0..<layout.table.size.rows where state.top + row < lines.lines.count {
            let index = state.top + row
            guard case .group(let name, let sessions, let active, let waiting, let oldest) = lines.lines[index].content
            else { continue }
            let place = layout.table.row + row
            let cells = ["\(sessions)", "\(active)", "\(waiting)", AgeText.of(oldest)]
            for (index, cell) in cells.enumerated() {
                grid.put(Self.right(cell, 8), column: 2 + index * 10, row: place, style: look.theme[.text])
            }
            let room = grid.size.columns - start
            grid.put(look.text(name, columns: room), column: start, row: place, style: look.theme[.textStrong])
            guard index == state.line else { continue }
            grid.put(String(look.glyphs.cursor), column: 0, row: place, style: look.theme[.rowCursorBar])
            grid.underlay(Rect(column: 0, row: place, columns: grid.size.columns, rows: 1), look.theme[.rowCursor])
        }
    }

    private func drawNothing(on grid: inout CellGrid) {
        guard let cluster = state.cluster, cluster.heardAt != nil, layout.table.size.rows > 0 else { return }
        let text: String
        if state.pointIndex == nil {
            text = ""
        } else if state.sample == nil {
            text = "the sessions of this old sample are no longer in memory; its load is"
        } else if !state.filter.text.isEmpty {
            text = "no session matches \"\(state.filter.text)\"; \(state.keymap.label(of: .back) ?? "Esc") shows all"
        } else {
            switch state.view {
            case .sessions:
                text =
                    "no session is active or in a transaction; \(state.keymap.label(of: .idle) ?? "i") shows idle ones"
            case .blocking: text = "no session waits for another one"
            case .idleInTransaction: text = "no session is idle in a transaction"
            case .progress, .statements: text = ""
            case .longTransactions: text = "no transaction is older than a minute"
            }
        }
        grid.put(
            look.text(text, columns: grid.size.columns - 4), column: 2, row: layout.table.row,
            style: look.theme[.textDim])
    }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - DisplayWidth.of(text))) + text
    }
}
