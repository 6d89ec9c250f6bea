/// An input from the terminal.
public enum Input: Sendable, Equatable {
    case key(Key)
    /// Text that the terminal marked as pasted.
    case paste(String)
    /// The number of bytes that were cut from the last paste because it was too long.
    case pasteCut(bytes: Int)
    /// A mouse event.
    case mouse(Mouse)
}

/// A mouse event and its position.
public struct Mouse: Sendable, Equatable {
    /// The kind of mouse event.
    public enum Action: Sendable, Equatable {
        case click, doubleClick, wheelUp, wheelDown
    }

    public let action: Action
    /// The column, counted from 0 at the left.
    public let column: Int
    /// The row, counted from 0 at the top.
    public let row: Int

    public init(_ action: Action, column: Int, row: Int) {
        self.action = action
        self.column = column
        self.row = row
    }
}
