import Catalog
import Failures
import SQLWire
import ScreenKit
import TerminalUI

/// The dialog for a change of a row: the new values, and the statement that will run.
public struct RowDialog: Sendable {
    /// A value to enter.
    struct Entry: Sendable {
        enum Mode: Sendable, Equatable {
            case value, null, standard
        }

        let name: String
        /// The index of the table's column; nil until the table is known.
        var column: Int?
        var field: TextField
        var mode: Mode

        /// The value as typed.
        var value: RowStatement.NewValue {
            switch mode {
            case .value: .text(field.text)
            case .null: .null
            case .standard: .standard
            }
        }
    }

    let kind: RowChange.Kind
    let place: RowPlace
    /// The value to change, or the values of the new row.
    var entries: [Entry]
    /// The value before the change.
    let before: RowStatement.NewValue
    /// The entry of the input line.
    var selected = 0
    /// The number of lines scrolled down.
    var scroll = 0
    /// The server's error about the last attempt.
    private(set) var rejection: [String] = []
    /// Whether the statement is shown instead of the values of a new row.
    var isReviewed = false
    /// The table, once it is known.
    private(set) var table: TableFacts?
    /// The columns of the result that come from the table, and the table's columns.
    private var pairs: [(shown: Int, column: Int)] = []
    /// The values of the row as they were read, by the index of the table's column.
    private(set) var row: [Int: RowStatement.OldValue] = [:]
    /// Why the row cannot be changed.
    private(set) var failure: Failure?

    init(_ kind: RowChange.Kind, at place: RowPlace, before: RowStatement.NewValue = .null, entries: [Entry] = []) {
        (self.kind, self.place, self.before, self.entries) = (kind, place, before, entries)
    }

    /// A dialog that only says why the row cannot be changed.
    init(_ kind: RowChange.Kind, _ failure: Failure) {
        self.init(kind, at: RowPlace(request: 0, result: 0, row: 0, column: 0))
        self.failure = failure
    }

    /// Whether keys are text.
    var takesText: Bool { failure == nil && !isReviewed && entries.indices.contains(selected) }

    /// The id of a question, so that earlier keys do not answer it.
    var asking: String? { kind == .delete && failure == nil ? "delete \(place.request)" : nil }

    /// The input line: empty for NULL and for a default, which typing replaces.
    var shownField: TextField {
        let entry = entries[selected]
        return entry.mode == .value ? entry.field : TextField(value: "")
    }

    /// Edits the value of the input line.
    mutating func changeField(_ body: (inout TextField) -> Void) {
        guard takesText else { return }
        var field = shownField
        let text = field.text
        body(&field)
        if field.text != text { (entries[selected].mode, scroll) = (.value, 0) }
        if entries[selected].mode == .value { entries[selected].field = field }
    }

    /// Switches between a value and NULL or the default.
    mutating func toggle(_ mode: Entry.Mode) {
        guard takesText else { return }
        let isOn = entries[selected].mode == mode
        entries[selected].mode = isOn ? kind == .insert ? .standard : .value : mode
        if isOn, mode == .standard { entries[selected].mode = .value }
    }

    /// Why a paste cannot be a part of the value: nothing of it may be left out.
    func refusal(ofPaste text: String) -> String? {
        guard takesText else { return nil }
        let field = shownField
        guard field.text.count + text.count > field.limit else { return nil }
        return "not pasted: a value has at most \(Count.grouped(field.limit)) characters here; type the statement"
    }

    mutating func fail(_ failure: Failure) { self.failure = failure }

    /// The same values after an attempt that the server has rejected.
    func rejected(_ message: ServerMessage) -> RowDialog {
        var dialog = self
        dialog.rejection = message.lines
        (dialog.isReviewed, dialog.scroll) = (false, 0)
        return dialog
    }

    /// Takes the facts about the table.
    ///
    /// - Parameter value: Reads the value of a column of the result, given by its index.
    mutating func take(_ facts: TableFacts, columns: [Column], value: (Int) -> RowStatement.OldValue) throws(Failure) {
        if let refusal = RowStatement(facts, hasBackslashEscapes: false).refusal { throw refusal }
        table = facts
        guard kind != .insert else {
            entries = facts.columns.indices.filter { facts.columns[$0].generated == nil }.map { index in
                Entry(name: facts.columns[index].name, column: index, field: TextField(value: ""), mode: .standard)
            }
            return
        }
        pairs = columns.indices.compactMap { shown in
            facts.index(of: columns[shown].originColumn).map { (shown, $0) }
        }
        for (shown, column) in pairs where row[column] == nil { row[column] = value(shown) }
        let key = facts.key
        guard !key.isEmpty else {
            throw Failure(
                .badData, "\(facts.path) cannot be edited", why: "it has no primary key, which identifies a row",
                next: "type the statement")
        }
        let missing = key.filter { row[$0] == nil }.map { facts.columns[$0].name }
        guard missing.isEmpty else {
            throw Failure(
                .badData, "the row cannot be identified",
                why: "the result lacks \(missing.joined(separator: ", ")) of the primary key",
                next: "add \(missing.count == 1 ? "it" : "them") to the SELECT list and run the query again")
        }
        if kind == .update {
            guard let index = facts.index(of: columns[place.column].originColumn) else {
                throw Failure(.badData, "the table has no such column any more", next: "run the query again")
            }
            if let generated = facts.columns[index].generated {
                throw Failure(
                    .badData, "\(facts.columns[index].name) cannot be edited",
                    why: "the server computes it (\(generated))", next: "edit the columns that it is computed from")
            }
            entries[0].column = index
        }
        if kind == .delete { _ = try statement(hasBackslashEscapes: false) }
    }

    /// The statement for the values as they are now; nil until the table is known.
    func statement(hasBackslashEscapes: Bool) throws(Failure) -> RowStatement.Text? {
        guard let table else { return nil }
        let statement = RowStatement(table, hasBackslashEscapes: hasBackslashEscapes)
        switch kind {
        case .update:
            guard let entry = entries.first, let column = entry.column else { return nil }
            return try statement.update(column, to: entry.value, row: row)
        case .insert:
            return try statement.insert(entries.compactMap { entry in entry.column.map { ($0, entry.value) } })
        case .delete: return try statement.delete(row: row)
        }
    }

    /// A query of the changed row as the server stores it, and the columns of the result that it updates; a trigger or
    /// the server itself may change more than the edited value.
    func readBack(hasBackslashEscapes: Bool) -> (sql: [UInt8], shown: [Int])? {
        guard kind == .update, let table, let entry = entries.first, let column = entry.column else { return nil }
        let read = pairs.filter { row[$0.column] != .cut }
        let statement = RowStatement(table, hasBackslashEscapes: hasBackslashEscapes)
        return statement.readBack(read.map(\.column), after: column, entry.value, row: row).map {
            ($0, read.map(\.shown))
        }
    }
}
