import TerminalUI

/// The positions of the screen's parts.
struct ActivityLayout {
    /// The height of the load chart in rows; 0 without room.
    let chartRows: Int
    /// The first row of the chart.
    let chartRow: Int
    /// The row of the chart's legend.
    let legendRow: Int
    /// The row of the column headings.
    let headingRow: Int
    /// The lines of sessions or clusters.
    let table: Rect
    /// The last row.
    let hintRow: Int

    /// A smaller screen shows only that it is too small.
    static let least = Size(columns: 40, rows: 8)

    init(_ state: ActivityState) {
        let size = state.size
        hintRow = size.rows - 1
        guard state.shown != nil else {
            (chartRows, chartRow, legendRow, headingRow) = (0, 1, 1, 1)
            table = Rect(column: 0, row: 2, columns: size.columns, rows: size.rows - 3)
            return
        }
        chartRows = size.rows >= 44 ? 8 : size.rows >= 30 ? 5 : size.rows >= 22 ? 3 : 0
        chartRow = 2
        legendRow = chartRow + chartRows
        headingRow = legendRow + 1
        table = Rect(
            column: 0, row: headingRow + 1, columns: size.columns, rows: max(0, size.rows - headingRow - 2))
    }
}
