public import SQLCore

/// The tree of what is in a server, loaded as it is opened.
///
/// It asks by `needs`; whoever owns it runs each need's `sql` and gives the rows back to `take`, or says `fail`.
public struct SchemaBrowser: Sendable {
    /// Names that a node shows before `more…`.
    public static let pageSize = 500

    /// The dialect.
    public let dialect: Dialect
    /// What is typed to filter names by; empty for all.
    public private(set) var filter = ""
    /// The lines to be drawn, opened nodes with their children below them.
    public private(set) var lines: [BrowserLine] = []
    /// The index of the line that is selected.
    public private(set) var selection = 0

    /// A tree of which the root is known.
    ///
    /// - Parameter database: The database in use, if there is one.
    public init(dialect: Dialect, database: String?) {
        self.dialect = dialect
    }

    /// What to ask now, for the lines in view first. A need is answered once; it counts as asked from then on.
    public mutating func needs(inView range: Range<Int>) -> [BrowserNeed] { [] }

    /// Takes an answer in.
    public mutating func take(_ need: BrowserNeed, rows: [[String?]]) {}

    /// The server refused, or the session is gone; the node says so and may be opened again.
    public mutating func fail(_ need: BrowserNeed, _ message: String) {}

    /// Moves the selection by lines, staying within.
    public mutating func move(by count: Int) {}

    /// Selects a line.
    public mutating func select(_ index: Int) {}

    /// Opens the selected node; `more…` loads more.
    public mutating func open() {}

    /// Closes the selected node, or goes to its parent where it is closed.
    public mutating func close() {}

    /// Opens a closed node and closes an open one.
    public mutating func toggle() {}

    /// Shows only names with this text in them, and what leads to them.
    public mutating func setFilter(_ text: String) {}

    /// Forgets what was loaded below the selected node and loads it again.
    public mutating func refresh() {}

    /// The selected node's name as SQL would write it, with its schema where it needs one.
    public var quotedName: String? { nil }

    /// What tells all of the selected relation or function.
    public var description: CatalogQuery? { nil }
}
