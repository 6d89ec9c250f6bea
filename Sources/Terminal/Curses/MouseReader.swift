import TerminalUI

/// What the mouse does, double clicks told by the time between two.
struct MouseReader {
    private var last: (column: Int, row: Int, nanoseconds: Int64)?
    /// Two clicks on the same cell within it are a double click.
    private static let longestPause: Int64 = 400_000_000

    /// What an event is, `now` being in nanoseconds of uptime.
    mutating func read(_ event: Mouse, at now: Int64) -> Mouse {
        guard event.action == .click else { return event }
        if let last, last.column == event.column, last.row == event.row, now - last.nanoseconds < Self.longestPause {
            self.last = nil
            return Mouse(.doubleClick, column: event.column, row: event.row)
        }
        last = (event.column, event.row, now)
        return event
    }
}
