import Editing
import ScreenKit
public import TerminalUI

/// The layout of a session on the screen.
public struct WorkspaceLayout: Sendable, Equatable {
    /// The minimum size of the screen.
    public static let least = Size(columns: 40, rows: 8)

    /// The text with its line numbers.
    public let editor: Rect
    /// The row between text and result; nil when one of them fills the screen.
    public let divider: Int?
    /// The lines of the clusters of a session on several ones; no rows on a single cluster.
    public let clusters: Rect
    /// The result with its heading.
    public let result: Rect
    /// The rows of the result.
    public let rows: Rect
    /// The first column of the text.
    public let textColumn: Int
    /// The row of the status.
    public let statusRow: Int
    /// The row of hints and messages.
    public let hintRow: Int

    /// The layout of a session at its size.
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
        var first = 1 + lines + (hasDivider ? 1 : 0)
        let below = max(0, statusRow - first)
        var shown = below < 6 || state.isZoomed ? 0 : max(3, below / 3)
        if state.focus == .clusters { shown = state.isZoomed ? below : max(shown, below / 2) }
        shown = min(state.clusters.count, shown)
        clusters = Rect(column: 0, row: first, columns: size.columns, rows: shown)
        first += shown
        result = Rect(column: 0, row: first, columns: size.columns, rows: max(0, statusRow - first))
        rows = Rect(column: 0, row: first + 1, columns: size.columns, rows: max(0, statusRow - first - 1))
    }

    /// The width of the line numbers.
    static func numberWidth(_ lines: Int) -> Int { max(3, String(lines).count + 1) }
}
