/// The state of a server at one moment.
public struct ServerSample: Sendable, Equatable {
    /// The facts about the server.
    public var server = ServerOverview()
    /// The sessions in the server's order, without the sampler's own.
    public var sessions: [ServerSession] = []
    /// The prepared transactions that sessions wait for.
    public var prepared: [PreparedTransaction] = []
    /// The progress of long commands; nil where it was not requested.
    public var progress: [CommandProgress]?
    /// The total cost of statements, the longest total time first; nil where it was not requested.
    public var statements: [StatementCost]?
    /// The reason why the cost of statements is unknown, if it is.
    public var statementGap: String?
    /// Whether the server has more sessions than a sample can hold.
    public var isCut = false
    /// The rights and settings that would complete the sample, one sentence each.
    public var gaps: [String] = []

    /// The maximum number of sessions in a sample.
    public static let most = 5_000

    /// An empty sample.
    public init() {}

    /// The number of sessions with a running statement.
    public var active: Int { sessions.count { $0.isActive } }
    /// The number of sessions that wait for a lock.
    public var waiting: Int { sessions.count { $0.isWaiting } }
    /// The number of sessions with an open transaction and no running statement.
    public var idleInTransaction: Int { sessions.count { $0.isIdleInTransaction } }
    /// The number of sessions without a statement and without a transaction.
    public var idle: Int { sessions.count { $0.isIdle } }
    /// The age of the oldest transaction of a client, in seconds.
    public var oldestTransaction: Double? {
        sessions.filter { $0.kind == .client }.compactMap(\.transactionAge).max()
    }

    /// The number of active sessions by class of wait, `CPU` for those that do not wait.
    public var load: [String: Int] {
        sessions.reduce(into: [:]) { load, session in
            if let name = session.loadClass { load[name, default: 0] += 1 }
        }
    }
}

/// The facts about a sample's server.
public struct ServerOverview: Sendable, Equatable {
    /// The version as the server reports it, without the distribution's additions.
    public var version = ""
    /// Whether it is an Aurora server.
    public var isAurora = false
    /// `writer`, or `reader` for a server that accepts no writes.
    public var role = "writer"
    /// The number of seconds since the start.
    public var uptime: Double?
    /// The number of client sessions, including the sampler's own.
    public var connections = 0
    /// The maximum number of sessions.
    public var maxConnections = 0
    /// The number of transactions since the statistics began; only PostgreSQL counts them all.
    public var transactions: UInt64?
    /// The number of clients' statements since the start; only MySQL counts them.
    public var statements: UInt64?
    /// The number of deadlocks since the statistics began.
    public var deadlocks: UInt64?
    /// The replica lag in seconds; on a writer that of the slowest replica.
    public var lag: Double?

    public init() {}
}

/// A prepared transaction, which belongs to no session. It keeps its locks until a user ends it.
public struct PreparedTransaction: Sendable, Equatable {
    /// The name for `COMMIT PREPARED` and `ROLLBACK PREPARED`.
    public var name: String
    /// The user who prepared it.
    public var owner: String?
    /// The database.
    public var database: String?
    /// The number of seconds since it was prepared.
    public var age: Double?
    /// The sessions that wait for it.
    public var blocks: [UInt64]

    public init(name: String, owner: String?, database: String?, age: Double?, blocks: [UInt64]) {
        self.name = name
        self.owner = owner
        self.database = database
        self.age = age
        self.blocks = blocks
    }
}
