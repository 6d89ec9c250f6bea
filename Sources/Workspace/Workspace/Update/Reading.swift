import SQLWire
import ScreenKit
import TerminalUI

extension WorkspaceState {
    /// Wraps the visible texts to the screen: the result, and the open reader.
    mutating func fitTexts() {
        let room = WorkspaceLayout(self).rows.size
        changeItem { item in
            guard case .lines(let lines) = item.content else { return }
            item.reading.take(lines)
            item.reading.fit(Size(columns: max(1, room.columns - 1), rows: room.rows))
        }
        if case .text(var reader) = overlay {
            reader.reading.fit(ReaderView.room(on: size))
            overlay = .text(reader)
        }
    }
}

/// Performs an action on a text result; nil for actions that are the same in all results.
func performInText(_ state: inout WorkspaceState, _ action: SQLAction) -> [WorkspaceEffect]? {
    guard let reading = state.item?.reading else { return nil }
    switch action {
    case .left: state.changeItem { $0.reading.scroll(to: reading.left - 8) }
    case .right: state.changeItem { $0.reading.scroll(to: reading.left + 8) }
    case .firstColumn: state.changeItem { $0.reading.scroll(to: 0) }
    case .lastColumn: state.changeItem { $0.reading.scroll(to: reading.widest) }
    case .goTo: state.overlay = .prompt(.goTo, TextField())
    case .search: state.overlay = .prompt(.search(isBackward: false), TextField())
    case .searchBack: state.overlay = .prompt(.search(isBackward: true), TextField())
    case .nextMatch: return searchText(&state, isBackward: false)
    case .previousMatch: return searchText(&state, isBackward: true)
    case .countMatches:
        guard let pattern = reading.pattern else { return searchText(&state, isBackward: false) }
        let count = reading.matchCount
        state.say(.info, "\"\(pattern)\": " + (count == 1 ? "1 match" : "\(Count.grouped(count)) matches"))
    case .selectCells, .selectRows, .selectColumns: state.changeItem { $0.reading.toggleSelection() }
    case .copy:
        let lines = reading.selectedLines
        state.changeItem { $0.reading.deselect() }
        return lines.isEmpty ? [] : [.copyText(reading.text(of: lines))]
    case .copyAs: return [.copyText(reading.text(of: reading.lines.indices))]
    case .export: state.overlay = .prompt(.export(format: "text"), TextField(state.exportName("text")))
    case .openCell:
        guard reading.lines.indices.contains(reading.line) else { return [] }
        let place = "line \(Count.grouped(reading.line + 1)) of \(Count.grouped(reading.lines.count))"
        state.overlay = .text(SQLOverlay.Reader(title: place, [reading.lines[reading.line]]))
    default: return nil
    }
    return []
}

/// Moves to the next match in a text result.
func searchText(_ state: inout WorkspaceState, isBackward: Bool) -> [WorkspaceEffect] {
    var found: (TextReading.Found, String)?
    state.changeItem { item in
        guard let pattern = item.reading.pattern else { return }
        found = (item.reading.find(isBackward: isBackward), pattern)
    }
    state.tell(found, isBackward: isBackward)
    return []
}

/// Writes a text result to a file.
func exportText(_ state: inout WorkspaceState, to path: String, format: String?) -> [WorkspaceEffect] {
    guard let item = state.item, case .lines(let lines) = item.content else { return [] }
    guard format == nil || format == "text" else {
        state.say(.error, "this result is a text; it is written as it is, without a format")
        return []
    }
    let job = state.newJob("export to \(path)")
    state.jobs[job]?.isExport = true
    let text = lines.map { $0.text + "\n" }.joined()
    return [.exportText(job: job, text, lines: lines.count, path: path)]
}

/// Handles a key in an open reader.
func pressInText(_ state: inout WorkspaceState, _ reader: SQLOverlay.Reader, _ key: Key) -> [WorkspaceEffect] {
    if let field = reader.field { return typePattern(&state, reader, field, key) }
    var reader = reader
    let page = max(1, reader.reading.size.rows - 1)
    switch state.keymap.action(key, at: .dialog) ?? state.keymap.action(key, at: .grid) {
    case .accept, .back, .cancel, .openCell, .close:
        state.overlay = nil
        return []
    case .up: reader.reading.move(by: -1)
    case .down: reader.reading.move(by: 1)
    case .pageUp: reader.reading.move(by: -page)
    case .pageDown: reader.reading.move(by: page)
    case .halfPageUp: reader.reading.move(by: -max(1, page / 2))
    case .halfPageDown: reader.reading.move(by: max(1, page / 2))
    case .first, .firstColumn: reader.reading.move(toLine: 0)
    case .last, .lastColumn: reader.reading.move(toLine: .max)
    case .search: (reader.field, reader.isBackward) = (TextField(), false)
    case .searchBack: (reader.field, reader.isBackward) = (TextField(), true)
    case .nextMatch: state.find(in: &reader, isBackward: false)
    case .previousMatch: state.find(in: &reader, isBackward: true)
    case .copy, .copyAs: return [.copyText(reader.reading.wholeText)]
    case .redraw: return [.terminal(.redraw)]
    case .stop: return [.terminal(.stop)]
    default: return []
    }
    state.overlay = .text(reader)
    return []
}

/// Handles a key in the search line.
private func typePattern(
    _ state: inout WorkspaceState, _ reader: SQLOverlay.Reader, _ field: TextField, _ key: Key
) -> [WorkspaceEffect] {
    var (reader, field) = (reader, field)
    if field.take(key) {
        reader.field = field
    } else {
        switch key {
        case .enter:
            reader.field = nil
            if !field.text.isEmpty { reader.reading.search(field.text) }
            state.find(in: &reader, isBackward: reader.isBackward)
        case .escape, .control("c"), .control("g"): reader.field = nil
        default: break
        }
    }
    state.overlay = .text(reader)
    return []
}

extension SQLOverlay.Reader {
    mutating func changeField(_ body: (inout TextField) -> Void) {
        guard var changed = field else { return }
        body(&changed)
        field = changed
    }
}

extension WorkspaceState {
    fileprivate mutating func find(in reader: inout SQLOverlay.Reader, isBackward: Bool) {
        let pattern = reader.reading.pattern
        tell(pattern.map { (reader.reading.find(isBackward: isBackward), $0) }, isBackward: isBackward)
    }

    /// Shows a message about the end of a search, if there was one.
    mutating func tell(_ found: (end: TextReading.Found, pattern: String)?, isBackward: Bool) {
        switch found?.end {
        case nil: say(.info, "nothing is searched yet; \(keymap.label(of: .search) ?? "/") does")
        case .nowhere?: say(.info, "\"\(found?.pattern ?? "")\" is not in the text")
        case .only?: say(.info, "this is the only match")
        case .found(true)?: say(.info, "the search went on from the \(isBackward ? "bottom" : "top")")
        case .found(false)?: break
        }
    }
}
