import Catalog
import Failures
import Profiles
import Results
import SQLScript
import SQLText
import SQLWire
import ScreenKit
import TerminalUI

/// Opens the dialog for a change of a row, and queries its table.
func openRow(_ state: inout WorkspaceState, _ kind: RowChange.Kind) -> [WorkspaceEffect] {
    do throws(Failure) {
        try state.admitChange()
        let (store, origin) = try state.editedTable(kind)
        state.lastTableRequest += 1
        guard let item = state.item else { return [] }
        let place = RowPlace(
            request: state.lastTableRequest, result: item.number, row: state.currentRow ?? 0,
            column: state.currentColumn ?? 0)
        var dialog = RowDialog(kind, at: place)
        if kind == .update {
            let value = try state.editedValue(store, place)
            let text = if case .text(let text) = value { text } else { "" }
            let entry = RowDialog.Entry(
                name: CellText.name(store.columns[place.column]), field: TextField(value: text),
                mode: value == .null ? .null : .value)
            dialog = RowDialog(kind, at: place, before: value, entries: [entry])
        }
        state.overlay = .row(dialog)
        return [.describeTable(request: place.request, origin, findsReferrers: false)]
    } catch {
        state.overlay = .row(RowDialog(kind, error))
        return []
    }
}

/// Handles the facts about a table.
func described(
    _ state: inout WorkspaceState, _ request: Int, _ result: Result<TableFacts, Failure>
) -> [WorkspaceEffect] {
    if let place = state.following, place.request == request {
        state.following = nil
        return follow(&state, place, result)
    }
    guard case .row(var dialog) = state.overlay, dialog.place.request == request,
        let store = state.store(of: dialog.place)
    else { return [] }
    do throws(Failure) {
        let row = dialog.place.row
        try dialog.take(try result.get(), columns: store.columns) { WorkspaceState.oldValue(store, row, $0) }
    } catch {
        dialog.fail(error)
    }
    state.overlay = .row(dialog)
    return []
}

/// Handles a key in the dialog.
func pressInRow(_ state: inout WorkspaceState, _ dialog: RowDialog, _ key: Key) -> [WorkspaceEffect] {
    var dialog = dialog
    let isForm = dialog.kind == .insert && dialog.takesText
    switch key {
    case .escape, .control("c"), .control("g"):
        guard dialog.isReviewed else { return closeOverlay(&state) }
        dialog.isReviewed = false
    case .enter: return acceptRow(&state, dialog)
    case .control("n"): dialog.toggle(.null)
    case .control("d"): dialog.toggle(.standard)
    case .alt("e") where dialog.takesText:
        // Editors end the last line, and that line end is removed again.
        return [.terminal(.editExternally(dialog.entries[dialog.selected].field.text + "\n", cursorLine: 1))]
    case .up where isForm, .named(.tab, .shift) where isForm: dialog.selected = max(0, dialog.selected - 1)
    case .down where isForm, .tab where isForm:
        dialog.selected = min(dialog.entries.count - 1, dialog.selected + 1)
    case .up, .down, .named(.pageUp, []), .named(.pageDown, []):
        let page = key == .up || key == .down ? 1 : state.overlayPage
        let isBack = key == .up || key == .named(.pageUp)
        if isForm {
            dialog.selected = max(0, min(dialog.entries.count - 1, dialog.selected + (isBack ? -page : page)))
        } else {
            state.moveInOverlay(by: isBack ? -page : page)
            return []
        }
    case .control("l"): return [.terminal(.redraw)]
    case .control("z"): return [.terminal(.stop)]
    default: dialog.changeField { _ = $0.take(key) }
    }
    state.overlay = .row(dialog)
    return []
}

