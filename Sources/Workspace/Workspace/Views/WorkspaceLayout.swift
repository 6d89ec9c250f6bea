import Editing
import ScreenKit
public import TerminalUI

/// Where the parts of a session are on a screen.
public struct WorkspaceLayout: Sendable, Equatable {
    /// The smallest screen that has room for a session.
    public static let least = Size(columns: 40, rows: 8)

    /// The text, with its line numbers.
    public let editor: Rect
    /// The line between the text and the result; nil where one of them has all the room.
    public let divider: Int?
    /// The result, with its heading.
    public let result: Rect
    /// Its rows.
    public let rows: Rect
    /// The column in which the text begins.
    public let textColumn: Int
    /// The row of the status.
    public let statusRow: Int
    /// The row of hints and messages.
    public let hintRow: Int

    /// The parts of a session at its size.
    public init(_ state: WorkspaceState) {
        let size = state.size
        hintRow = size.rows - 1
        statusRow = size.rows - 2
        textColumn = Self.numberWidth(state.editor.buffer.lineCount) + 1
        let room = max(0, size.rows - 3)
        let most = max(1, room - 5)
        let automatic = min(max(4, state.editor.buffer.lineCount + 1), max(4, room / 3))
        var lines = max(1, min(most, state.requestedLines ?? automatic))
        if state.isZoomed { lines = state.focus == .editor ? room : 0 }
        editor = Rect(column: 0, row: 1, columns: size.columns, rows: lines)
        let hasDivider = lines > 0 && lines < room
        divider = hasDivider ? 1 + lines : nil
        let first = 1 + lines + (hasDivider ? 1 : 0)
        result = Rect(column: 0, row: first, columns: size.columns, rows: max(0, statusRow - first))
        rows = Rect(column: 0, row: first + 1, columns: size.columns, rows: max(0, statusRow - first - 1))
    }

    /// Columns for the numbers of so many lines.
    static func numberWidth(_ lines: Int) -> Int { max(3, String(lines).count + 1) }
}
