public import SQLWire

/// Samples a MySQL server: 5.7 and later, Aurora MySQL 2 and 3, and MariaDB from 10.5 on.
public struct MySQLReading: ActivityReading {
    private enum Step {
        case facts
        case server
        case status
        case sessions
        case transactions
        case statements
        case rowLocks
        case metadataLocks
        case lag
        case progress
        case costs
        case done
    }

    /// The facts that do not change during a session.
    struct Facts: Sendable, Equatable {
        var version = ""
        var user = ""
        var isMariaDB = false
        var isAurora = false
        /// Whether performance_schema is on.
        var hasPerformanceSchema = false
        /// Whether performance_schema contains row locks, as from 8.0 on.
        var hasDataLocks = false
        /// Whether the server has `mysql.rds_kill`.
        var hasManagedKill = false
        /// Whether performance_schema.threads is readable; known after the first try.
        var readsThreads = false
        /// Whether transactions and other users' sessions are visible.
        var seesAll = true
        var readsMetadataLocks = true
        var readsRowLocks = true
        var readsStatements = true
        var own: UInt64 = 0
    }

    private(set) var facts = Facts()
    private var step = Step.done
    private var hasFacts = false
    private var details: Set<SampleDetail> = []
    private var waits: [UInt64: [UInt64]] = [:]
    private var locks: [UInt64: String] = [:]
    private var states: [UInt64: String] = [:]
    /// The sample from the answers so far.
    public private(set) var sample = ServerSample()

    public init() {}

    /// InnoDB reports transaction starts in the server's system time zone.
    public var settings: [String] {
        ["SET SESSION time_zone = 'SYSTEM'", "SET SESSION lock_wait_timeout = 1"]
    }

    public mutating func begin(_ details: Set<SampleDetail>) {
        self.details = details
        sample = ServerSample()
        (waits, locks, states) = ([:], [:], [:])
        step = hasFacts ? .server : .facts
    }

    public mutating func next() -> String? {
        switch step {
        case .facts: MySQLQueries.facts
        case .server: MySQLQueries.server
        case .status: MySQLQueries.status
        case .sessions: MySQLQueries.sessions(facts)
        case .transactions: MySQLQueries.transactions
        case .statements: MySQLQueries.statements(silent)
        case .rowLocks: facts.hasDataLocks ? MySQLQueries.dataLocks : MySQLQueries.innoDBLocks
        case .metadataLocks: MySQLQueries.metadataLocks
        case .lag: MySQLQueries.auroraLag
        case .progress: facts.isMariaDB ? MySQLQueries.mariaProgress : MySQLQueries.stages
        case .costs: MySQLQueries.costs
        case .done: nil
        }
    }

    public mutating func take(_ answer: AnswerTables) throws(ReadingFailure) {
        let rows = answer.tables.first ?? []
        switch step {
        case .facts:
            try check(answer)
            takeFacts(rows)
        case .server:
            try check(answer)
            takeServer(rows)
        case .status:
            try check(answer)
            takeStatus(rows)
        case .sessions:
            if answer.failure != nil, facts.readsThreads {
                // The user may not read performance_schema; the process list needs no right.
                facts.readsThreads = false
                return
            }
            try check(answer)
            takeSessions(rows)
        case .transactions:
            if answer.failure == nil { takeTransactions(rows) } else { facts.seesAll = false }
        case .statements:
            if answer.failure == nil { takeStatements(rows) } else { facts.readsStatements = false }
        case .rowLocks:
            if answer.failure == nil { takeRowLocks(rows) } else { facts.readsRowLocks = false }
        case .metadataLocks:
            if answer.failure == nil { takeMetadataLocks(rows) } else { facts.readsMetadataLocks = false }
        case .lag:
            sample.server.lag = rows.first.flatMap { values in
                var row = AnswerRow(values)
                return row.seconds()
            }
        case .progress:
            if answer.failure == nil { takeProgress(rows) } else { sample.progress = [] }
        case .costs:
            if let failure = answer.failure {
                sample.statementGap =
                    "The server refused to show statements: \(failure.text). "
                    + "GRANT SELECT ON performance_schema.* TO \(facts.user) shows them."
            } else {
                sample.statements = rows.map(StatementCost.init)
            }
        case .done: break
        }
        step = following
        if step == .done { finish() }
    }

    /// `KILL`, or Aurora's procedures where the server has them.
    public func ending(_ pid: UInt64, terminates: Bool) -> String {
        if facts.hasManagedKill { return "CALL mysql.\(terminates ? "rds_kill" : "rds_kill_query")(\(pid))" }
        return "KILL \(terminates ? "CONNECTION" : "QUERY") \(pid)"
    }

