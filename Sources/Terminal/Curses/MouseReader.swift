import TerminalUI

/// Mouse events, with double clicks detected by time.
struct MouseReader {
    private var last: (column: Int, row: Int, nanoseconds: Int64)?
    /// The maximum time between the two clicks of a double click on one cell, in nanoseconds.
    private static let longestPause: Int64 = 400_000_000

    /// Classifies an event; `now` is in nanoseconds of the monotonic clock.
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
