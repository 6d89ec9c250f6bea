import CNcurses
import CPlatform
import TerminalUI

/// What the mouse does, double clicks told by the time between two.
struct MouseReader {
    private var last: (column: Int, row: Int, nanoseconds: Int64)?
    /// Two clicks on the same cell within it are a double click.
    private static let longestPause: Int64 = 400_000_000

    /// The event that ncurses has ready.
    mutating func read() -> Mouse? {
        var event = MEVENT()
        guard getmouse(&event) == OK else { return nil }
        let (column, row) = (Int(event.x), Int(event.y))
        if event.bstate & qd_mouse_wheel_up != 0 { return Mouse(.wheelUp, column: column, row: row) }
        if event.bstate & qd_mouse_wheel_down != 0 { return Mouse(.wheelDown, column: column, row: row) }
        if event.bstate & qd_mouse_double != 0 { return Mouse(.doubleClick, column: column, row: row) }
        guard event.bstate & qd_mouse_click != 0 else { return nil }
        let now = qd_monotonic_nanoseconds()
        if let last, last.column == column, last.row == row, now - last.nanoseconds < Self.longestPause {
            self.last = nil
            return Mouse(.doubleClick, column: column, row: row)
        }
        last = (column, row, now)
        return Mouse(.click, column: column, row: row)
    }
}
