public import Failures

/// A SQL session at a server; statements run one after another.
///
/// All work happens on the session's own thread. `cancel` and `abort` are thread-safe and may be called at any time.
public protocol SQLSession: Actor {
    /// Logs in, also after the session was lost. Nothing that ran before is repeated.
    func open() async throws(SessionError)

    /// Runs one statement, or several in one text if the server supports that, to the end. `deliver` receives the
    /// result on the session's thread while it arrives; a slow `deliver` slows the server down.
    ///
    /// - Parameters:
    ///   - text: The statement's bytes, without a terminator.
    ///   - input: The data of a `COPY … FROM STDIN`, piece by piece, nil at the end. It may block and is called on a
    ///     thread of its own. If it throws, the copy is aborted and nothing of it is stored. After `cancel` it is not
    ///     waited for.
    /// - Throws: `SessionError`, when the session is lost. An error of the server is an event.
    func run(
        _ text: [UInt8], input: CopySource?, deliver: @escaping @Sendable (ResultEvent) -> Void
    ) async throws(SessionError)

    /// The columns that a statement would return, without running it; empty when it returns none, and on MySQL, which
    /// does not report them.
    func describe(_ text: [UInt8]) async -> [Column]

    /// The session's state as of the server's last answer.
    func state() async -> SessionState

    /// Why the session is lost; nil while it is open, and after `close`.
    func loss() async -> SessionError?

    /// Asks the server to cancel the running statement, or aborts a login in progress. The end of the statement shows
    /// whether it was cancelled.
    nonisolated func cancel()

    /// Drops the connection, whatever it is doing.
    nonisolated func abort()

    /// Logs out.
    func close() async
}

extension SQLSession {
    /// By default the session reports no losses.
    public func loss() async -> SessionError? { nil }
}

/// The data that a statement reads from its client.
public typealias CopySource = @Sendable () throws(Failure) -> ArraySlice<UInt8>?

/// The session's state as of the server's last answer.
public struct SessionState: Sendable, Equatable {
    /// The state of the transaction, as the server reports it.
    public enum Transaction: Sendable, Equatable {
        /// None is open.
        case none
        /// One is open.
        case open
        /// A failed transaction, which can only be rolled back.
        case failed
    }

    public var isOpen: Bool
    public var transaction: Transaction
    /// The server's number for the session: a process id or a connection id.
    public var identifier: UInt64
    /// The version string of the server.
    public var serverVersion: String
    /// Whether backslashes escape quotes, which matters for splitting statements: `standard_conforming_strings` is off,
    /// or on MySQL `NO_BACKSLASH_ESCAPES` is not set.
    public var hasBackslashEscapes: Bool

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