/// Runs the change in a transaction that asks before COMMIT.
func acceptRow(_ state: inout WorkspaceState, _ dialog: RowDialog) -> [WorkspaceEffect] {
    guard dialog.failure == nil else {
        state.overlay = nil
        return []
    }
    let escapes = state.rules.hasBackslashEscapes
    do throws(Failure) {
        try state.admitChange()
        guard let text = try dialog.statement(hasBackslashEscapes: escapes) else {
            state.say(.info, "the table's columns are still being read")
            return []
        }
        if dialog.kind == .update, dialog.entries.first?.value == dialog.before {
            state.say(.info, "the value is unchanged; Esc leaves it")
            return []
        }
        if dialog.kind == .insert, !dialog.isReviewed {
            var dialog = dialog
            (dialog.isReviewed, dialog.scroll) = (true, 0)
            state.overlay = .row(dialog)
            return []
        }
        var order = StatementOrder(text: text.sql)
        let place = dialog.place
        let readBack = dialog.readBack(hasBackslashEscapes: escapes)
        order.change = RowChange(
            kind: dialog.kind, result: place.result, row: place.row, column: place.column,
            readBack: readBack?.shown ?? [])
        var steps = [Step.statement(order)]
        if let readBack {
            var order = StatementOrder(text: readBack.sql)
            (order.role, order.use) = (.readBack, .statements)
            steps.append(.statement(order))
        }
        state.overlay = nil
        let effects = begin(&state, steps, isGuarded: true, isAsked: false)
        if state.run?.change != nil { state.run?.dialog = dialog }
        return effects
    } catch {
        state.say(.warning, error.brief)
        return []
    }
}

/// Ends the run of a change: rolls it back unless exactly one row was touched. Nil when COMMIT needs a confirmation.
func endChange(_ state: inout WorkspaceState, _ run: RunState) -> [WorkspaceEffect]? {
    guard let change = run.change else { return nil }
    // A cancelled run may have ended before its statement was sent.
    let isBroken = run.hasFailed || run.cancelledAt != nil
    let verdict = isBroken ? nil : change.verdict(touched: run.touched)
    if isBroken || verdict != nil {
        state.run?.verdict = verdict
        state.run?.isGuarded = false
        return send(&state, .ending(change.undoing, .rollback))
    }
    guard change.usesSavepoint else { return nil }
    state.run?.isGuarded = false
    return send(&state, .ending(RowChange.keeping, .commit))
}

extension WorkspaceState {
    /// Why nothing can be changed now.
    fileprivate func admitChange() throws(Failure) {
        let name = place.cluster.name
        guard place.members.isEmpty else {
            throw Failure(
                .notPermitted, "rows of several clusters cannot be edited", next: "open a session on one cluster")
        }
        guard !place.cluster.isReadOnly else {
            let key = keymap.label(of: .writeAs) ?? "sql-write-as"
            throw Failure(
                .notPermitted, "\(name) is read-only", why: "its profile says read_only = true",
                next: "\(key) opens a session that may write")
        }
        guard phase.facts?.server.isReadOnly != true else {
            let isReader = phase.facts?.server.role == .reader
            throw Failure(
                .notPermitted, "this session of \(name) is read-only",
                why: isReader ? "the server is a reader" : "the server's settings make its transactions read-only",
                next: isReader ? "open a session on the writer" : "open a session as a user who may write")
        }
        try admitStatement()
    }

    /// Why no statement can run now.
    func admitStatement() throws(Failure) {
        if let refusal = refusalToRun { throw Failure(.temporary, "the session cannot run a statement", why: refusal) }
        guard phase.facts?.state.transaction != .failed else {
            throw Failure(
                .sqlFailed, "the session cannot run a statement", why: "the open transaction has failed",
                next: "ROLLBACK first")
        }
    }

