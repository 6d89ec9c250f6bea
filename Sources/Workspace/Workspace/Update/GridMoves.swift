import Editing
import Results
import SQLWire
import ScreenKit
import TerminalUI

extension WorkspaceState {
    /// The number of rows in display order.
    var rowCount: Int {
        guard let item else { return 0 }
        switch item.content {
        case .lines(let lines): return lines.count
        case .table(let store): return item.grid.arrangement?.count ?? store.rowCount
        }
    }

    /// The visible columns, as indices of the result.
    var shownColumns: [Int] {
        guard let store = item?.store else { return [] }
        return item?.grid.shown ?? Array(store.columns.indices)
    }

    /// Whether rows are shown side by side.
    var showsTable: Bool { item?.store != nil && !(isExpanded || item?.isExpanded == true) }

    /// The height of a result without its heading.
    var resultHeight: Int { max(1, WorkspaceLayout(self).rows.size.rows) }

    /// Shows another result.
    mutating func show(result index: Int) {
        guard results.indices.contains(index) else {
            say(.info, index < 0 ? "this is the first result" : "this is the last result")
            return
        }
        current = index
    }

    /// Moves by rows, or scrolls a text.
    mutating func moveInResult(by rows: Int) {
        guard item?.store != nil else { return changeItem { $0.reading.move(by: rows) } }
        guard showsTable else { return moveInRecords(by: rows) }
        let count = rowCount
        changeItem { item in
            item.grid.row = max(0, min(count - 1, item.grid.row.addingReportingOverflow(rows).partialValue))
        }
    }

    /// Moves by columns; with one line for each value, by rows.
    mutating func moveSideways(by steps: Int) {
        if showsTable {
            moveColumn(to: (item?.grid.column ?? 0) + steps)
        } else {
            let count = rowCount
            changeItem { item in
                item.grid.row = max(0, min(count - 1, item.grid.row + steps))
                item.grid.fieldLine = 0
            }
        }
    }

    /// Moves to a row in display order, or to a line of a text.
    mutating func moveInResult(to row: Int) {
        let (count, isTable, columns) = (rowCount, showsTable, shownColumns.count)
        changeItem { item in
            guard item.store != nil else { return item.reading.move(toLine: row) }
            item.grid.row = max(0, min(count - 1, row))
            item.grid.fieldLine = 0
            // With one line for each value, the end is the end of the last row.
            if row == .max, !isTable { (item.grid.column, item.grid.fieldLine) = (max(0, columns - 1), .max) }
            if row == 0, !isTable { item.grid.column = 0 }
        }
    }

    mutating func moveColumn(to column: Int) {
        let count = shownColumns.count
        changeItem { item in
            item.grid.column = max(0, min(count - 1, column))
            item.grid.fieldLine = 0
        }
    }

    /// Scrolls until the cursor is visible.
    mutating func keepCursorInSight() {
        keepTextCursorInSight()
        // With one line for each value, the lines are known only after reading.
        guard showsTable else { return }
        let (count, height) = (rowCount, resultHeight)
        let columns = shownColumns.count
        changeItem { item in
            item.grid.row = max(0, min(count - 1, item.grid.row))
            item.grid.column = max(0, min(columns - 1, item.grid.column))
            item.grid.frozen = max(0, min(columns - 1, item.grid.frozen))
            let row = item.grid.row
            item.grid.top = max(0, min(max(row - height + 1, min(item.grid.top, row)), max(0, count - height)))
            // `turnPage` scrolls the columns, because it knows their widths.
            item.grid.left = max(item.grid.frozen, min(item.grid.left, max(item.grid.frozen, columns - 1)))
            if item.grid.column >= item.grid.frozen, item.grid.column < item.grid.left {
                item.grid.left = item.grid.column
            }
        }
    }

    private mutating func keepTextCursorInSight() {
        let area = WorkspaceLayout(self).editor.size
        editor.pageLines = max(1, area.rows - 1)
        let line = editor.cursor.line
        editorTop = max(0, min(max(editorTop, line - area.rows + 1), line))
        // A larger window shows the beginning of the text again.
        editorTop = min(editorTop, max(0, editor.buffer.lineCount - area.rows))
        editor.topLine = editorTop
        let column = editor.cursorColumn
        let room = max(1, area.columns - WorkspaceLayout.numberWidth(editor.buffer.lineCount) - 2)
        editorLeft = column < room ? 0 : max(0, min(max(editorLeft, column - room + 1), column))
    }

    /// Moves the cursor to the position of the mouse.
    mutating func pointInResult(column: Int, row: Int, in layout: WorkspaceLayout) {
        guard row >= layout.rows.row else { return }
        if item?.store == nil { return changeItem { $0.reading.point(at: row - layout.rows.row) } }
        guard showsTable, let page = item?.grid.page else { return pointInRecords(at: row - layout.rows.row) }
        moveInResult(to: page.rows.lowerBound + row - layout.rows.row)
        let shown = shownColumns
        if let hit = page.columns.last(where: { $0.start <= column }), let index = shown.firstIndex(of: hit.column) {
            moveColumn(to: index)
        }
    }
}
