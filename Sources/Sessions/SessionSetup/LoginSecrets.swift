public import Failures
public import SQLWire
public import Secrets
import Threads

/// The tokens that a session has used. This filter cleans every text of a library or a server before it leaves the
/// session.
public final class LoginSecrets: Sendable {
    private let filters = Locked<[SecretFilter]>([])

    /// A server can repeat the token of an earlier login while that token is valid.
    private static let most = 4

    public init() {}

    /// Adds the token of a new login.
    public func add(_ token: Secret) {
        let filter = SecretFilter(token)
        filters.withLock { filters in
            if filters.count == Self.most { filters.removeFirst() }
            filters.append(filter)
        }
    }

    /// The text without parts of the tokens.
    public func cleaned(_ text: String) -> String {
        filters.withLock { $0 }.reduce(text) { $1.cleaned($0) }
    }

    /// Whether bytes contain a part of a token.
    public func find(in bytes: [UInt8]) -> Bool {
        filters.withLock { $0 }.contains { $0.finds(in: bytes) }
    }

    private func cleaned(_ text: String?) -> String? {
        text.map { cleaned($0) }
    }

    /// The error without parts of the tokens.
    public func cleaned(_ error: SessionError) -> SessionError {
        var loss = error.loss
        loss?.reason = cleaned(error.loss?.reason)
        var cleanError = SessionError(error.kind, cleaned(error.failure), loss: loss)
        cleanError.isWrongPassword = error.isWrongPassword
        return cleanError
    }

    /// The failure without parts of the tokens.
    public func cleaned(_ failure: Failure) -> Failure {
        Failure(
            failure.status, cleaned(failure.what), why: cleaned(failure.why), next: cleaned(failure.next),
            cause: failure.cause)
    }

    /// The event without parts of the tokens. Rows and COPY data are unchanged.
    public func cleaned(_ event: ResultEvent) -> ResultEvent {
        switch event {
        case .notice(let message): return .notice(cleaned(message))
        case .failed(let message): return .failed(cleaned(message))
        case .complete(var completion):
            completion.tag = cleaned(completion.tag)
            completion.remark = cleaned(completion.remark)
            return .complete(completion)
        case .columns, .rows, .data: return event
        }
    }

    public func cleaned(_ message: ServerMessage) -> ServerMessage {
        var message = message
        for filter in filters.withLock({ $0 }) {
            func clean(_ text: inout String) { text = filter.cleaned(text) }
            func clean(_ text: inout String?) { text = text.map { filter.cleaned($0) } }
            clean(&message.severity)
            clean(&message.sqlState)
            clean(&message.text)
            clean(&message.detail)
            clean(&message.hint)
            clean(&message.context)
            clean(&message.place.schema)
            clean(&message.place.table)
            clean(&message.place.column)
            clean(&message.place.dataType)
            clean(&message.place.constraint)
            clean(&message.place.source)
        }
        return message
    }
}

extension SessionPlan {
    /// The same plan; each token is added to `secrets` before it is used.
    public func watched(by secrets: LoginSecrets) -> SessionPlan {
        var plan = self
        let token = token
        plan.token = { () throws(Failure) in
            let secret = try token()
            secrets.add(secret)
            return secret
        }
        return plan
    }
}
