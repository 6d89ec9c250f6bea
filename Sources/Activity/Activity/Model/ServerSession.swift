/// A server session in one sample.
public struct ServerSession: Sendable, Equatable {
    /// The kind.
    public enum Kind: String, Sendable {
        /// A client's session.
        case client
        /// A worker of a parallel query; `leader` is its session.
        case parallelWorker = "parallel worker"
        /// An automatic vacuum.
        case autovacuum
        /// A process that sends changes to a replica or applies them.
        case replication
        /// Another process of the server.
        case background
    }

    /// The server's number of the session: a process ID, or MySQL's connection ID. 0 for a prepared transaction.
    public var pid: UInt64
    /// The session of a parallel worker.
    public var leader: UInt64?
    /// The kind.
    public var kind: Kind
    /// The database user; nil for the server's own processes.
    public var user: String?
    /// The database.
    public var database: String?
    /// The client's address without its port; nil for a local socket.
    public var client: String?
    /// The application name that the client set.
    public var application: String?
    /// PostgreSQL's state: `active`, `idle`, `idle in transaction`, `idle in transaction (aborted)`, `disabled`.
    public var state: String?
    /// `CLASS:EVENT`; nil for a session that does not wait, or whose wait is unknown.
    public var wait: String?
    /// The number of seconds since the transaction began; nil without one.
    public var transactionAge: Double?
    /// The number of seconds since the last statement began.
    public var queryAge: Double?
    /// The number of seconds for which the session has waited for a lock, if the server reports it.
    public var waitAge: Double?
    /// The sessions that it waits for, without duplicates; 0 is a prepared transaction.
    public var blockedBy: [UInt64]
    /// The lock that it waits for: `transactionid ShareLock`, `relation vessels AccessExclusiveLock`.
    public var lock: String?
    /// The running or last statement, at most 1,024 characters; nil if the server hides it.
    public var query: String?
    /// Whether the server hides the details from this user.
    public var isHidden = false

    /// An idle session without a transaction.
    public init(pid: UInt64, kind: Kind = .client) {
        self.pid = pid
        self.kind = kind
        blockedBy = []
    }

    /// Whether a statement runs.
    public var isActive: Bool { state == "active" || state == "fastpath function call" }

    /// Whether it waits for a lock of another session.
    public var isWaiting: Bool { !blockedBy.isEmpty || wait?.hasPrefix("Lock:") == true }

    /// Whether a transaction is open and no statement runs.
    public var isIdleInTransaction: Bool { state?.hasPrefix("idle in transaction") == true }

    /// Whether no statement runs and no transaction is open.
    public var isIdle: Bool { state == "idle" }

    /// The class of load of an active session; nil for one that is not active.
    public var loadClass: String? {
        guard isActive else { return nil }
        guard let wait else { return "CPU" }
        return String(wait.prefix { $0 != ":" })
    }
}
