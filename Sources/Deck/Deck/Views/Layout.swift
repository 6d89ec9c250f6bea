import ScreenKit
public import TerminalUI

/// Where the parts of the deck are on a screen.
public struct Layout: Sendable, Equatable {
    /// The smallest screen that has room for the deck.
    public static let least = Size(columns: 40, rows: 6)

    /// All of it.
    public let screen: Size
    /// The clusters, without the titles above them.
    public let table: Rect
    /// What is known of one cluster, without the lines around it; nil where there is no room or it is not wanted.
    public let details: Rect?

    /// The parts of the deck at its size.
    public init(_ state: DeckState) {
        screen = state.size
        let hasRoom = screen.rows >= 14 && screen.columns >= 60 && state.showsDetails
        let detailRows = screen.rows >= 24 ? 4 : 3
        // A line above and one below them.
        let below = 1 + (hasRoom ? detailRows + 2 : 0)
        table = Rect(column: 0, row: 2, columns: screen.columns, rows: max(0, screen.rows - 2 - below))
        details =
            hasRoom
            ? Rect(column: 1, row: table.endRow + 1, columns: screen.columns - 2, rows: detailRows) : nil
    }

    /// Whether the screen is large enough.
    public var fits: Bool { screen.columns >= Self.least.columns && screen.rows >= Self.least.rows }
    /// The row of the titles of columns.
    public var headingRow: Int { 1 }
    /// The row of hints and messages.
    public var hintRow: Int { screen.rows - 1 }
}
