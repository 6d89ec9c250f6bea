public import Failures

/// The reason why a call to AWS has no result.
public struct AWSRefusal: Error, Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        /// The identity lacks a permission.
        case denied
        /// The keys have expired or are unknown.
        case badKeys
        /// AWS throttled the call, also after several attempts.
        case throttled
        /// The requested resource does not exist.
        case notFound
        /// AWS rejects the request as malformed or as badly signed.
        case invalid
        /// AWS failed, also after several attempts.
        case serverError
        /// AWS was not reached, or the reply does not come from AWS.
        case unreachable
        /// The user stopped it.
        case cancelled
        /// Local settings prevent the call.
        case misconfigured
    }

    public let kind: Kind
    /// AWS's error code, for instance `AccessDenied`; empty where AWS gave none.
    public let code: String
    /// One line for the user; contains no secret.
    public let reason: String
    /// What the user can do, if anything.
    public let advice: String?

    public init(_ kind: Kind, code: String = "", reason: String, advice: String? = nil) {
        self.kind = kind
        self.code = code
        self.reason = reason
        self.advice = advice
    }

    /// A `Failure` that says what could not be done, and why.
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

    /// Classifies an AWS error code. Source: botocore's `_retry.json`, and the services' common errors.
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
