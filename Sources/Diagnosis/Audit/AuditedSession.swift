import Failures
public import SQLText
public import SQLWire
import Threads

/// An SQL session that reports its opening, its end and rejected logins to an audit.
public actor AuditedSession: SQLSession {
    /// The reported events.
    public enum Word: Sendable {
        case opened
        /// The session was closed or lost; the number of its statements.
        case closed(statements: Int)
        /// The server rejected the login; its message.
        case refused(String)
        /// A statement requests the end of another session or of its statement.
        case requested(SessionEnding.Request)
    }

    private let session: any SQLSession
    private let dialect: Dialect?
    private let tell: @Sendable (Word) -> Void
    private let explain: (@Sendable (SessionError) -> SessionError)?
    private var statements = 0
    private var isOpen = false

    /// - Parameters:
    ///   - dialect: The dialect of its statements; nil if the caller reports requests to end other sessions.
    ///   - tell: Called on any thread; must not block.
    ///   - explain: Adds further information to the error of a rejected login. It may block, on a thread of its own.
    public init(
        _ session: any SQLSession, _ dialect: Dialect?, explain: (@Sendable (SessionError) -> SessionError)? = nil,
        tell: @escaping @Sendable (Word) -> Void
    ) {
        self.session = session
        self.dialect = dialect
        self.explain = explain
        self.tell = tell
    }

    public func open() async throws(SessionError) {
        end()
        do throws(SessionError) {
            try await session.open()
        } catch {
            guard error.kind == .refused else { throw error }
            tell(.refused(error.failure.what))
            throw await explained(error)
        }
        isOpen = true
        tell(.opened)
    }

    /// Runs a statement; see `SQLSession`.
    public func run(
        _ text: [UInt8], input: CopySource?, deliver: @escaping @Sendable (ResultEvent) -> Void
    ) async throws(SessionError) {
        statements += 1
        if let dialect {
            for request in SessionEnding.requests(in: text, dialect: dialect) { tell(.requested(request)) }
        }
        do throws(SessionError) {
            try await session.run(text, input: input, deliver: deliver)
        } catch {
            end()
            throw error
        }
    }

    /// The columns that a statement would return.
    public func describe(_ text: [UInt8]) async -> [Column] { await session.describe(text) }

    /// Where the session stands.
    public func state() async -> SessionState { await session.state() }

    /// The reason why the session is not open any more.
    public func loss() async -> SessionError? { await session.loss() }

    /// Asks the server to cancel the running statement.
    public nonisolated func cancel() { session.cancel() }

    /// Breaks the connection.
    public nonisolated func abort() { session.abort() }

    /// Logs out.
    public func close() async {
        await session.close()
        end()
    }

    private func explained(_ error: SessionError) async -> SessionError {
        guard let explain else { return error }
        return await withCheckedContinuation { continuation in
            let isStarted = DetachedThread.start { continuation.resume(returning: explain(error)) }
            if !isStarted { continuation.resume(returning: error) }
        }
    }

    private func end() {
        guard isOpen else { return }
        isOpen = false
        tell(.closed(statements: statements))
        statements = 0
    }
}
