import Results
import ScreenKit
import TerminalUI

extension WorkspaceState {
    /// Moves by lines where each value has a line; continues into adjacent rows.
    mutating func moveInRecords(by lines: Int) {
        guard let grid = item?.grid, var reader = recordReader else { return }
        let rows = rowCount
        guard rows > 0 else { return }
        var (row, column, line) = (grid.row, grid.column, grid.fieldLine)
        let columns = shownColumns.count
        for _ in 0..<abs(lines) {
            if lines > 0 {
                if line + 1 < reader.lines(of: row).lines(of: column) {
                    line += 1
                } else if column + 1 < columns {
                    (column, line) = (column + 1, 0)
                } else if row + 1 < rows {
                    (row, column, line) = (row + 1, 0, 0)
                } else {
                    break
                }
            } else if line > 0 {
                line -= 1
            } else if column > 0 {
                column -= 1
                line = reader.lines(of: row).lines(of: column) - 1
            } else if row > 0 {
                (row, column) = (row - 1, max(0, columns - 1))
                line = reader.lines(of: row).lines(of: column) - 1
            } else {
                break
            }
        }
        changeItem { item in
            item.grid.row = row
            item.grid.column = column
            item.grid.fieldLine = line
        }
    }

    /// Moves the cursor to a visible line.
    mutating func pointInRecords(at offset: Int) {
        guard let page = item?.grid.records, page.lines.indices.contains(offset),
            case .value(let row, let line) = page.lines[offset]
        else { return }
        changeItem { item in
            item.grid.row = row
            item.grid.column = line.column
            item.grid.fieldLine = line.place
        }
    }

    /// Moves to the first matching line of the current value.
    mutating func showMatchInRecord() {
        guard !showsTable, let grid = item?.grid, let pattern = grid.pattern, var reader = recordReader else { return }
        let search = TextSearch(HarmlessText.of(pattern))
        let lines = reader.lines(of: grid.row).lines.filter { $0.column == grid.column }
        let found = lines.first { !search.ranges(in: $0.text[...]).isEmpty }
        changeItem { $0.grid.fieldLine = found?.place ?? 0 }
    }

    /// Reads the visible lines, unless they are already read.
    mutating func turnRecords() {
        guard let item, item.store != nil else { return }
        let size = WorkspaceLayout(self).rows.size
        let (count, columns) = (rowCount, shownColumns)
        let row = max(0, min(count - 1, item.grid.row))
        let key = RecordKey(
            row: row, column: item.grid.column, fieldLine: item.grid.fieldLine, size: size, shown: columns,
            arrangement: item.grid.arrangementNumber, rows: min(count, row + size.rows + 1))
        guard key != item.grid.recordKey, var reader = recordReader else { return }
        var grid = item.grid
        grid.recordKey = key
        grid.row = row
        grid.column = max(0, min(columns.count - 1, grid.column))
        grid.records = RecordPage()
        (grid.records.names, grid.records.nameWidth) = recordNames
        if count > 0 {
            grid.fieldLine = max(0, min(grid.fieldLine, reader.lines(of: row).lines(of: grid.column) - 1))
            bringIntoSight(&grid, &reader, size.rows)
            fill(&grid, &reader, rows: count, height: size.rows)
        }
        changeItem { $0.grid = grid }
    }

    private func bringIntoSight(_ grid: inout GridState, _ reader: inout RecordReader, _ height: Int) {
        let lines = reader.lines(of: grid.row)
        let line = (lines.firsts.indices.contains(grid.column) ? lines.firsts[grid.column] : 0) + grid.fieldLine
        // With the cursor at the bottom, the page begins as far up as the screen allows; every row has a heading line.
        var first = (row: grid.row, line: line)
        var left = height - 1
        while left > 0 {
            if first.line > 0 {
                let up = min(first.line, left)
                first.line -= up
                left -= up
            } else if first.row > 0, left > 1 {
                first = (first.row - 1, max(0, reader.lines(of: first.row - 1).lines.count - 1))
                left -= 2
            } else {
                break
            }
        }
        let top = grid.recordTop
        if top < first { grid.recordTop = first }
        if top > (grid.row, line) { grid.recordTop = (grid.row, line) }
        let most = max(0, reader.lines(of: grid.recordTop.row).lines.count - 1)
        grid.recordTop.line = min(grid.recordTop.line, most)
    }

    private func fill(_ grid: inout GridState, _ reader: inout RecordReader, rows: Int, height: Int) {
        var (row, skipped) = grid.recordTop
        grid.records.row = row
        while row < rows, grid.records.lines.count < height {
            if row > grid.recordTop.row { grid.records.lines.append(.heading(row)) }
            let room = max(0, height - grid.records.lines.count)
            grid.records.lines += reader.lines(of: row).lines.dropFirst(skipped).prefix(room)
                .map { RecordPage.Line.value(row: row, $0) }
            (row, skipped) = (row + 1, 0)
        }
    }

    private var recordNames: ([String], Int) {
        guard let store = item?.store else { return ([], 0) }
        let names = shownColumns.map { CellText.name(store.columns[$0]) }
        return (names, min(40, size.columns / 3, names.map { DisplayWidth.of($0) }.max() ?? 0))
    }

    private var recordReader: RecordReader? {
        guard let item, let store = item.store else { return nil }
        return RecordReader(
            store: store, arrangement: item.grid.arrangement, columns: shownColumns, nullText: settings.nullText,
            dialect: place.dialect, width: max(4, size.columns - recordNames.1 - 5))
    }
}
