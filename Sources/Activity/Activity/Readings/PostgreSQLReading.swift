public import SQLWire

/// Samples a PostgreSQL server: version 13 and later, and Aurora.
public struct PostgreSQLReading: ActivityReading {
    private enum Step {
        case facts
        case look
        case prepared
        case progress
        case statements
        case done
    }

    /// The facts that do not change during a session.
    struct Facts: Sendable, Equatable {
        /// `server_version_num`, for instance 150004.
        var version = 0
        var isAurora = false
        /// Whether other users' statements are visible.
        var readsAll = false
        var tracksActivities = true
        var user = ""
        /// pg_stat_statements as an SQL name; nil where the database lacks the extension.
        var statements: String?
    }

    private(set) var facts = Facts()
    private var step = Step.done
    private var hasFacts = false
    private var details: Set<SampleDetail> = []
    /// The sample from the answers so far.
    public private(set) var sample = ServerSample()

    public init() {}

    /// The queries must not wait for locks or write temporary files.
    public var settings: [String] {
        [
            "SET lock_timeout = '50ms'", "SET max_parallel_workers_per_gather = 0", "SET jit = off",
            "SET work_mem = '16MB'",
        ]
    }

    public mutating func begin(_ details: Set<SampleDetail>) {
        self.details = details
        sample = ServerSample()
        step = hasFacts ? .look : .facts
    }

    public mutating func next() -> String? {
        switch step {
        case .facts: PostgreSQLQueries.facts
        case .look: PostgreSQLQueries.look(facts)
        case .prepared: PostgreSQLQueries.prepared
        case .progress: PostgreSQLQueries.progress(facts)
        case .statements: PostgreSQLQueries.statements(facts)
        case .done: nil
        }
    }

    public mutating func take(_ answer: AnswerTables) throws(ReadingFailure) {
        if let failure = answer.failure, step == .facts || step == .look {
            step = .done
            throw ReadingFailure(text: failure.text, code: failure.sqlState)
        }
        switch step {
        case .facts:
            takeFacts(answer)
            step = .look
        case .look:
            takeLook(answer)
            step = sample.sessions.contains { $0.blockedBy.contains(0) } ? .prepared : following(.prepared)
        case .prepared:
            takePrepared(answer)
            step = following(.prepared)
        case .progress:
            takeProgress(answer)
            step = following(.progress)
        case .statements:
            takeStatements(answer)
            step = .done
        case .done: break
        }
    }

    /// `pg_cancel_backend` or `pg_terminate_backend`.
    public func ending(_ pid: UInt64, terminates: Bool) -> String {
        "SELECT pg_catalog.\(terminates ? "pg_terminate_backend" : "pg_cancel_backend")(\(pid))"
    }

    /// Only superusers can end superusers' sessions.
    public func rightToEnd(_ refusal: ServerMessage) -> String? {
        refusal.sqlState == "42501" ? "GRANT pg_signal_backend TO \(facts.user)" : nil
    }

    private mutating func takeFacts(_ answer: AnswerTables) {
        guard let values = answer.tables.first?.first else { return }
        var row = AnswerRow(values)
        facts.version = row.number().map { Int(clamping: $0) } ?? 0
        facts.isAurora = row.flag()
        facts.readsAll = row.flag()
        facts.tracksActivities = row.flag()
        facts.user = row.text() ?? ""
        facts.statements = row.word()
        hasFacts = true
    }

    private mutating func takeLook(_ answer: AnswerTables) {
        if let values = answer.tables.first?.first { takeServer(values) }
        let rows = answer.tables.count > 1 ? answer.tables[1] : []
        sample.sessions = rows.prefix(ServerSample.most).map(session)
        sample.isCut = rows.count > ServerSample.most
        if sample.sessions.contains(where: \.isHidden) {
            sample.gaps.append(
                "The server hides other users' statements, states and waits from \(facts.user). "
                    + "GRANT pg_read_all_stats TO \(facts.user) shows them.")
        }
        if !facts.tracksActivities || sample.sessions.contains(where: { $0.state == "disabled" }) {
            sample.gaps.append(
                "track_activities is off for some sessions, so the server does not know their statements. "
                    + "SET track_activities = on in the parameter group shows them.")
        }
    }

