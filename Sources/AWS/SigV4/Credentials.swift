public import Secrets
public import Timestamps

/// The keys of an AWS identity.
public struct Credentials: Sendable {
    /// Public: identifies the keys in logs and in every token.
    public let accessKeyID: String
    /// Signing keys are derived from this key.
    public let secretAccessKey: Secret
    /// Present in temporary credentials. An empty token counts as none: RDS Proxy refuses `X-Amz-Security-Token=`.
    public let sessionToken: Secret?
    /// When AWS stops accepting the keys, if known.
    public let expiration: Timestamp?

    public init(accessKeyID: String, secretAccessKey: Secret, sessionToken: Secret?, expiration: Timestamp?) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken.flatMap { $0.isEmpty ? nil : $0 }
        self.expiration = expiration
    }

    /// The access key id with its middle left out, `AKIA…7Q2F`: enough to recognise it.
    public var maskedAccessKeyID: String {
        accessKeyID.count <= 8 ? accessKeyID : "\(accessKeyID.prefix(4))…\(accessKeyID.suffix(4))"
    }
}
