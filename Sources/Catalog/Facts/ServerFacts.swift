public import SQLCore

/// What a status line tells of a session, by the server's word.
public struct ServerFacts: Sendable, Equatable {
    /// What the instance does in its cluster.
    public enum Role: Sendable, Equatable {
        case unknown, writer, reader
    }

    /// Whose server it is; they differ in the SQL of plans.
    public enum Product: Sendable, Equatable {
        case unknown, postgresql, auroraPostgreSQL, mysql, auroraMySQL, mariadb
    }

    /// A question to ask; each is one statement, and none writes or waits for a lock.
    public enum Question: Sendable, Equatable, CaseIterable {
        /// Everything that every server tells.
        case session
        /// The product and its version.
        case product
        /// How long the transaction is open; MySQL may refuse it.
        case transaction
        /// Which instance it is; for Aurora PostgreSQL only.
        case instance
    }

    /// The dialect.
    public let dialect: Dialect
    /// The database in use.
    public var database: String?
    /// The user by whom rights are measured.
    public var user: String?
    /// Writer or reader.
    public var role = Role.unknown
    /// Whether a new transaction could not write, for whatever reason.
    public var isReadOnly = false
    /// Whose server it is.
    public var product = Product.unknown
    /// The version, `15.4`, `8.0.28`.
    public var version: String?
    /// The Aurora version.
    public var auroraVersion: String?
    /// The instance's name in Aurora.
    public var instance: String?
    /// Seconds since the transaction began; nil when none is open or the server did not tell.
    public var transactionSeconds: Double?
    /// PostgreSQL's search path as it is set.
    public var searchPath: String?
    /// The session's time zone.
    public var timeZone: String?
    /// The server's number for the session.
    public var identifier: UInt64?

    /// Nothing is known.
    public init(dialect: Dialect) {
        self.dialect = dialect
    }

    /// What to ask next: first `session` and `product`, `instance` where it is known to be answered.
    public var questions: [Question] { [] }

    /// The statement of a question; nil where the dialect has none.
    public func sql(_ question: Question) -> [UInt8]? { nil }

    /// Takes an answer in.
    public mutating func take(_ question: Question, rows: [[String?]]) {}
}
