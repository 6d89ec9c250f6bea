public import Failures
public import Threads

/// Sends requests and waits for their replies.
public protocol HTTPTransport: Sendable {
    /// Sends `request`; blocks until the reply is there, the time is over, or `cancel` is raised. Follows no redirect.
    ///
    /// - Throws: An `HTTPFault` when there is no whole reply.
    func send(_ request: HTTPRequest, cancel: WakeSignal?) throws(HTTPFault) -> HTTPReply
}

/// Why there is no reply.
public struct HTTPFault: Error, Sendable, Equatable {
    /// The kinds of reasons.
    public enum Kind: Sendable {
        /// The name is not known, or nothing listens there.
        case unreachable
        /// The time is over before the server was reached.
        case notReachedInTime
        /// The time is over, the server was reached.
        case notAnsweredInTime
        /// The reply is larger than the request allows.
        case tooLarge
        /// Someone changed their mind.
        case cancelled
        /// The server's certificate does not verify, or it speaks no TLS.
        case untrusted
        /// The connection ended before there was a whole reply.
        case cutOff
        /// The proxy refuses to lead there.
        case proxyRefused
        /// Something on the way answered in the service's place: a network's login page, for instance.
        case intercepted
        /// A setting cannot be used.
        case misconfigured
        /// The reply is none, or the request cannot be sent.
        case broken
        /// libcurl is not installed.
        case noLibrary
    }

    /// The kind.
    public let kind: Kind
    /// One line for a person; holds no secret.
    public let reason: String
    /// What mends it, where that is known.
    public let advice: String?

    /// Makes a fault of its parts.
    public init(_ kind: Kind, _ reason: String, advice: String? = nil) {
        self.kind = kind
        self.reason = reason
        self.advice = advice
    }

    /// Whether the time was over.
    public var isLate: Bool { kind == .notReachedInTime || kind == .notAnsweredInTime }

    /// Whether the same request may succeed a moment later. Source: botocore's `_retry.json`, general_connection_error.
    public var isPassing: Bool {
        switch kind {
        case .unreachable, .notReachedInTime, .notAnsweredInTime, .cutOff: true
        case .tooLarge, .cancelled, .untrusted, .proxyRefused, .intercepted, .misconfigured, .broken, .noLibrary: false
        }
    }

    /// The fault as an error of what was to be done.
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
