public import Threads
public import Failures

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
        /// The reply is none, or the request cannot be sent.
        case broken
        /// libcurl is not installed.
        case noLibrary
    }

    /// The kind.
    public let kind: Kind
    /// One line for a person; holds no secret.
    public let reason: String

    /// Makes a fault of its parts.
    public init(_ kind: Kind, _ reason: String) {
        self.kind = kind
        self.reason = reason
    }

    /// The fault as an error of what was to be done.
    public func failure(_ what: String, next: String? = nil) -> Failure {
        let status: ExitStatus =
            switch kind {
            case .unreachable, .notReachedInTime, .notAnsweredInTime: .unavailable
            case .cancelled: .interrupted
            case .untrusted, .tooLarge, .broken: .unavailable
            case .noLibrary: .badConfiguration
            }
        let library = "install it: apt install libcurl4, or dnf install libcurl"
        return Failure(status, what, why: reason, next: kind == .noLibrary ? library : next)
    }
}
