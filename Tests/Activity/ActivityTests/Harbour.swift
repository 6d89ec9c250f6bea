import Failures
import ScreenKit
import TerminalUI
import Themes

@testable import Activity

/// The activity screen for tests: samples and keys as input, cells as output.
struct Harbour {
    var state: ActivityState
    var effects: [ActivityEffect] = []
    static let look = Look(theme: .plain, depth: .mono, glyphs: .full)
    /// 2026-11-21T14:02:31Z.
    static let start = Moment(wall: 1_795_269_751 * 1_000_000_000, uptime: 3_600 * 1_000_000_000)
    private var seconds: Int64 = 0

    init(_ names: String..., environment: String? = nil, columns: Int = 110, rows: Int = 18) {
        let clusters = names.map {
            ClusterActivity(row: RowID($0), engine: "PostgreSQL", environment: environment)
        }
        state = ActivityState(clusters, size: Size(columns: columns, rows: rows), now: Self.start, interval: 2)
    }

    var now: Moment {
        Moment(
            wall: Self.start.wall + seconds * 1_000_000_000, uptime: Self.start.uptime + seconds * 1_000_000_000)
    }

    /// Adds a sample two seconds after the previous one.
    mutating func sample(
        _ sessions: [ServerSession], of name: String = "orders", transactions: UInt64? = nil,
        _ change: (inout ServerSample) -> Void = { _ in }
    ) {
        seconds += 2
        var sample = ServerSample()
        sample.sessions = sessions
        sample.server.version = "15.18"
        sample.server.connections = sessions.count + 1
        sample.server.maxConnections = 160
        sample.server.uptime = 300_000
        sample.server.transactions = transactions
        change(&sample)
        _ = update(&state, .tick(now))
        effects += update(&state, .sampled(RowID(name), .success(sample), now))
    }

    mutating func fail(_ failure: Failure, of name: String) {
        effects += update(&state, .sampled(RowID(name), .failure(failure), now))
    }

    mutating func press(_ names: String...) {
        for name in names {
            guard let key = Key(name: name) else { fatalError("no key \(name)") }
            effects += update(&state, .input(.key(key)))
        }
    }

    mutating func type(_ text: String) {
        for character in text { effects += update(&state, .input(.key(.character(character)))) }
    }

    var text: String { render(state, Self.look).text }

    /// The first row of the screen that contains a text.
    func line(with text: String) -> String? {
        self.text.split(separator: "\n").map(String.init).first { $0.contains(text) }
    }

    /// One session holds a row, two wait for it, and a report reads.
    static var queue: [ServerSession] {
        var holder = ServerSession(pid: 4_711)
        (holder.user, holder.state, holder.wait) = ("app", "idle in transaction", "Client:ClientRead")
        (holder.transactionAge, holder.queryAge, holder.query) = (761, 760, "UPDATE stock\n  SET qty = qty - 1")
        var second = ServerSession(pid: 4_802)
        (second.user, second.state, second.wait) = ("app", "active", "Lock:transactionid")
        (second.transactionAge, second.queryAge, second.waitAge) = (52, 52, 51)
        (second.blockedBy, second.lock, second.query) = ([4_711], "transactionid ShareLock", "UPDATE stock SET a = 2")
        var third = second
        (third.pid, third.transactionAge, third.queryAge, third.waitAge) = (4_803, 51, 51, 50)
        (third.blockedBy, third.wait, third.lock) = ([4_802], "Lock:tuple", "tuple stock ExclusiveLock")
        var report = ServerSession(pid: 5_120)
        (report.user, report.state, report.wait) = ("report", "active", "IO:DataFileRead")
        (report.transactionAge, report.queryAge, report.query) = (190, 190, "select 1")
        var idle = ServerSession(pid: 6_000)
        (idle.user, idle.state, idle.queryAge) = ("app", "idle", 5)
        return [holder, second, third, report, idle]
    }
}
