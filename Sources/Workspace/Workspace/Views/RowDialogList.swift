import Catalog
import Failures
import SQLText
import ScreenKit
import TerminalUI
import Themes

/// The dialog for a change of a row as a framed list.
struct RowDialogList {
    let state: WorkspaceState
    let dialog: RowDialog

    private var columns: Int { max(20, min(100, state.size.columns - 6)) }

    var list: FramedList {
        if let failure = dialog.failure {
            return FramedList(title: title, lines: lines(failure), footer: "Esc back")
        }
        guard dialog.takesText else {
            return FramedList(
                title: title, lines: rejection + statement, scroll: dialog.scroll,
                footer: "Enter run it, and ask before COMMIT   Esc back")
        }
        let entry = dialog.entries[dialog.selected]
        let keys = "Ctrl-N NULL   Ctrl-D default   Alt-E $EDITOR   Esc back"
        let prompt = (dialog.kind == .insert ? entry.name : label(entry), dialog.shownField)
        guard dialog.kind == .insert else {
            return FramedList(
                title: title, prompt: prompt, lines: rejection + [before, []] + statement, scroll: dialog.scroll,
                footer: "Enter run it   " + keys)
        }
        return FramedList(
            title: title, prompt: prompt, lines: rejection + dialog.entries.map(line),
            selected: rejection.count + dialog.selected,
            footer: "Enter show the INSERT   " + keys)
    }

    /// The server's error about the last attempt.
    private var rejection: [FramedList.Line] {
        dialog.rejection.flatMap { wrapped(HarmlessText.of($0), .messageError) }
    }

    private var title: String {
        let table = dialog.table.map { HarmlessText.of($0.path) } ?? "the table"
        let row = Count.grouped(dialog.place.row + 1)
        return switch dialog.kind {
        case _ where dialog.failure != nil: "not possible"
        case .update: "edit \(dialog.entries.first?.name ?? "") in row \(row) of \(table)"
        case .insert: "insert a row into \(table)"
        case .delete: "delete row \(row) of \(table)"
        }
    }

    private func label(_ entry: RowDialog.Entry) -> String {
        switch entry.mode {
        case .value: entry.field.text.isEmpty ? "empty text" : "new value"
        case .null: "NULL; type to replace it"
        case .standard: "DEFAULT; type to replace it"
        }
    }

    /// The value before the change.
    private var before: FramedList.Line {
        guard case .text(let text) = dialog.before else { return [("was ", .menuDetail), ("NULL", .textDim)] }
        guard !text.isEmpty else { return [("was ", .menuDetail), ("empty text", .textDim)] }
        return [
            ("was ", .menuDetail), (TextCut.end(HarmlessText.of(text), columns: columns - 4, ellipsis: "…"), .menu),
        ]
    }

    /// The statement and its remarks.
    private var statement: [FramedList.Line] {
        do throws(Failure) {
            guard let text = try dialog.statement(hasBackslashEscapes: state.rules.hasBackslashEscapes) else {
                return [[("Reading the table's columns…", .menuDetail)]]
            }
            let shown = HarmlessText.of(String(decoding: text.sql.prefix(Self.mostBytes), as: UTF8.self))
            let rest = text.sql.count - Self.mostBytes
            return wrapped(shown, .menu)
                + (rest > 0 ? [[("… and \(Count.of(rest, "byte")) more", .menuDetail)]] : [])
                + text.remarks.flatMap { wrapped(HarmlessText.of($0), .menuDetail) }
        } catch {
            return lines(error)
        }
    }

    /// The largest part of a statement that is shown.
    private static let mostBytes = 16_384

    private func wrapped(_ text: String, _ role: Role) -> [FramedList.Line] {
        TextWrap.ranges(text, columns: columns, byWords: true).map { [(String(text[$0]), role)] }
    }

    private func lines(_ failure: Failure) -> [FramedList.Line] {
        wrapped(HarmlessText.of(failure.what), .messageError)
            + (failure.why.map { wrapped("why: " + HarmlessText.of($0), .menu) } ?? [])
            + (failure.next.map { wrapped("try: " + HarmlessText.of($0), .menu) } ?? [])
    }

    /// A column of the new row.
    private func line(_ entry: RowDialog.Entry) -> FramedList.Line {
        let column = entry.column.flatMap { dialog.table?.columns[$0] }
        let name = DisplayWidth.padding(HarmlessText.of(entry.name), to: 24)
        let type = DisplayWidth.padding(HarmlessText.of(column?.type ?? ""), to: 22)
        let text: (String, Role) =
            switch entry.mode {
            case .null: ("NULL", .textDim)
            case .value where entry.field.text.isEmpty: ("empty text", .textDim)
            case .value: (TextCut.end(HarmlessText.of(entry.field.text), columns: 40, ellipsis: "…"), .menu)
            case .standard:
                (
                    column.map { $0.hasDefault ? "default" : $0.mayBeNull ? "default: NULL" : "needs a value" } ?? "",
                    .menuDetail
                )
            }
        return [(name + " ", .menu), (type + " ", .menuDetail), text]
    }
}
