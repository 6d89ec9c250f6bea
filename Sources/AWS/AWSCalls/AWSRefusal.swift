public import Failures

/// Why a call to AWS has no result.
public struct AWSRefusal: Error, Sendable, Equatable {
    /// What a caller does about it.
    public enum Kind: Sendable, Equatable {
        /// The identity lacks a permission.
        case denied
        /// The keys have ended or are not known.
        case badKeys
        /// AWS wanted fewer calls, also after several tries.
        case throttled
        /// What was asked for does not exist.
        case notFound
        /// The request was not understood or not signed as AWS expects it.
        case invalid
        /// AWS itself failed, also after several tries.
        case serverError
        /// AWS was not reached, or what answered was not AWS.
        case unreachable
        /// The user stopped it.
        case cancelled
        /// Settings on this side.
        case misconfigured
    }

    /// What a caller does about it.
    public let kind: Kind
    /// AWS's name of the error, `AccessDenied` for instance; empty where AWS gave none.
    public let code: String
    /// One line for a person; holds no secret.
    public let reason: String
    /// What mends it, where that is known.
    public let advice: String?

    /// A refusal of its parts.
    public init(_ kind: Kind, code: String = "", reason: String, advice: String? = nil) {
        self.kind = kind
        self.code = code
        self.reason = reason
        self.advice = advice
    }

    /// The refusal as an error of what was to be done.
    public func failure(_ what: String, next: String? = nil) -> Failure {
        let status: ExitStatus =
            switch kind {
            case .denied, .badKeys: .notPermitted
            case .throttled, .serverError: .temporary
            case .notFound: .noInput
            case .invalid, .unreachable: .unavailable
            case .cancelled: .interrupted
            case .misconfigured: .badConfiguration
            }
        return Failure(status, what, why: code.isEmpty ? reason : "\(code): \(reason)", next: advice ?? next)
    }

    /// The kind of an error of that name. Source: botocore's `_retry.json`, and the services' common errors.
    static func kind(code: String, status: Int) -> Kind {
        let name =
            code.split(separator: "#").last.map(String.init)?.split(separator: ":").first.map(String.init) ?? code
        switch name {
        case "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "OptInRequired", "NotAuthorized":
            return .denied
        case "ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException",
            "InvalidAccessKeyId", "AuthFailure", "RequestExpired", "SignatureDoesNotMatch", "InvalidSignatureException",
            "MissingAuthenticationToken", "IncompleteSignature":
            return .badKeys
        case "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException",
            "RequestThrottled", "RequestLimitExceeded", "TooManyRequestsException", "SlowDown",
            "LimitExceededException", "PriorRequestNotComplete", "ProvisionedThroughputExceededException":
            return .throttled
        default: break
        }
        if name.hasSuffix("NotFoundFault") || name.hasSuffix("NotFound") || name == "ResourceNotFoundException" {
            return .notFound
        }
        if status == 429 { return .throttled }
        if status == 403 { return .denied }
        return status >= 500 ? .serverError : .invalid
    }
}
