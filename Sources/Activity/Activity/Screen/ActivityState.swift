public import ScreenKit
public import TerminalUI

/// The state of the activity screen: `update` changes it, `render` draws it.
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

    /// The sort keys of the sessions.
    public enum Order: String, Sendable, CaseIterable {
        case transaction = "TX AGE"
        case query = "QUERY AGE"
        case wait = "WAIT"
        case blocks = "BLOCKS"
    }

    /// The group keys of the sessions.
    public enum Group: String, Sendable, CaseIterable {
        case none
        case user = "USER"
        case client = "CLIENT"
        case application = "APPLICATION"
        case query = "QUERY"
    }

    /// A dialog above the screen.
    public enum Overlay: Sendable, Equatable {
        case help(FilteredList)
        /// A session with its whole statement, and the number of lines scrolled down.
        case session(UInt64, scroll: Int)
        case confirmation(Ending)
        /// The name of the file for the samples.
        case export(TextField)
    }

    /// The sessions to end.
    public struct Ending: Sendable, Equatable {
        /// The sessions.
        public var pids: [UInt64]
        /// Whether to terminate the sessions instead of cancelling their statements.
        public var terminates: Bool
        /// The name that the user must type first; nil if a key confirms.
        public var name: String?
        /// What is typed.
        public var field = TextField()
    }

    /// The sampled clusters.
    public internal(set) var clusters: [ClusterActivity]
    /// The shown cluster; nil for the list of all of them.
    public internal(set) var shown: Int?
    /// The selected line in the list of clusters.
    var chosen = 0
    /// The screen's size.
    public internal(set) var size: Size
    /// The current time.
    public internal(set) var now: Moment
    /// The number of seconds between two samples.
    public internal(set) var interval: Double
    /// Whether sampling is paused.
    public internal(set) var isPaused = false
    var view = View.sessions
    var order = Order.transaction
    var group = Group.none
    var showsIdle = false
    var filter = TextField()
    var isFiltering = false
    /// The age of the shown sample, counted in samples; 0 is the newest.
    var back = 0
    /// The session under the cursor.
    var cursor: UInt64?
    /// The cursor's line in the last list, used when the session has ended.
    var line = 0
    var top = 0
    var marks: Set<UInt64> = []
    var overlay: Overlay?
    var messages = MessageLog()
    /// The keys of all actions.
    public internal(set) var keymap = KeyTable<ActivityAction>()

    /// Clusters without samples.
    public init(_ clusters: [ClusterActivity], size: Size, now: Moment, interval: Double) {
        self.clusters = clusters
        self.size = size
        self.now = now
        self.interval = interval
        shown = clusters.count == 1 ? 0 : nil
    }

    /// The open question, for callers that must know whether a key answers it.
    public var asking: String? {
        guard case .confirmation(let ending) = overlay else { return nil }
        return "end \(ending.pids)"
    }

    /// The clusters whose samples an export writes: the shown one, or all in the list of clusters.
    public var exported: [ClusterActivity] { cluster.map { [$0] } ?? clusters }

    /// The shown cluster.
    var cluster: ClusterActivity? { shown.flatMap { clusters.indices.contains($0) ? clusters[$0] : nil } }

    /// The index of the shown sample.
    var pointIndex: Int? {
        guard let cluster, !cluster.history.points.isEmpty else { return nil }
        return max(0, cluster.history.points.count - 1 - back)
    }

    /// The shown sample; nil when its sessions were dropped.
    var sample: ServerSample? {
        guard let cluster, let index = pointIndex else { return nil }
        return cluster.history.points[index].sample
    }
}
