/// A session at a server, as one sample shows it.
public struct ServerSession: Sendable, Equatable {
    /// What the session is for.
    public enum Kind: String, Sendable {
        /// A client's session.
        case client
        /// A helper of a parallel query; `leader` is the session that it works for.
        case parallelWorker = "parallel worker"
        /// A vacuum that the server started by itself.
        case autovacuum
        /// Sends changes to a replica, or applies them.
        case replication
        /// Another process of the server's own.
        case background
    }

    /// The server's number of the session: a process id, or MySQL's connection id. 0 for a prepared transaction.
    public var pid: UInt64
    /// The session that a parallel worker works for.
    public var leader: UInt64?
    /// What the session is for.
    public var kind: Kind
    /// The database user; nil for the server's own processes.
    public var user: String?
    /// The database.
    public var database: String?
    /// The client's address without its port; nil for a session over a socket of the server's machine.
    public var client: String?
    /// What the client calls itself.
    public var application: String?
    /// PostgreSQL's words: `active`, `idle`, `idle in transaction`, `idle in transaction (aborted)`, `disabled`.
    public var state: String?
    /// `CLASS:EVENT`; nil for a session that waits for nothing, or whose wait is not known.
    public var wait: String?
    /// Seconds since the transaction began; nil without one.
    public var transactionAge: Double?
    /// Seconds since the last statement began.
    public var queryAge: Double?
    /// Seconds for which the session has waited for a lock, where the server says so.
    public var waitAge: Double?
    /// The sessions that it waits for, each once; 0 is a prepared transaction.
    public var blockedBy: [UInt64]
    /// The lock that it waits for: `transactionid ShareLock`, `relation vessels AccessExclusiveLock`.
    public var lock: String?
    /// The running statement or the last one, cut at 1,024 characters; nil where the server shows none.
    public var query: String?
    /// Whether the server hides the details from this user.
    public var isHidden = false

    /// A client's session without a transaction, which does nothing.
    public init(pid: UInt64, kind: Kind = .client) {
        self.pid = pid
        self.kind = kind
        blockedBy = []
    }

    /// Whether a statement runs in it.
    public var isActive: Bool { state == "active" || state == "fastpath function call" }

    /// Whether it waits for a lock that another session holds.
    public var isWaiting: Bool { !blockedBy.isEmpty || wait?.hasPrefix("Lock:") == true }

    /// Whether a transaction is open in which nothing runs.
    public var isIdleInTransaction: Bool { state?.hasPrefix("idle in transaction") == true }

    /// Whether nothing runs in it and no transaction is open.
    public var isIdle: Bool { state == "idle" }

    /// The class under which an active session counts as load; nil for one that is not active.
    public var loadClass: String? {
        guard isActive else { return nil }
        guard let wait else { return "CPU" }
        return String(wait.prefix { $0 != ":" })
    }
}
