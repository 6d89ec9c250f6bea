/// What one look at a server has shown.
public struct ServerSample: Sendable, Equatable {
    /// The server itself.
    public var server = ServerOverview()
    /// Its sessions but for the one that looks, in the server's order.
    public var sessions: [ServerSession] = []
    /// Prepared transactions that sessions wait for.
    public var prepared: [PreparedTransaction] = []
    /// How far long commands are; nil where it was not asked for.
    public var progress: [CommandProgress]?
    /// What statements have cost so far, those that took most time first; nil where it was not asked for.
    public var statements: [StatementCost]?
    /// Why statements are not known, if they are not.
    public var statementGap: String?
    /// Whether the server has more sessions than a sample holds.
    public var isCut = false
    /// Which right or setting would show what is missing, one sentence each.
    public var gaps: [String] = []

    /// Sessions that a sample holds at most.
    public static let most = 5_000

    /// Nothing seen yet.
    public init() {}

    /// Sessions in which a statement runs.
    public var active: Int { sessions.count { $0.isActive } }
    /// Sessions that wait for a lock.
    public var waiting: Int { sessions.count { $0.isWaiting } }
    /// Sessions with an open transaction in which nothing runs.
    public var idleInTransaction: Int { sessions.count { $0.isIdleInTransaction } }
    /// Sessions without a statement and without a transaction.
    public var idle: Int { sessions.count { $0.isIdle } }
    /// The age of the oldest transaction of a client, in seconds.
    public var oldestTransaction: Double? {
        sessions.filter { $0.kind == .client }.compactMap(\.transactionAge).max()
    }

    /// Active sessions by the class of their wait, `CPU` for those that wait for nothing.
    public var load: [String: Int] {
        sessions.reduce(into: [:]) { load, session in
            if let name = session.loadClass { load[name, default: 0] += 1 }
        }
    }
}

/// The server of a sample.
public struct ServerOverview: Sendable, Equatable {
    /// The version as the server says it, without the distribution's additions.
    public var version = ""
    /// Whether it is an Aurora server.
    public var isAurora = false
    /// `writer`, or `reader` for a server that takes no writes.
    public var role = "writer"
    /// Seconds since it was started.
    public var uptime: Double?
    /// Sessions of clients, the one that looks included.
    public var connections = 0
    /// Sessions that the server allows.
    public var maxConnections = 0
    /// Transactions ended since statistics began, where the server counts them all: PostgreSQL.
    public var transactions: UInt64?
    /// Statements of clients since the server was started: MySQL.
    public var statements: UInt64?
    /// Deadlocks since statistics began.
    public var deadlocks: UInt64?
    /// Seconds by which the replica is behind, or on a writer the slowest of its replicas.
    public var lag: Double?

    /// Nothing known yet.
    public init() {}
}

/// A transaction that was prepared and belongs to no session any more. It keeps its locks until somebody ends it.
public struct PreparedTransaction: Sendable, Equatable {
    /// Its name, for `COMMIT PREPARED` and `ROLLBACK PREPARED`.
    public var name: String
    /// Who prepared it.
    public var owner: String?
    /// In which database.
    public var database: String?
    /// Seconds since it was prepared.
    public var age: Double?
    /// The sessions that wait for it.
    public var blocks: [UInt64]

    /// A prepared transaction that sessions wait for.
    public init(name: String, owner: String?, database: String?, age: Double?, blocks: [UInt64]) {
        self.name = name
        self.owner = owner
        self.database = database
        self.age = age
        self.blocks = blocks
    }
}
