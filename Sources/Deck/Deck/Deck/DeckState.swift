public import Failures
public import Profiles
public import ScreenKit
public import TerminalUI

/// All that the deck is at a moment. Changed by `update` alone.
public struct DeckState: Sendable {
    /// The screen's size.
    public var size: Size
    /// The moment of the last event.
    public var now: Moment
    /// The settings in use.
    public var settings = DeckSettings()
    /// Whether any were taken over.
    var hasSettings = false
    /// The theme of the file, whatever was chosen since.
    var themeOfFile: String?
    /// The keys in use.
    public var keymap = Keymap()
    /// Names of all themes, for the chooser.
    public var themes: [String] = ["default"]
    /// Names of all forms of a token, for the chooser.
    public var formats: [String] = ["raw"]
    /// Programs that a cluster is handed to unless another is named, by engine.
    public var clients: [Engine: String] = [.postgresql: "psql", .dsql: "psql", .mysql: "mysql"]
    /// An AWS profile named for all clusters.
    public var profileForAll: String?
    /// The profile file's path, for messages.
    public var profilePath = ""
    /// The settings' path, likewise.
    public var settingsPath = "settings.toml"
    /// Forms of a token that are not for an engine.
    public var unfitFormats: [Engine: Set<String>] = [:]

    /// The clusters in the file's order.
    public internal(set) var rows: [ClusterRow] = []
    /// Mistakes of the profile file that were told.
    var toldIssues: [String] = []
    /// Why the profile file cannot be used at all.
    public internal(set) var profileFailure: Failure?
    /// Rows that are shown, as indices into `rows`, in the order of the table.
    public internal(set) var order: [Int] = []
    /// The row under the cursor.
    public internal(set) var cursor: RowID?
    /// The first line of the table that is shown.
    public internal(set) var top = 0
    /// What is marked.
    public internal(set) var marks: Set<RowID> = []
    /// The filter as it is typed; its cursor is shown while `isFiltering`.
    public internal(set) var filter = TextField()
    /// The cluster on which the cursor was put last, to which it returns when the filter lets it be seen again.
    var beforeFilter: RowID?
    /// Whether the filter is being typed.
    public internal(set) var isFiltering = false
    /// How the table is sorted.
    public internal(set) var sorting = RowOrder()
    /// Whether the details are wanted.
    public internal(set) var showsDetails = true
    /// Whether the mouse is ours.
    public internal(set) var hasMouse = true
    /// What is open above the table.
    public internal(set) var overlay: Overlay?
    /// What is asked and not answered yet; the first one is the one that is open.
    var questions: [Question] = []
    /// The login that waits to be confirmed in a browser.
    public internal(set) var login: LoginPage?
    /// When a dialog was opened that nobody had asked for, and when one was closed, in nanoseconds of uptime.
    var appearedAt: Int64 = 0
    var vanishedAt: Int64 = -1_000_000_000
    /// The program that was asked for and does not have the terminal yet.
    public internal(set) var opening: Opening?
    /// How many programs were asked for.
    var openings = 0
    /// What was asked for at once and is not all there yet.
    var batch: SigningBatch?
    /// What was said.
    public internal(set) var messages = MessageLog()
    /// Who one is to AWS.
    public internal(set) var identities: [IdentityName: IdentityState] = [:]
    /// The token in the clipboard file.
    public internal(set) var clipboard: Clipboard?
    /// Sessions that are open on each cluster.
    public internal(set) var sessions: [RowID: Int] = [:]
    /// The cluster that it is for, and when it was copied, in nanoseconds of uptime.
    var copied: (row: RowID, at: Int64)?
    /// Whether it is over.
    public internal(set) var isLeaving = false
    /// Where each row is, by its identifier.
    var places: [RowID: Int] = [:]
    /// Columns that the table's columns take, of all rows.
    var widths = ColumnWidths()

    /// A deck on which nothing has happened.
    public init(size: Size, now: Moment) {
        self.size = size
        self.now = now
    }

    /// The dialog that asks something; a key that was typed before it is shown is no answer.
    public var asking: String? { overlay?.asking }

    /// The row of an identifier.
    public func row(_ id: RowID) -> ClusterRow? { places[id].map { rows[$0] } }

    /// The row under the cursor.
    public var current: ClusterRow? { cursor.flatMap(row) }

    /// The place of the cursor in the table's order.
    var cursorLine: Int? {
        guard let cursor, let place = places[cursor] else { return nil }
        return order.firstIndex(of: place)
    }

    /// The identity that signs for a row.
    public func identityName(of row: ClusterRow) -> IdentityName {
        profileForAll.map { IdentityName(profile: $0) } ?? row.identity
    }

    /// What is meant by an action on clusters: the marked ones that can be used, or the one under the cursor.
    var chosen: [ClusterRow] {
        let marked = order.map { rows[$0] }.filter { marks.contains($0.id) }
        return marked.isEmpty ? current.map { [$0] } ?? [] : marked
    }

    /// Forms of a token that are offered for the cluster under the cursor.
    var offeredFormats: [String] {
        let unfit = current?.cluster.flatMap { unfitFormats[$0.engine] } ?? []
        return formats.filter { !unfit.contains($0) }
    }

    mutating func change(_ id: RowID, _ body: (inout ClusterRow) -> Void) {
        guard let place = places[id] else { return }
        body(&rows[place])
    }

    mutating func say(_ kind: Message.Kind, _ text: String) {
        messages.add(Message(kind, text, at: now))
    }
}
