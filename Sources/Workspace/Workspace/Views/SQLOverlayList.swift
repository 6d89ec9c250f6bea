import Editing
import Profiles
import Results
import SQLWire
import ScreenKit
import TerminalUI
import Themes
import Timestamps

/// A dialog as a framed list.
struct SQLOverlayList {
    let list: FramedList
    /// The actions of the palette's lines.
    private(set) var actions: [SQLAction] = []

    /// The formats of a result.
    static let formats = ["csv", "csv-load", "tsv", "json", "jsonl", "markdown", "insert"]

    private static func line(format: String, _ state: WorkspaceState) -> [(String, Role)] {
        guard format == "csv-load" else { return [(format, .menu)] }
        let reader = state.place.dialect == .postgresql ? "COPY ... CSV" : "LOAD DATA"
        return [(format, .menu), ("  NULL apart from the empty text, as \(reader) reads it", .menuDetail)]
    }

    init?(_ state: WorkspaceState) {
        guard let overlay = state.overlay else { return nil }
        switch overlay {
        case .help(let open):
            list = FramedList(
                title: "help", prompt: ("find", open.field),
                lines: HelpText(state.keymap).lines(matching: open.field.text, columns: state.size.columns - 4)
                    + Self.editorKeys(state, matching: open.field.text), scroll: open.position,
                footer: "Esc back")
        case .palette(let open):
            actions = HelpText(state.keymap).actions(matching: open.field.text)
            list = FramedList(
                title: "command", prompt: (":", open.field), lines: actions.map { HelpText(state.keymap).line($0) },
                selected: min(open.position, max(0, actions.count - 1)), footer: "Enter do it   Esc back")
        case .confirm(let confirmation, let field): list = Self.confirm(confirmation, field, state)
        case .commit(let field): list = Self.commit(field, state)
        case .prompt(let prompt, let field): list = Self.prompt(prompt, field, state)
        case .formats(let use, let selected):
            list = FramedList(
                title: use == .copy ? "copy as" : "export as", lines: Self.formats.map { Self.line(format: $0, state) },
                selected: selected, footer: "Enter takes it   Esc back")
        case .history(let open, let lines, let isGlobal):
            list = FramedList(
                title: isGlobal ? "history of all clusters" : "history of \(state.place.cluster.name)",
                prompt: ("find", open.field), lines: lines.map { Self.line($0, isGlobal) },
                selected: min(open.position, max(0, lines.count - 1)),
                footer: "Enter takes it   Ctrl-R \(isGlobal ? "this cluster" : "all clusters")   Esc back")
        case .saved(let open, let lines):
            let shown = Self.matching(lines, open.field.text)
            list = FramedList(
                title: "saved queries", prompt: ("find", open.field),
                lines: shown.map { [($0.name + "  ", Role.menu), ($0.about, Role.menuDetail)] },
                selected: min(open.position, max(0, shown.count - 1)), footer: "Enter takes it   Esc back")
        case .results(let selected):
            list = FramedList(
                title: "results", lines: state.results.map { Self.line($0, state) }, selected: selected,
                footer: "Enter show   Esc back")
        case .log(let scroll):
            list = FramedList(
                title: Self.logTitle(state.log.left),
                lines: state.log.lines.flatMap { Self.lines($0, columns: state.size.columns - 4) },
                scroll: scroll, isFromEnd: true,
                footer: "Esc back")
        case .users(let users, let selected):
            list = FramedList(
                title: "write on \(state.place.cluster.name) as", lines: users.map { [($0, Role.menu)] },
                selected: selected, footer: "Enter opens a session   Esc back")
        case .leave(let text):
            list = FramedList(
                title: "close \(state.place.cluster.name)?", lines: [[(text, .messageWarning)]],
                footer: "\(SQLOverlay.closingKey.label) close the session   Esc stay")
        case .row(let dialog): list = RowDialogList(state: state, dialog: dialog).list
        case .follow(let links, let selected):
            list = FramedList(
                title: "follow a foreign key", lines: links.map { [($0.title, Role.menu)] }, selected: selected,
                footer: "Enter show the rows   Esc back")
        case .browser, .text: return nil
        }
    }

    /// The editor's own keys.
    private static func editorKeys(_ state: WorkspaceState, matching text: String) -> [FramedList.Line] {
        let words = text.lowercased().split(separator: " ")
        let own: Set<SQLAction> = [.complete, .back]
        let isTaken = { (key: Key) in state.keymap.action(key, at: .editor).map { !own.contains($0) } ?? false }
        let entries = EditorHelp.entries(of: state.editor.style, isTaken: isTaken).filter { entry in
            words.allSatisfy { "\(entry.keys) \(entry.text)".lowercased().contains($0) }
        }
        guard !entries.isEmpty else { return [] }
        let width = entries.map { DisplayWidth.of($0.keys) }.filter { $0 <= 30 }.max() ?? 0
        let heading: FramedList.Line = [(state.editor.style == .vi ? "Editor (vi)" : "Editor", .frameTitle)]
        return [[], heading]
            + entries.map { entry in
                [(DisplayWidth.padding(entry.keys, to: width) + "  ", .menuKey), (entry.text, .menuDetail)]
            }
    }

    /// The saved queries that contain every word.
    static func matching(_ lines: [SQLOverlay.SavedLine], _ text: String) -> [SQLOverlay.SavedLine] {
        let words = text.lowercased().split(separator: " ")
        return lines.filter { line in
            let all = "\(line.name) \(line.about)".lowercased()
            return words.allSatisfy { all.contains($0) }
        }
    }