    /// `CONNECTION ADMIN` is MariaDB's right, `CONNECTION_ADMIN` MySQL's; on Aurora no user can have it.
    public func rightToEnd(_ refusal: ServerMessage) -> String? {
        switch refusal.number {
        // ER_KILL_DENIED_ERROR, ER_SPECIFIC_ACCESS_DENIED_ERROR
        case 1_095, 1_227: "GRANT \(facts.isMariaDB ? "CONNECTION ADMIN" : "CONNECTION_ADMIN") ON *.* TO \(facts.user)"
        // ER_PROCACCESS_DENIED_ERROR
        case 1_370: "GRANT EXECUTE ON PROCEDURE mysql.rds_kill TO \(facts.user), and the same for mysql.rds_kill_query"
        default: nil
        }
    }

    private mutating func check(_ answer: AnswerTables) throws(ReadingFailure) {
        guard let failure = answer.failure else { return }
        step = .done
        throw ReadingFailure(text: failure.text, code: failure.sqlState)
    }

    private var following: Step {
        let steps: [Step] = [
            .facts, .server, .status, .sessions, .transactions, .statements, .rowLocks, .metadataLocks, .lag, .progress,
            .costs, .done,
        ]
        let behind = steps.drop { $0 != step }.dropFirst()
        return behind.first { step in
            switch step {
            case .transactions: facts.seesAll
            case .statements: facts.hasPerformanceSchema && facts.readsStatements && !silent.isEmpty
            case .rowLocks: facts.readsRowLocks && sample.sessions.contains { $0.wait == MySQLWait.row }
            case .metadataLocks:
                facts.hasPerformanceSchema && facts.readsMetadataLocks
                    && states.values.contains(where: MySQLWait.isMetadata)
            case .lag: facts.isAurora
            case .progress: details.contains(.progress) && (facts.isMariaDB || facts.hasPerformanceSchema)
            case .costs: details.contains(.statements) && facts.hasPerformanceSchema
            case .facts, .server, .status, .sessions, .done: true
            }
        } ?? .done
    }

    private mutating func takeFacts(_ rows: [[String?]]) {
        var row = AnswerRow(rows.first ?? [])
        facts.version = (row.text() ?? "").split(separator: "-").first.map(String.init) ?? ""
        facts.user = row.text() ?? ""
        facts.own = row.number() ?? 0
        facts.hasPerformanceSchema = row.flag()
        facts.isMariaDB = row.flag()
        facts.hasDataLocks = row.flag()
        facts.isAurora = row.flag()
        facts.hasManagedKill = row.flag()
        facts.readsThreads = facts.hasPerformanceSchema && !facts.isMariaDB
        hasFacts = true
    }

    private mutating func takeServer(_ rows: [[String?]]) {
        var row = AnswerRow(rows.first ?? [])
        var server = ServerOverview()
        server.version = facts.version
        server.isAurora = facts.isAurora
        server.maxConnections = row.number().map { Int(clamping: $0) } ?? 0
        server.role = row.flag() ? "reader" : "writer"
        sample.server = server
    }

    private mutating func takeStatus(_ rows: [[String?]]) {
        for row in rows where row.count == 2 {
            guard let name = row[0]?.lowercased(), let value = row[1].flatMap({ UInt64($0) }) else { continue }
            switch name {
            case "threads_connected": sample.server.connections = Int(clamping: value)
            case "uptime": sample.server.uptime = Double(value)
            case "questions": sample.server.statements = value
            case "innodb_deadlocks": sample.server.deadlocks = value
            default: break
            }
        }
    }

    private mutating func takeSessions(_ rows: [[String?]]) {
        for values in rows.prefix(ServerSample.most) {
            var row = AnswerRow(values)
            var session = ServerSession(pid: row.number() ?? 0)
            session.user = row.word()
            session.client = row.word().map(Self.address)
            session.database = row.word()
            let command = row.text() ?? ""
            session.queryAge = row.seconds()
            let state = row.word()
            session.query = row.word()
            session.application = row.word()
            session.kind = command.hasPrefix("Binlog Dump") || session.user == "system user" ? .replication : .client
            let isIdle = command == "Sleep"
            let isLogin = session.user == "unauthenticated user"
            session.state = isIdle ? "idle" : isLogin ? "logging in" : command == "Killed" ? "killed" : "active"
            if !isIdle { session.wait = row.word().flatMap(MySQLWait.instrument) ?? state.flatMap(MySQLWait.state) }
            if !isIdle, let state { states[session.pid] = state }
            sample.sessions.append(session)
        }
        sample.isCut = rows.count > ServerSample.most
    }

    /// The address of a client without its port.
    private static func address(_ host: String) -> String {
        guard let colon = host.lastIndex(of: ":"), host[host.index(after: colon)...].allSatisfy(\.isNumber) else {
            return host
        }
        return String(host[..<colon])
    }

