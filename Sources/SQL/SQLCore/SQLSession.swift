public import Failures

/// A login at a server in which statements run, one after another.
///
/// All work happens on the session's own thread; `cancel` and `abort` may be called from anywhere at any time.
public protocol SQLSession: Actor {
    /// Logs in; again after the session was lost. Nothing that ran before is run again.
    func open() async throws(SessionError)

    /// Runs one statement, or several in one text if the server takes that, to the end. What comes back is handed to
    /// `deliver` on the session's thread while it arrives, which holds the server back when it takes long.
    ///
    /// - Parameters:
    ///   - text: The statement's bytes, without a terminator.
    ///   - input: What a `COPY … FROM STDIN` reads, piece by piece, nil at the end. It may block, and is called on a
    ///     thread of its own; what it throws ends the copy, so that nothing of it is kept. After `cancel` it is not
    ///     waited for.
    /// - Throws: `SessionError`, when the session is lost. What the server refuses is an event.
    func run(
        _ text: [UInt8], input: CopySource?, deliver: @escaping @Sendable (ResultEvent) -> Void
    ) async throws(SessionError)

    /// The columns that a statement would return, without running it; empty where the server does not tell, as MySQL
    /// does not, or where it returns none.
    func describe(_ text: [UInt8]) async -> [Column]

    /// Where the session stands.
    func state() async -> SessionState

    /// Why the session is not open any more; nil while it is, and when it was closed.
    func loss() async -> SessionError?

    /// Asks the server to end the running statement, or ends a login that is under way. The statement's own end tells
    /// whether it was.
    nonisolated func cancel()

    /// Breaks the connection, whatever it is doing.
    nonisolated func abort()

    /// Logs out.
    func close() async
}

extension SQLSession {
    /// Nil: a session that says nothing of losses.
    public func loss() async -> SessionError? { nil }
}

/// The data that a statement reads from its client.
public typealias CopySource = @Sendable () throws(Failure) -> ArraySlice<UInt8>?

/// What the server says about the session, as of its last answer.
public struct SessionState: Sendable, Equatable {
    /// A transaction, by the server's word.
    public enum Transaction: Sendable, Equatable {
        /// None is open.
        case none
        /// One is open.
        case open
        /// One is open that can only be rolled back.
        case failed
    }

    /// Whether the session is open.
    public var isOpen: Bool
    /// Whether a transaction is.
    public var transaction: Transaction
    /// The server's number for the session: a process id, a connection id.
    public var identifier: UInt64
    /// The server's version as it says it.
    public var serverVersion: String
    /// How quotes end on this server now, for those who split statements: `standard_conforming_strings` off, or on MySQL
    /// `NO_BACKSLASH_ESCAPES` not set.
    public var hasBackslashEscapes: Bool

    /// A state of its parts.
    public init(
        isOpen: Bool, transaction: Transaction, identifier: UInt64, serverVersion: String, hasBackslashEscapes: Bool
    ) {
        self.isOpen = isOpen
        self.transaction = transaction
        self.identifier = identifier
        self.serverVersion = serverVersion
        self.hasBackslashEscapes = hasBackslashEscapes
    }
}