    private static func confirm(
        _ confirmation: SQLOverlay.Confirmation, _ field: TextField, _ state: WorkspaceState
    ) -> FramedList {
        let cluster = state.place.cluster
        let word = cluster.environment ?? (cluster.isReadOnly ? "read-only" : cluster.engine.rawValue)
        var lines: [FramedList.Line] = confirmation.reasons.prefix(8).map { [($0, .messageError)] }
        if confirmation.reasons.count > 8 {
            lines.append([("and \(confirmation.reasons.count - 8) more", .menuDetail)])
        }
        let isOne = state.place.members.isEmpty
        let words = isOne ? "the cluster's name" : state.confirmation(of: confirmation.steps)
        lines.append([("Type \(words) to run it.", .menu)])
        return FramedList(
            title: "\(state.place.cluster.name) (\(word))", prompt: (isOne ? "name" : "clusters", field),
            lines: lines, footer: "Enter run   Esc cancel")
    }

    private static func commit(_ field: TextField, _ state: WorkspaceState) -> FramedList {
        guard state.hasTransaction else {
            return FramedList(
                title: "Transaction lost on \(state.place.cluster.name)", prompt: ("", field),
                lines: [
                    [("The connection was lost before COMMIT was sent.", .messageError)],
                    [("The server rolls the transaction back: nothing of it stays.", .menu)],
                ], footer: "Enter or Esc close")
        }
        let touched = state.run?.touched ?? 0
        return FramedList(
            title: "COMMIT on \(state.place.cluster.name)?", prompt: ("commit or rollback", field),
            lines: [
                [("\(Count.of(touched, "row")) touched, in a transaction that is still open.", .messageWarning)],
                [("Locks are held until you answer.", .menuDetail)],
            ] + warnings(state), footer: "commit Enter keep the changes   Enter or Esc roll back")
    }

    /// The last notices on the statement, such as that a value was cut.
    private static func warnings(_ state: WorkspaceState) -> [FramedList.Line] {
        let notices = state.run?.remarks.elements.suffix(3) ?? []
        return notices.map { [(TextLine.of(Array("\($0.severity): \($0.text)".utf8)), .messageWarning)] }
            + stored(state)
    }

    /// The changed value as the server stores it.
    private static func stored(_ state: WorkspaceState) -> [FramedList.Line] {
        guard let change = state.run?.change,
            let index = change.readBack.firstIndex(of: change.column), change.stored.indices.contains(index),
            let column = state.results.first(where: { $0.number == change.result })?.store?.columns[change.column]
        else { return [] }
        let value = ResultPage(values: [[change.stored[index]]])[0, 0]
        let cell = CellText.cell(value, column, nullText: state.settings.nullText, dialect: state.place.dialect)
        let text = TextCut.end(cell.text, columns: 60, ellipsis: "…")
        return [
            [("The server stores \(CellText.name(column)) = ", .menuDetail), (text, cell.isNull ? .textDim : .menu)]
        ]
    }

    private static func prompt(
        _ prompt: SQLOverlay.Prompt, _ field: TextField, _ state: WorkspaceState
    ) -> FramedList {
        func list(_ title: String, _ label: String, _ about: String, _ verb: String) -> FramedList {
            FramedList(
                title: title, prompt: (label, field), lines: [[(about, .menuDetail)]],
                footer: "Enter \(verb)   Esc back")
        }
        switch prompt {
        case .goTo: return list("go to", "row", "1,000 or 50%", "go")
        case .search(let isBackward):
            return list(
                isBackward ? "search backwards" : "search", "text", "case counts when there is a capital letter in it",
                "search")
        case .filter(let column):
            let name = state.item?.store.map { CellText.name($0.columns[min(column, $0.columns.count - 1)]) } ?? ""
            return list(
                "filter by \(name)", "text", "a part of it; or =value  <>value  <value  >value  = NULL", "filter")
        case .export(let format):
            return list("export as \(format)", "file", "a file of that name is not replaced", "write")
        case .save: return list("save as a query", "name", "a .sql file in your folder of queries", "save")
        case .findInText: return list("find", "text", "", "find")
        }
    }

    private static func line(_ line: HistoryLine, _ isGlobal: Bool) -> FramedList.Line {
        let text = TextLine.of(Array(line.text.utf8))
        return [(line.when + "  ", .menuDetail)] + (isGlobal ? [(line.cluster + "  ", .label)] : []) + [(text, .menu)]
    }

    private static func line(_ item: ResultItem, _ state: WorkspaceState) -> FramedList.Line {
        let rows = item.store.map { Count.of($0.rowCount, "row") } ?? "text"
        let time = item.elapsed.map { "  \(Duration.of($0))" } ?? ""
        return [
            ("\(item.at.timestamp.clock)  ", .menuDetail), (item.title, .menu), ("  \(rows)\(time)", .menuDetail),
        ] + (item.shortfall.map { [("  incomplete: \($0)", .messageError)] } ?? [])
    }

    /// The title shows how many lines of the log were dropped, so that it is visible at any scroll position.
    private static func logTitle(_ gone: Int) -> String {
        gone == 0 ? "log" : "log: \(Count.of(gone, "older line")) not kept"
    }

    private static func lines(_ line: LogLine, columns: Int) -> [FramedList.Line] {
        let role: Role = line.kind == .info ? .menu : line.kind == .warning ? .messageWarning : .messageError
        let parts = line.text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { text in
            let text = HarmlessText.of(text)
            return TextWrap.ranges(text, columns: max(16, columns - 10), byWords: true).map { part in
                // Trailing blanks may be beyond the edge.
                String(text[part].reversed().drop { $0 == " " }.reversed())
            }
        }
        return parts.enumerated().map { index, text in
            [(index == 0 ? line.at.timestamp.clock + "  " : "          ", .menuDetail), (text, role)]
        }
    }
}
