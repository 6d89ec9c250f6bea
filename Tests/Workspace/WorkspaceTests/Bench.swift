import Failures
import Profiles
import Results
import SQLWire
import ScreenKit
import TerminalUI
import Themes

@testable import Workspace

/// A session for tests: keys and simulated answers as input, the screen as output.
struct Bench {
    var state: WorkspaceState
    var effects: [WorkspaceEffect] = []
    static let look = Look(theme: .plain, depth: .mono, glyphs: .full)
    /// A look in which menus have their own background.
    static let markedLook = Look(
        theme: Theme(name: "menus") { $0 == .menu ? Style(.terminal, on: .index(4)) : .plain }, depth: .sixteen,
        glyphs: .full)
    /// 2026-11-21T14:02:31Z, one hour after the start of the machine.
    static let start = Moment(wall: 1_795_269_751 * 1_000_000_000, uptime: 3_600 * 1_000_000_000)

    init(
        engine: String = "postgresql", environment: String = "production", isReadOnly: Bool = false, columns: Int = 100,
        rows: Int = 24, users: [String] = []
    ) throws {
        let file = """
            [clusters.orders]
            engine = "\(engine)"
            endpoint = "orders.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
            user = "jane_doe"
            environment = "\(environment)"
            database = "orders"
            read_only = \(isReadOnly)
            users = [\(users.map { "\"\($0)\"" }.joined(separator: ", "))]
            """
        let profiles = ProfileFile(reading: Array(file.utf8), file: "/etc/clusters.toml")
        guard case .cluster(let cluster)? = profiles.entries.first else {
            throw Failure(.internalError, "the profile file of the bench is broken")
        }
        state = WorkspaceState(
            id: TabID(1), place: SessionPlace(row: RowID("orders"), cluster: cluster),
            size: Size(columns: columns, rows: rows), now: Self.start)
        send(.connected(.success(session(.none)), state.now))
        effects = []
        // The message about the login is hidden by now.
        pass(seconds: 20)
    }

    /// The session's state in a server's answer.
    func session(_ transaction: SessionState.Transaction) -> SessionState {
        SessionState(
            isOpen: true, transaction: transaction, identifier: 4_711, serverVersion: "15.4",
            hasBackslashEscapes: state.place.dialect == .mysql)
    }

    mutating func send(_ event: WorkspaceEvent) {
        effects += update(&state, event)
    }

    mutating func press(_ keys: Key...) {
        for key in keys { send(.input(.key(key), state.now)) }
    }

    /// Types text, each character as a key; a line end is Enter.
    mutating func type(_ text: String) {
        for character in text { press(character == "\n" ? .enter : .character(character)) }
    }

    /// Pastes one line at a time with Enter after each, which is faster than typing.
    mutating func enter(_ text: String) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            send(.input(.paste(String(line)), state.now))
            press(.enter)
        }
    }

    mutating func pass(seconds: Int) {
        for _ in 0..<seconds {
            let (wall, uptime) = (state.now.wall + 1_000_000_000, state.now.uptime + 1_000_000_000)
            send(.tick(Moment(wall: wall, uptime: uptime)))
        }
    }

    /// The effects since the last call.
    mutating func takeEffects() -> [WorkspaceEffect] {
        defer { effects = [] }
        return effects
    }

    /// The last sent statement and its number.
    mutating func sent() -> (number: Int, text: String)? {
        for effect in takeEffects().reversed() {
            if case .run(let number, let order) = effect {
                return (number, String(decoding: order.text, as: UTF8.self))
            }
        }
        return nil
    }

    /// The server's answer to the running statement.
    mutating func answer(_ answers: Answer..., ended transaction: SessionState.Transaction = .none) {
        guard let number = state.run?.number else { return }
        for answer in answers { send(.answer(run: number, answer, state.now)) }
        send(.answer(run: number, .ended(session(transaction)), state.now))
    }

    /// A result of some rows that arrives at once.
    mutating func answer(_ columns: [String], _ rows: [[String?]]) throws {
        guard let number = state.run?.number else { return }
        let store = try Self.store(columns, rows)
        send(.answer(run: number, .began(store), state.now))
        send(.answer(run: number, .rows(elapsed: 2_000_000), state.now))
        let completion = Completion(tag: "SELECT \(rows.count)", rows: UInt64(rows.count), hasColumns: true)
        send(.answer(run: number, .complete(completion, elapsed: 3_000_000), state.now))
        send(.answer(run: number, .ended(session(.none)), state.now))
    }

    static func store(_ columns: [String], _ rows: [[String?]]) throws -> ResultStore {
        let described = columns.map { name in
            let isNumber = name.hasPrefix("n_")
            return Column(name: Array(name.utf8), kind: isNumber ? .integer : .text, alignsRight: isNumber)
        }
        let store = ResultStore(columns: described, budget: MemoryBudget(), directory: "/tmp")
        var batch = RowBatch(columnCount: columns.count)
        for row in rows {
            let bytes = row.map { $0.map { Array($0.utf8) } }
            batch.appendRow { column in
                bytes[column].map { bytes in
                    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
                    copy.copyBytes(from: bytes)
                    return UnsafeRawBufferPointer(copy)
                }
            }
        }
        try store.append(batch)
        store.finish(isComplete: true)
        return store
    }

    /// The screen as text.
    var screen: String {
        render(state, tabs: TabNames([("deck", false), ("orders", state.run != nil)], current: 1), Self.look).text
    }

    func row(_ number: Int) -> String {
        let lines = screen.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.indices.contains(number) ? String(lines[number]) : ""
    }
}
