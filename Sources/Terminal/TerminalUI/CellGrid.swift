/// A screen as a value, cell by cell.
///
/// No text in it can move the cursor, reorder a line or hide: see `HarmlessText`.
public struct CellGrid: Sendable, Equatable {
    public let size: Size
    /// The cells row by row, from left to right.
    public private(set) var cells: [Cell]
    /// The position of the visible cursor, if any.
    public var cursor: (column: Int, row: Int)?

    public init(_ size: Size, style: Style = .plain) {
        self.size = size
        cells = Array(repeating: Cell(0x20, style), count: size.columns * size.rows)
    }

    /// The cell at a position.
    public subscript(column: Int, row: Int) -> Cell {
        cells[row * size.columns + column]
    }

    /// Writes text from a position to the right, cut off at `columns` or at the edge of the screen.
    ///
    /// - Parameter columns: The maximum width in columns.
    /// - Returns: The width in columns.
    @discardableResult
    public mutating func put(
        _ text: some StringProtocol, column: Int, row: Int, style: Style = .plain, columns: Int = .max
    ) -> Int {
        guard row >= 0, row < size.rows, column < size.columns else { return 0 }
        let end = columns >= size.columns - column ? size.columns : column + columns
        var next = column
        let base = row * size.columns
        for scalar in HarmlessText.of(text).unicodeScalars {
            let width = DisplayWidth.of(scalar)
            // Joiners and the emoji selector are dropped: some terminals combine or widen the glyphs around them and
            // others do not. Without them, the width is the same everywhere.
            if scalar.value == 0x200D || scalar.value == 0xFE0F { continue }
            if width == 0 {
                // A mark without a glyph below it is dropped.
                if next > column, next <= end, next > 0 {
                    let last = base + next - 1
                    cells[cells[last].isContinuation ? last - 1 : last].add(mark: scalar.value)
                }
                continue
            }
            guard next + width <= end else { break }
            if next >= 0 {
                tidy(next, base)
                if width == 2 { tidy(next + 1, base) }
                cells[base + next] = Cell(scalar.value, style)
                if width == 2 { cells[base + next + 1] = Cell(0, style) }
            }
            next += width
        }
        return max(0, next - column)
    }

    /// Fills a rectangle with blanks of a style.
    public mutating func clear(_ rect: Rect, style: Style = .plain) {
        eachRow(of: rect) { grid, base, columns in
            grid.tidy(columns.lowerBound, base)
            grid.tidy(columns.upperBound - 1, base)
            for column in columns { grid.cells[base + column] = Cell(0x20, style) }
        }
    }

    /// Puts a style below the existing styles of a rectangle.
    public mutating func underlay(_ rect: Rect, _ style: Style) {
        eachRow(of: rect) { grid, base, columns in
            for column in columns {
                grid.cells[base + column].style = grid.cells[base + column].style.over(style)
            }
        }
    }

    /// Replaces the styles of a rectangle.
    public mutating func restyle(_ rect: Rect, _ style: Style) {
        eachRow(of: rect) { grid, base, columns in
            for column in columns { grid.cells[base + column].style = style }
        }
    }

    /// Draws a horizontal line of one glyph.
    public mutating func line(_ glyph: Character, column: Int, row: Int, columns: Int, style: Style = .plain) {
        put(String(repeating: glyph, count: max(0, columns)), column: column, row: row, style: style)
    }

    /// The screen as text, without trailing blanks.
    public var text: String {
        (0..<size.rows).map { row in rowText(row) }.joined(separator: "\n")
    }

    /// A row as text, without trailing blanks.
    public func rowText(_ row: Int) -> String {
        let text = (0..<size.columns).map { self[$0, row].text }.joined()
        return String(text.reversed().drop { $0 == " " }.reversed())
    }

    /// Whether two screens look the same.
    public static func == (left: CellGrid, right: CellGrid) -> Bool {
        left.size == right.size && left.cursor?.column == right.cursor?.column
            && left.cursor?.row == right.cursor?.row && left.cells == right.cells
    }

    /// Blanks the other half of a wide glyph of which one half is overwritten.
    private mutating func tidy(_ column: Int, _ base: Int) {
        guard column >= 0, column < size.columns else { return }
        let index = base + column
        if cells[index].isContinuation, column > 0 {
            cells[index - 1] = Cell(0x20, cells[index - 1].style)
        } else if column + 1 < size.columns, cells[index + 1].isContinuation {
            cells[index + 1] = Cell(0x20, cells[index + 1].style)
        }
    }

    private mutating func eachRow(of rect: Rect, _ body: (inout CellGrid, Int, Range<Int>) -> Void) {
        let first = max(0, rect.column)
        let end = min(size.columns, rect.endColumn)
        guard first < end else { return }
        for row in max(0, rect.row)..<max(0, rect.row, min(size.rows, rect.endRow)) {
            body(&self, row * size.columns, first..<end)
        }
    }
}
