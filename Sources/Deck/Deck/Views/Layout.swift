import ScreenKit
public import TerminalUI

/// The layout of the deck on the screen.
public struct Layout: Sendable, Equatable {
    /// The minimum size of the screen.
    public static let least = Size(columns: 40, rows: 6)

    /// The whole screen.
    public let screen: Size
    /// The clusters, without the column titles.
    public let table: Rect
    /// The details of one cluster, without the lines around them; nil when there is no space or they are hidden.
    public let details: Rect?

    /// The layout of the deck at its size.
    public init(_ state: DeckState) {
        screen = state.size
        let hasRoom = screen.rows >= 14 && screen.columns >= 60 && state.showsDetails
        var detailRows = screen.rows >= 24 ? 4 : 3
        // A failure may take a third of the screen, so that what helps is not cut.
        if hasRoom, let trouble = state.current.flatMap(TroubleText.init) {
            detailRows = max(detailRows, min(1 + trouble.height(columns: screen.columns - 2), (screen.rows - 5) / 3))
        }
        // One line above and one below them.
        let below = 1 + (hasRoom ? detailRows + 2 : 0)
        table = Rect(column: 0, row: 2, columns: screen.columns, rows: max(0, screen.rows - 2 - below))
        details =
            hasRoom
            ? Rect(column: 1, row: table.endRow + 1, columns: screen.columns - 2, rows: detailRows) : nil
    }

    /// Whether the screen is large enough.
    public var fits: Bool { screen.columns >= Self.least.columns && screen.rows >= Self.least.rows }
    /// The row of the column titles.
    public var headingRow: Int { 1 }
    /// The row of hints and messages.
    public var hintRow: Int { screen.rows - 1 }
}
