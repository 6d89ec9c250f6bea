public import Secrets
public import Timestamps

/// An AWS identity's keys.
public struct Credentials: Sendable {
    /// Public: names the keys in logs and in every token.
    public let accessKeyID: String
    /// What signing keys are derived from.
    public let secretAccessKey: Secret
    /// Present with temporary credentials. An empty one is none: RDS Proxy refuses `X-Amz-Security-Token=`.
    public let sessionToken: Secret?
    /// When AWS stops accepting the keys, where that is known.
    public let expiration: Timestamp?

    /// Makes credentials of their parts.
    public init(accessKeyID: String, secretAccessKey: Secret, sessionToken: Secret?, expiration: Timestamp?) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken.flatMap { $0.isEmpty ? nil : $0 }
        self.expiration = expiration
    }

    /// The access key with its middle left out, `AKIA…7Q2F`: enough to recognise it on a screen.
    public var maskedAccessKeyID: String {
        accessKeyID.count <= 8 ? accessKeyID : "\(accessKeyID.prefix(4))…\(accessKeyID.suffix(4))"
    }
}