    private mutating func takeTransactions(_ rows: [[String?]]) {
        var places: [UInt64: Int] = [:]
        for (index, session) in sample.sessions.enumerated() { places[session.pid] = index }
        for values in rows {
            var row = AnswerRow(values)
            guard let pid = row.number(), let index = places[pid] else { continue }
            let (state, age, waitAge) = (row.text(), row.seconds(), row.seconds())
            let (table, mode) = (row.word(), row.word())
            sample.sessions[index].transactionAge = age
            if sample.sessions[index].isIdle { sample.sessions[index].state = "idle in transaction" }
            guard state == "LOCK WAIT" else { continue }
            sample.sessions[index].wait = MySQLWait.row
            sample.sessions[index].waitAge = waitAge
            locks[pid] = [table, mode].compactMap { $0 }.joined(separator: " ")
        }
    }

    /// The sessions with an open transaction and no running statement: the process list lacks their last statement.
    private var silent: [UInt64] {
        sample.sessions.filter { $0.isIdleInTransaction && $0.query == nil }.prefix(200).map(\.pid)
    }

    private mutating func takeStatements(_ rows: [[String?]]) {
        var texts: [UInt64: String] = [:]
        for values in rows {
            var row = AnswerRow(values)
            if let pid = row.number(), let text = row.word() { texts[pid] = text }
        }
        for index in sample.sessions.indices where sample.sessions[index].query == nil {
            sample.sessions[index].query = texts[sample.sessions[index].pid]
        }
    }

    private mutating func takeRowLocks(_ rows: [[String?]]) {
        for values in rows {
            var row = AnswerRow(values)
            guard let waiter = row.number(), let blocker = row.number(), waiter != blocker else { continue }
            if waits[waiter]?.contains(blocker) != true { waits[waiter, default: []].append(blocker) }
            let lock = [row.word(), row.word()].compactMap { $0 }.joined(separator: " ")
            if !lock.isEmpty { locks[waiter] = lock }
        }
    }

    private mutating func takeMetadataLocks(_ rows: [[String?]]) {
        let found = MetadataLocks(
            rows.compactMap { values in
                var row = AnswerRow(values)
                let kind = row.word()
                let name = [row.word(), row.word()].compactMap { $0 }.joined(separator: ".")
                let object = [kind ?? "", name].filter { !$0.isEmpty }.joined(separator: " ")
                let (type, isGranted, pid) = (row.text() ?? "", row.text() == "GRANTED", row.number())
                return pid.map {
                    MetadataLocks.Entry(
                        object: object.lowercased(), type: type,
                        isGranted: isGranted, pid: $0)
                }
            })
        waits.merge(found.blockers) { first, more in first + more.filter { !first.contains($0) } }
        for pid in found.blockers.keys where locks[pid] == nil { locks[pid] = found.lock(of: pid) }
    }

    private mutating func takeProgress(_ rows: [[String?]]) {
        sample.progress = rows.map { values in
            var row = AnswerRow(values)
            return CommandProgress(
                pid: row.number() ?? 0, command: row.text() ?? "", target: row.word(), phase: row.text() ?? "",
                done: row.number(), total: row.number())
        }
    }

    private mutating func finish() {
        if details.contains(.progress), sample.progress == nil { sample.progress = [] }
        if details.contains(.statements), !facts.hasPerformanceSchema {
            sample.statementGap =
                "performance_schema is off, so the server counts no statements. "
                + "performance_schema = 1 in the parameter group counts them after a restart."
        }
        for index in sample.sessions.indices {
            let pid = sample.sessions[index].pid
            sample.sessions[index].blockedBy = waits[pid] ?? []
            sample.sessions[index].lock = locks[pid].flatMap { $0.isEmpty ? nil : $0 }
            if sample.sessions[index].wait != nil, sample.sessions[index].waitAge == nil, waits[pid] != nil {
                sample.sessions[index].waitAge = sample.sessions[index].queryAge
            }
        }
        addGaps()
        sample.sessions.removeAll { $0.pid == facts.own }
    }

    private mutating func addGaps() {
        if !facts.seesAll {
            sample.gaps.append(
                "The server hides other users' sessions, all transactions and row locks from \(facts.user). "
                    + "GRANT PROCESS ON *.* TO \(facts.user) shows them.")
        }
        if !facts.readsRowLocks {
            sample.gaps.append(
                "The server refused to show row locks. "
                    + "GRANT SELECT ON performance_schema.* TO \(facts.user) shows who blocks whom.")
        }
        guard states.values.contains(where: MySQLWait.isMetadata) else { return }
        if !facts.hasPerformanceSchema {
            sample.gaps.append(
                "performance_schema is off, so the server does not say who holds a metadata lock. "
                    + "performance_schema = 1 in the parameter group shows it after a restart.")
        } else if !facts.readsMetadataLocks {
            sample.gaps.append(
                "The server refused to show metadata locks. "
                    + "GRANT SELECT ON performance_schema.* TO \(facts.user) shows who holds them.")
        }
    }
}
