public import Failures
public import Threads

/// Sends requests and waits for their replies.
public protocol HTTPTransport: Sendable {
    /// Sends `request`. Blocks until the reply is complete, the time limit is reached, or `cancel` is raised. Follows
    /// no redirect.
    ///
    /// - Throws: An `HTTPFault` when there is no complete reply.
    func send(_ request: HTTPRequest, cancel: WakeSignal?) throws(HTTPFault) -> HTTPReply
}

/// The reason why there is no reply.
public struct HTTPFault: Error, Sendable, Equatable {
    public enum Kind: Sendable {
        /// The name is unknown, or no server listens there.
        case unreachable
        /// The time limit passed before the connection was open.
        case notReachedInTime
        /// The time limit passed after the connection was open.
        case notAnsweredInTime
        /// The reply is larger than the request allows.
        case tooLarge
        /// The caller cancelled the request.
        case cancelled
        /// The server's certificate is not valid, or the server does not use TLS.
        case untrusted
        /// The connection ended before the reply was complete.
        case cutOff
        /// The proxy refuses to forward the request.
        case proxyRefused
        /// Another server answered in the service's place: a network's login page, for instance.
        case intercepted
        /// A setting cannot be used.
        case misconfigured
        /// The reply is not HTTP, or the request cannot be sent.
        case broken
        /// libcurl is not installed.
        case noLibrary
    }

    public let kind: Kind
    /// One line for the user; contains no secret.
    public let reason: String
    /// What the user can do, if anything.
    public let advice: String?

    public init(_ kind: Kind, _ reason: String, advice: String? = nil) {
        self.kind = kind
        self.reason = reason
        self.advice = advice
    }

    /// Whether a time limit passed.
    public var isLate: Bool { kind == .notReachedInTime || kind == .notAnsweredInTime }

    /// Whether a retry may succeed. Source: botocore's `_retry.json`, general_connection_error.
    public var isPassing: Bool {
        switch kind {
        case .unreachable, .notReachedInTime, .notAnsweredInTime, .cutOff: true
        case .tooLarge, .cancelled, .untrusted, .proxyRefused, .intercepted, .misconfigured, .broken, .noLibrary: false
        }
    }

    /// The fault as a `Failure` of the action `what`.
    public func failure(_ what: String, next: String? = nil) -> Failure {
        let status: ExitStatus =
            switch kind {
            case .unreachable, .notReachedInTime, .notAnsweredInTime, .cutOff: .unavailable
            case .cancelled: .interrupted
            case .untrusted, .tooLarge, .proxyRefused, .intercepted, .broken: .unavailable
            case .noLibrary, .misconfigured: .badConfiguration
            }
        return Failure(status, what, why: reason, next: advice ?? next)
    }
}
