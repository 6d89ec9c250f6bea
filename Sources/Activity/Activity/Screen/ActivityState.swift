public import ScreenKit
public import TerminalUI

/// The screen of activity as values: `update` changes it, `render` draws it.
public struct ActivityState: Sendable {
    /// A view of one cluster.
    public enum View: String, Sendable, CaseIterable {
        case sessions
        case blocking
        case idleInTransaction = "idle in transaction"
        case longTransactions = "long transactions"
        case progress
        case statements
    }

    /// What the sessions are sorted by.
    public enum Order: String, Sendable, CaseIterable {
        case transaction = "TX AGE"
        case query = "QUERY AGE"
        case wait = "WAIT"
        case blocks = "BLOCKS"
    }

    /// What the sessions are grouped by.
    public enum Group: String, Sendable, CaseIterable {
        case none
        case user = "USER"
        case client = "CLIENT"
        case application = "APPLICATION"
        case query = "QUERY"
    }

    /// What stands above the screen.
    public enum Overlay: Sendable, Equatable {
        case help(FilteredList)
        /// A session with its whole statement, scrolled down so many lines.
        case session(UInt64, scroll: Int)
        case confirmation(Ending)
    }

    /// Sessions that are to be ended.
    public struct Ending: Sendable, Equatable {
        /// Which.
        public var pids: [UInt64]
        /// Whether the sessions are ended, and not only what they run.
        public var terminates: Bool
        /// The name that has to be typed first; nil where a key is enough.
        public var name: String?
        /// What is typed.
        public var field = TextField()
    }

    /// The clusters that are looked at.
    public internal(set) var clusters: [ClusterActivity]
    /// The cluster that is shown; nil for the list of all of them.
    public internal(set) var shown: Int?
    /// The line of the list of clusters.
    var chosen = 0
    /// The screen's size.
    public internal(set) var size: Size
    /// The time.
    public internal(set) var now: Moment
    /// Seconds between two samples.
    public internal(set) var interval: Double
    /// Whether no samples are taken.
    public internal(set) var isPaused = false
    var view = View.sessions
    var order = Order.transaction
    var group = Group.none
    var showsIdle = false
    var filter = TextField()
    var isFiltering = false
    /// How many samples before the newest one are shown; 0 is the newest.
    var back = 0
    /// The session under the cursor.
    var cursor: UInt64?
    /// The line of the cursor in the last list, for the case that the session is gone.
    var line = 0
    var top = 0
    var marks: Set<UInt64> = []
    var overlay: Overlay?
    var messages = MessageLog()
    /// Which key asks for what.
    public internal(set) var keymap = KeyTable<ActivityAction>()

    /// A screen of clusters of which nothing is known yet.
    public init(_ clusters: [ClusterActivity], size: Size, now: Moment, interval: Double) {
        self.clusters = clusters
        self.size = size
        self.now = now
        self.interval = interval
        shown = clusters.count == 1 ? 0 : nil
    }

    /// What is asked, for those who must know whether a key answers it.
    public var asking: String? {
        guard case .confirmation(let ending) = overlay else { return nil }
        return "end \(ending.pids)"
    }

    /// The cluster that is shown.
    var cluster: ClusterActivity? { shown.flatMap { clusters.indices.contains($0) ? clusters[$0] : nil } }

    /// The index of the sample that is shown.
    var pointIndex: Int? {
        guard let cluster, !cluster.history.points.isEmpty else { return nil }
        return max(0, cluster.history.points.count - 1 - back)
    }

    /// The sample that is shown; nil when its sessions were let go.
    var sample: ServerSample? {
        guard let cluster, let index = pointIndex else { return nil }
        return cluster.history.points[index].sample
    }
}
