import Results
import SQLWire
import ScreenKit
import TerminalUI

/// Performs an action on a result.
func performOnGrid(_ state: inout WorkspaceState, _ action: SQLAction) -> [WorkspaceEffect] {
    guard state.item != nil else {
        state.say(.info, "there is no result yet")
        return []
    }
    if state.item?.store == nil, let effects = performInText(&state, action) { return effects }
    let page = max(1, state.resultHeight - 1)
    switch action {
    case .followBack: state.followBack()
    case .up: state.moveInResult(by: -1)
    case .down: state.moveInResult(by: 1)
    case .pageUp: state.moveInResult(by: -page)
    case .pageDown: state.moveInResult(by: page)
    case .halfPageUp: state.moveInResult(by: -max(1, page / 2))
    case .halfPageDown: state.moveInResult(by: max(1, page / 2))
    case .first: state.moveInResult(to: 0)
    case .last: state.moveInResult(to: .max)
    case .left: state.moveSideways(by: -1)
    case .right: state.moveSideways(by: 1)
    case .firstColumn:
        state.moveColumn(to: 0)
        state.changeItem { $0.grid.left = 0 }
    case .lastColumn: state.moveColumn(to: .max)
    default: return performOnRows(&state, action)
    }
    return []
}

private func performOnRows(_ state: inout WorkspaceState, _ action: SQLAction) -> [WorkspaceEffect] {
    guard let store = state.item?.store else {
        let key = state.keymap.keys(of: action).first?.label ?? action.rawValue
        state.say(.info, "this result is a text; \(key) is for rows")
        return []
    }
    switch action {
    case .goTo: state.overlay = .prompt(.goTo, TextField())
    case .search: state.overlay = .prompt(.search(isBackward: false), TextField())
    case .searchBack: state.overlay = .prompt(.search(isBackward: true), TextField())
    case .nextMatch: return search(&state, isBackward: false)
    case .previousMatch: return search(&state, isBackward: true)
    case .countMatches: return countMatches(&state)
    case .sort: return sort(&state)
    case .filter: state.overlay = .prompt(.filter(column: state.currentColumn ?? 0), TextField())
    case .filterByCell: return filterByCell(&state, store)
    case .unfilter:
        state.changeItem { item in
            item.grid.filters = []
            item.grid.sorting = nil
        }
        return arrange(&state)
    case .openCell: openCell(&state, store)
    case .openRow:
        state.changeItem { item in
            item.isExpanded.toggle()
            item.grid.fieldLine = 0
        }
    case .copy: return copy(&state, format: nil)
    case .copyAs: state.overlay = .formats(.copy, selected: 0)
    case .export: state.overlay = .formats(.export, selected: 0)
    case .editCell: return openRow(&state, .update)
    case .insertRow: return openRow(&state, .insert)
    case .deleteRow: return openRow(&state, .delete)
    case .follow: return follow(&state)
    default: changeColumns(&state, action)
    }
    return []
}

private func changeColumns(_ state: inout WorkspaceState, _ action: SQLAction) {
    let shown = state.shownColumns
    guard let column = state.currentColumn else { return }
    let (isSelecting, count) = (state.item?.grid.selection, shown.count)
    state.changeItem { item in
        let width = item.grid.widths[column] ?? min(48, item.grid.seen[column] ?? 10)
        switch action {
        case .freeze: item.grid.frozen = item.grid.frozen == item.grid.column + 1 ? 0 : item.grid.column + 1
        case .hide:
            guard count > 1 else { return }
            item.grid.shown = shown.filter { $0 != column }
            if item.grid.column < item.grid.frozen { item.grid.frozen -= 1 }
        case .showAll: item.grid.shown = nil
        case .wider: item.grid.widths[column] = min(2_000, width + 4)
        case .narrower: item.grid.widths[column] = max(2, width - 4)
        case .fit: item.grid.widths[column] = item.grid.widths[column] == nil ? item.grid.seen[column] ?? 10 : nil
        case .selectCells, .selectRows, .selectColumns:
            let kind: GridState.Selecting =
                action == .selectCells ? .cells : action == .selectRows ? .rows : .columns
            item.grid.selection = isSelecting?.kind == kind ? nil : (item.grid.row, item.grid.column, kind)
        default: break
        }
    }
}

extension WorkspaceState {
    /// The column under the cursor, as an index of the result.
    var currentColumn: Int? {
        let shown = shownColumns
        guard let column = item?.grid.column, shown.indices.contains(column) else { return nil }
        return shown[column]
    }

    /// The row under the cursor, as a number of the result.
    var currentRow: Int? {
        guard let grid = item?.grid, grid.row < rowCount, grid.row >= 0 else { return nil }
        guard let arrangement = grid.arrangement else { return grid.row }
        return try? arrangement[grid.row]
    }
}

private func openCell(_ state: inout WorkspaceState, _ store: ResultStore) {
    guard let row = state.currentRow, let column = state.currentColumn else { return }
    let name = CellText.name(store.columns[column])
    let value = try? store.value(row: row, column: column, range: 0..<FullCell.mostBytes)
    let length = (try? store.byteCount(row: row, column: column)) ?? 0
    let lines = FullCell.lines(value, length: length, store.columns[column], state.place.dialect)
    let size = value.map { value in
        let isCut = value.count < length
        func size(_ count: Int) -> Int { FullCell.size(count, store.columns[column], state.place.dialect) }
        let bytes =
            (isCut ? "the first \(Count.grouped(size(value.count))) of " : "") + Count.of(size(length), "byte")
        return ": \(bytes), \(Count.of(lines.count { $0.kind != .dim }, "line"))"
    }
    state.overlay = .text(
        SQLOverlay.Reader(title: "\(name), row \(Count.grouped(row + 1))\(size ?? "")", lines))
}

/// Copies the selection, or the current cell.
func copy(_ state: inout WorkspaceState, format: String?) -> [WorkspaceEffect] {
    guard let item = state.item, let store = item.store, state.rowCount > 0 else { return [] }
    let shown = state.shownColumns
    var request = ExportRequest(selection: item.grid.arrangement, format: format ?? "tsv")
    guard let selection = item.grid.selection else {
        guard let row = state.currentRow, let column = state.currentColumn else { return [] }
        if format == nil {
            let bytes = (try? store.value(row: row, column: column, range: 0..<(1 << 20))) ?? []
            return [.copyText(String(decoding: bytes, as: UTF8.self))]
        }
        request.rows = item.grid.row..<item.grid.row + 1
        request.columns = [column]
        return [.copyRows(store, request)]
    }
    let rows = min(selection.row, item.grid.row)..<max(selection.row, item.grid.row) + 1
    let columns = min(selection.column, item.grid.column)...max(selection.column, item.grid.column)
    request.rows = selection.kind == .columns ? nil : rows
    request.columns = selection.kind == .rows ? shown : shown.indices.filter(columns.contains).map { shown[$0] }
    state.changeItem { $0.grid.selection = nil }
    return [.copyRows(store, request)]
}
