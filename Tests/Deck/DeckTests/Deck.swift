import Failures
import Profiles
import ScreenKit
import TerminalUI
import Themes
import Timestamps

@testable import Deck

/// A deck for tests: profile file and keys as input, the screen as output.
struct Deck {
    var state: DeckState
    var effects: [Effect] = []
    static let look = Look(theme: .plain, depth: .mono, glyphs: .full)

    /// 2026-11-21T14:02:31Z, one hour after the start of the machine.
    static let start = Moment(wall: 1_795_269_751 * 1_000_000_000, uptime: 3_600 * 1_000_000_000)

    static let file = """
        [defaults]
        user = "jane_doe"
        [clusters.orders]
        engine = "postgresql"
        endpoint = "orders.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
        database = "orders"
        environment = "production"
        tags = ["payments"]
        note = "writer fails over to 1b"
        [clusters.orders-ro]
        engine = "postgresql"
        endpoint = "orders.cluster-ro-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
        environment = "production"
        user = "jane_ro"
        [clusters.billing]
        engine = "mysql"
        endpoint = "billing.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
        environment = "staging"
        aws_profile = "dba"
        [clusters.scratch]
        engine = "postgresql"
        endpoint = "scratch.cluster-c1a2b3c4d5e6.us-east-1.rds.amazonaws.com"
        environment = "dev"
        [clusters.reports]
        engine = "postgresql"
        endpoint = "reports.example.com"
        """

    init(_ file: String = Deck.file, columns: Int = 110, rows: Int = 24) {
        state = DeckState(size: Size(columns: columns, rows: rows), now: Self.start)
        state.formats = ["raw", "json"]
        state.themes = ["default", "mono", "nord"]
        load(file)
        effects = []
    }

    mutating func load(_ text: String) {
        send(.profiles(.success(ProfileFile(reading: Array(text.utf8), file: "/etc/clusters.toml")), state.now))
    }

    mutating func send(_ event: AppEvent) {
        effects += update(&state, event)
    }

    /// Presses keys by name: `deck.press("j", "ctrl-d", "enter")`.
    mutating func press(_ names: String...) {
        for name in names {
            guard let key = Key(name: name) else { fatalError("no key \(name)") }
            send(.input(.key(key), state.now))
        }
    }

    mutating func type(_ text: String) {
        for character in text { send(.input(.key(.character(character)), state.now)) }
    }

    /// Advances both clocks.
    mutating func wait(_ seconds: Int64) {
        send(.tick(state.now.later(seconds)))
    }

    /// Returns and clears the last effects.
    mutating func takeEffects() -> [Effect] {
        defer { effects = [] }
        return effects
    }

    /// A token for a cluster, signed now.
    mutating func sign(_ name: String, credentialsEndIn seconds: Int64? = nil) {
        let facts = facts(name, credentialsEndIn: seconds)
        send(.signed([SigningOutcome(row: RowID(name), result: .success(facts))], state.now))
    }

    func facts(_ name: String, credentialsEndIn seconds: Int64? = nil) -> TokenFacts {
        let now = state.now
        let end = seconds.map { now.timestamp + $0 }
        let own = now.timestamp + 900
        var facts = TokenFacts(
            signedAt: now, expiresAt: min(own, end ?? own), user: "jane_doe", host: name, port: 5432,
            region: "eu-west-1")
        facts.isLimitedByCredentials = (end ?? own) < own
        facts.credentialsExpireAt = end
        facts.maskedKey = "AKIA…7Q2F"
        return facts
    }

    mutating func fail(_ name: String, _ failure: Failure) {
        send(.signed([SigningOutcome(row: RowID(name), result: .failure(failure))], state.now))
    }

    var grid: CellGrid { render(state, Self.look) }

    var screen: String { grid.text }

    func line(_ row: Int) -> String { grid.rowText(row) }

    /// The table row of a cluster.
    func line(of name: String) -> String {
        let lines = (2..<state.size.rows).map(line)
        return lines.first { $0.contains(" \(name) ") } ?? ""
    }

    /// The last line.
    var hint: String { line(state.size.rows - 1) }

    /// The names in the order of the table.
    var names: [String] { state.order.map { state.rows[$0].id.name } }
}

extension Moment {
    func later(_ seconds: Int64) -> Moment {
        Moment(wall: wall + seconds * 1_000_000_000, uptime: uptime + seconds * 1_000_000_000)
    }

    func wallSet(by seconds: Int64) -> Moment {
        Moment(wall: wall + seconds * 1_000_000_000, uptime: uptime)
    }
}