    /// The result's rows, and the only table that they come from.
    fileprivate func editedTable(_ kind: RowChange.Kind) throws(Failure) -> (ResultStore, ColumnOrigin) {
        guard let item, let store = item.store else { throw Failure(.badData, "this result has no rows to edit") }
        let what = "this result cannot be edited"
        guard place.dialect == .mysql || item.database == databaseNumber else {
            throw Failure(.badData, what, why: "it comes from another database", next: "run the query again")
        }
        let origins = Set(store.columns.compactMap(\.tableOrigin))
        guard let origin = origins.first else {
            throw Failure(
                .badData, what, why: "its columns are computed or come from a subquery",
                next: "select columns of a table")
        }
        guard origins.count == 1 else {
            throw Failure(
                .badData, what, why: "its columns come from \(origins.count) tables",
                next: "select the columns of one table")
        }
        var rules = rules
        rules.isSentText = true
        let source = StatementSource.onlyTable(of: item.statement, rules: rules)
        var isOwn = source != nil
        // MySQL reports the alias of a view as a table.
        if case .table(_, let name) = origin, let source {
            isOwn = String(decoding: name, as: UTF8.self).lowercased() == source.lowercased()
        }
        guard isOwn else {
            throw Failure(
                .badData, what, why: "its statement is not a plain query of one table",
                next: "edit the result of SELECT ... FROM one table, without a view, join, subquery or UNION")
        }
        guard kind != .insert else { return (store, origin) }
        guard let row = currentRow, let column = currentColumn else { throw Failure(.badData, "no row is selected") }
        guard !item.deleted.contains(row) else { throw Failure(.badData, "this row was deleted") }
        guard kind == .delete || store.columns[column].tableOrigin != nil else {
            throw Failure(
                .badData, "\(CellText.name(store.columns[column])) cannot be edited", why: "the query computes it",
                next: "edit a column of the table")
        }
        return (store, origin)
    }

    /// The current value as text to edit; all of it.
    fileprivate func editedValue(_ store: ResultStore, _ place: RowPlace) throws(Failure) -> RowStatement.NewValue {
        let name = CellText.name(store.columns[place.column])
        switch Self.oldValue(store, place.row, place.column) {
        case .null: return .null
        case .cut:
            throw Failure(
                .badData, "this value of \(name) cannot be edited",
                why: "it is longer than \(Count.grouped(Self.mostEdited)) bytes", next: "type the statement")
        case .bytes(let bytes):
            if store.columns[place.column].kind == .bytes, self.place.dialect == .mysql {
                return .text("0x" + CellText.hexadecimal(bytes))
            }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw Failure(
                    .badData, "this value of \(name) cannot be edited", why: "it is not valid UTF-8",
                    next: "type the statement")
            }
            return .text(text)
        }
    }

    /// The largest number of bytes of a value that is edited or compared.
    private static let mostEdited = 65_536

    static func oldValue(_ store: ResultStore, _ row: Int, _ column: Int) -> RowStatement.OldValue {
        guard let count = try? store.byteCount(row: row, column: column) else { return .null }
        guard count <= mostEdited, let bytes = try? store.value(row: row, column: column) else { return .cut }
        return .bytes(bytes)
    }

    /// The rows of a place's result, if it still exists.
    func store(of place: RowPlace) -> ResultStore? { results.first { $0.number == place.result }?.store }

    /// Shows a committed change in its result.
    mutating func keep(_ change: RowChange) {
        changeItem(change.result) { item in
            if change.kind == .delete { item.deleted.insert(change.row) }
            for (column, value) in zip(change.readBack, change.stored) {
                guard let store = item.store,
                    Self.oldValue(store, change.row, column) != value.map({ .bytes($0) }) ?? .null
                else { continue }
                store.show(value, row: change.row, column: column)
            }
            item.grid.arrangementNumber += 1
        }
        let more = change.kind == .insert ? "; run the query again to see it" : ""
        let end = change.usesSavepoint ? " in the open transaction; COMMIT or ROLLBACK is yours" : " and committed"
        say(.info, "1 row \(change.kind.done)\(end)\(more)")
    }
}

extension Column {
    /// The table of its values; MySQL names no database for the columns of a subquery.
    var tableOrigin: ColumnOrigin? {
        if case .table(let schema, _)? = origin, schema.isEmpty { return nil }
        return originColumn == nil ? nil : origin
    }
}
