public import Failures
public import Profiles
public import ScreenKit
public import TerminalUI

/// The state of the deck. Only `update` changes it.
public struct DeckState: Sendable {
    public var size: Size
    /// The time of the last event.
    public var now: Moment
    /// The current settings.
    public var settings = DeckSettings()
    /// Whether settings were applied.
    var hasSettings = false
    /// The theme in the settings file, even if the user has chosen another since.
    var themeOfFile: String?
    public var keymap = Keymap()
    /// The names of all themes.
    public var themes: [String] = ["default"]
    /// The names of all token formats.
    public var formats: [String] = ["raw"]
    /// The default client program of each engine.
    public var clients: [Engine: String] = [.postgresql: "psql", .dsql: "psql", .mysql: "mysql"]
    /// The AWS profile that a flag names for all clusters.
    public var profileForAll: String?
    /// The database user of all clusters, by `--user`.
    public var userForAll: String?
    /// The profile file's path, for messages.
    public var profilePath = ""
    /// The settings file's path, for messages.
    public var settingsPath = "settings.toml"
    /// The token formats that do not fit an engine.
    public var unfitFormats: [Engine: Set<String>] = [:]

    /// The clusters in the file's order.
    public internal(set) var rows: [ClusterRow] = []
    /// The issues of the profile file that were already reported.
    var toldIssues: [String] = []
    /// Why the profile file cannot be used at all.
    public internal(set) var profileFailure: Failure?
    /// The visible rows as indices into `rows`, in the order of the table.
    public internal(set) var order: [Int] = []
    /// The row under the cursor.
    public internal(set) var cursor: RowID?
    /// The first visible line of the table.
    public internal(set) var top = 0
    /// The marked rows.
    public internal(set) var marks: Set<RowID> = []
    /// The filter text; its cursor is visible while `isFiltering`.
    public internal(set) var filter = TextField()
    /// The cluster on which the user last put the cursor; the cursor returns to it when the filter shows it again.
    var beforeFilter: RowID?
    /// Whether the user is typing the filter.
    public internal(set) var isFiltering = false
    /// The sort order.
    public internal(set) var sorting = RowOrder()
    /// Whether the details are shown.
    public internal(set) var showsDetails = true
    /// Whether the table also shows the columns of `TableColumns.wide`.
    public internal(set) var isWide = false
    /// Whether the deck uses the mouse.
    public internal(set) var hasMouse = true
    /// The open dialog.
    public internal(set) var overlay: Overlay?
    /// The unanswered questions; the first one is open.
    var questions: [Question] = []
    /// The login that waits for its confirmation in a browser.
    public internal(set) var login: LoginPage?
    /// When a dialog opened by itself, and when one closed by itself, in nanoseconds of the monotonic clock.
    var appearedAt: Int64 = 0
    var vanishedAt: Int64 = -1_000_000_000
    /// The requested program that does not use the terminal yet.
    public internal(set) var opening: Opening?
    /// The number of requested programs so far.
    var openings = 0
    /// The clusters that are being signed for together.
    var batch: SigningBatch?
    /// The messages.
    public internal(set) var messages = MessageLog()
    /// The known AWS identities.
    public internal(set) var identities: [IdentityName: IdentityState] = [:]
    /// The token in the clipboard file.
    public internal(set) var clipboard: Clipboard?
    /// The number of open sessions on each cluster.
    public internal(set) var sessions: [RowID: Int] = [:]
    /// The clusters with local sockets, and the number of connections of other programs to each.
    public internal(set) var proxies: [RowID: Int] = [:]
    /// The server versions that sessions have found, by cluster.
    public internal(set) var versions: [RowID: String] = [:]
    /// The cluster of the clipboard file and the time of the copy, in nanoseconds of the monotonic clock.
    var copied: (row: RowID, at: Int64)?
    /// Whether the deck is about to end.
    public internal(set) var isLeaving = false
    /// The index of each row.
    var places: [RowID: Int] = [:]
    /// The widths of the table's columns.
    var widths = ColumnWidths()

    /// A deck in its initial state.
    public init(size: Size, now: Moment) {
        self.size = size
        self.now = now
    }

    /// The id of the open question; keys typed before it was visible are not answers to it.
    public var asking: String? { overlay?.asking }

    public func row(_ id: RowID) -> ClusterRow? { places[id].map { rows[$0] } }

    /// The row under the cursor.
    public var current: ClusterRow? { cursor.flatMap(row) }

    /// The line of the cursor in the table.
    var cursorLine: Int? {
        guard let cursor, let place = places[cursor] else { return nil }
        return order.firstIndex(of: place)
    }

    /// The identity that signs for a row.
    public func identityName(of row: ClusterRow) -> IdentityName {
        profileForAll.map { IdentityName(profile: $0) } ?? row.identity
    }

    /// The clusters that an action applies to: the usable marked ones, or the one under the cursor.
    var chosen: [ClusterRow] {
        let marked = order.map { rows[$0] }.filter { marks.contains($0.id) }
        return marked.isEmpty ? current.map { [$0] } ?? [] : marked
    }

    /// The token formats for the cluster under the cursor.
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
