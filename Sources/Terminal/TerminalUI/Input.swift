/// What comes from a terminal.
public enum Input: Sendable, Equatable {
    /// A key was pressed.
    case key(Key)
    /// Text was pasted: between the brackets that tell it from typing.
    case paste(String)
    /// So many bytes of the text that was pasted last were left out: it was too long.
    case pasteCut(bytes: Int)
    /// The mouse did something.
    case mouse(Mouse)
}

/// What the mouse did, and where.
public struct Mouse: Sendable, Equatable {
    /// What it did.
    public enum Action: Sendable, Equatable {
        case click, doubleClick, wheelUp, wheelDown
    }

    /// What it did.
    public let action: Action
    /// The column, the leftmost being 0.
    public let column: Int
    /// The row, the topmost being 0.
    public let row: Int

    /// An action at a place.
    public init(_ action: Action, column: Int, row: Int) {
        self.action = action
        self.column = column
        self.row = row
    }
}
