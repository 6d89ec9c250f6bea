public import ScreenKit
public import TerminalUI

/// All actions of keys and the palette in a session. The raw value is the name in settings and in the palette.
public enum SQLAction: String, KeyedAction {
    case run = "sql-run"
    case runAll = "sql-run-all"
    case runGuarded = "sql-run-guarded"
    case cancel = "sql-cancel"
    case explain = "sql-explain"
    case explainAnalyze = "sql-explain-analyze"
    case reconnect = "sql-reconnect"
    case writeAs = "sql-write-as"
    case cancelCluster = "sql-cancel-cluster"
    case failedAgain = "sql-failed-again"
    case differences = "sql-differences"

    case complete = "sql-complete"
    case history = "sql-history"
    case historyBack = "sql-history-back"
    case historyForward = "sql-history-forward"
    case saved = "sql-saved"
    case save = "sql-save"
    case externalEditor = "sql-editor"
    case findInText = "sql-find"
    case clearText = "sql-clear"

    case nextPane = "sql-next-pane"
    case editorPane = "sql-edit"
    case zoom = "sql-zoom"
    case taller = "sql-taller"
    case shorter = "sql-shorter"
    case browser = "sql-browser"
    case log = "sql-log"
    case results = "sql-results"
    case nextResult = "sql-next-result"
    case previousResult = "sql-previous-result"
    case expanded = "sql-expanded"

    case up = "grid-up"
    case down = "grid-down"
    case left = "grid-left"
    case right = "grid-right"
    case pageUp = "grid-page-up"
    case pageDown = "grid-page-down"
    case halfPageUp = "grid-half-page-up"
    case halfPageDown = "grid-half-page-down"
    case first = "grid-first"
    case last = "grid-last"
    case firstColumn = "grid-first-column"
    case lastColumn = "grid-last-column"
    case goTo = "grid-go-to"
    case search = "grid-search"
    case searchBack = "grid-search-back"
    case nextMatch = "grid-next-match"
    case previousMatch = "grid-previous-match"
    case countMatches = "grid-count"
    case sort = "grid-sort"
    case filter = "grid-filter"
    case filterByCell = "grid-filter-by-cell"
    case unfilter = "grid-unfilter"
    case freeze = "grid-freeze"
    case hide = "grid-hide"
    case showAll = "grid-show-all"
    case wider = "grid-wider"
    case narrower = "grid-narrower"
    case fit = "grid-fit"
    case openCell = "grid-cell"
    case openRow = "grid-row"
    case selectCells = "grid-select"
    case selectRows = "grid-select-rows"
    case selectColumns = "grid-select-columns"
    case copy = "grid-copy"
    case copyAs = "grid-copy-as"
    case export = "grid-export"
    case editCell = "grid-edit-cell"
    case insertRow = "grid-insert-row"
    case deleteRow = "grid-delete-row"
    case follow = "grid-follow"
    case followBack = "grid-follow-back"

    case palette = "sql-palette"
    case help = "sql-help"
    case redraw = "sql-redraw"
    case stop = "sql-stop"
    case back = "sql-back"
    case accept = "sql-accept"
    case nextTab = "sql-next-tab"
    case another = "sql-another"
    case deck = "sql-deck"
    case close = "sql-close"

    /// A heading of the help.
    public enum Section: String, Sendable, CaseIterable {
        case statements = "Statements"
        case text = "The text"
        case panes = "Panes"
        case grid = "The result"
        case everywhere = "Everywhere"
    }

    /// The places where keys differ.
    public enum Place: Sendable, CaseIterable {
        /// In the editor, where characters are text.
        case editor
        /// In a result.
        case grid
        /// In a dialog above both panes.
        case dialog
    }

    /// Ctrl-C cancels the running statement everywhere.
    public static var lastWayOut: (key: Key, action: SQLAction, place: Place)? { (.control("c"), .cancel, .editor) }

    /// The actions of a place.
    public static func actions(at place: Place) -> [SQLAction] {
        let moving: [SQLAction] = [
            .up, .down, .pageUp, .pageDown, .halfPageUp, .halfPageDown, .first, .last,
        ]
        return switch place {
        case .editor: allCases.filter { $0.section != .grid && $0 != .accept }
        case .grid: allCases.filter { $0.section != .text && $0 != .accept }
        case .dialog: moving + [.accept, .back, .cancel, .redraw, .stop]
        }
    }

    /// In the editor, a character is always text.
    public static func allows(_ key: Key, at place: Place) -> Bool {
        guard place == .editor, case .character = key else { return true }
        return false
    }

    /// Whether the action works only in dialogs.
    public var isForDialogs: Bool { self == .accept }

}