    private mutating func takeServer(_ values: [String?]) {
        var row = AnswerRow(values)
        var server = ServerOverview()
        server.version = (row.text() ?? "").split(separator: " ").first.map(String.init) ?? ""
        server.isAurora = facts.isAurora
        server.role = row.flag() ? "reader" : "writer"
        server.uptime = row.seconds()
        server.connections = row.number().map { Int(clamping: $0) } ?? 0
        server.maxConnections = row.number().map { Int(clamping: $0) } ?? 0
        server.transactions = row.number()
        server.deadlocks = row.number()
        server.lag = row.seconds()
        sample.server = server
    }

    private func session(_ values: [String?]) -> ServerSession {
        var row = AnswerRow(values)
        var session = ServerSession(pid: row.number() ?? 0)
        session.leader = row.number()
        let kind = row.text()
        session.user = row.text()
        session.database = row.text()
        session.client = row.word()
        session.application = row.word()
        session.state = row.text()
        let (waitClass, event) = (row.text(), row.text())
        session.wait = waitClass.map { "\($0):\(event ?? "?")" }
        session.transactionAge = row.seconds()
        session.queryAge = row.seconds()
        session.blockedBy = Self.pids(row.text())
        session.lock = row.word()
        session.waitAge = row.seconds()
        session.query = row.word()
        session.kind = Self.kind(kind)
        session.isHidden = kind == nil
        if session.isHidden { session.query = nil }
        return session
    }

    /// The sessions in a list of numbers, without duplicates: a parallel query has an entry for each worker.
    private static func pids(_ text: String?) -> [UInt64] {
        var seen: Set<UInt64> = []
        return (text ?? "").split(separator: " ").compactMap { UInt64($0) }.filter { seen.insert($0).inserted }
    }

    private static func kind(_ name: String?) -> ServerSession.Kind {
        switch name {
        case nil, "client backend": .client
        case "parallel worker": .parallelWorker
        case "autovacuum worker": .autovacuum
        case "walsender", "logical replication worker", "logical replication apply worker",
            "logical replication tablesync worker", "logical replication parallel worker":
            .replication
        default: .background
        }
    }

    /// The step after another one.
    private func following(_ step: Step) -> Step {
        if step == .prepared, details.contains(.progress) { return .progress }
        return details.contains(.statements) ? .statements : .done
    }

    private mutating func takeProgress(_ answer: AnswerTables) {
        sample.progress = (answer.tables.first ?? []).map { values in
            var row = AnswerRow(values)
            return CommandProgress(
                pid: row.number() ?? 0, command: row.text() ?? "", target: row.word(), phase: row.text() ?? "",
                done: row.number(), total: row.number())
        }
    }

    private mutating func takeStatements(_ answer: AnswerTables) {
        guard facts.statements != nil, answer.failure == nil else {
            sample.statementGap =
                answer.failure.map { "pg_stat_statements cannot be read: \($0.text)" }
                ?? "This database has no pg_stat_statements. CREATE EXTENSION pg_stat_statements shows statements here."
            return
        }
        sample.statements = (answer.tables.first ?? []).map(StatementCost.init)
    }

    private mutating func takePrepared(_ answer: AnswerTables) {
        for values in answer.tables.first ?? [] {
            var row = AnswerRow(values)
            let (name, owner, database, age) = (row.text() ?? "?", row.text(), row.text(), row.seconds())
            sample.prepared.append(
                PreparedTransaction(
                    name: name, owner: owner, database: database, age: age, blocks: Self.pids(row.text())))
        }
    }
}
