import Secrets
import SigV4
import Timestamps

/// Verifies database tokens as Aurora does: everything in the signature must be right, and the signing keys must be
/// valid and allowed.
struct TokenVerifier: Sendable {
    /// A verdict with its reason, which never contains a token.
    struct Verdict: Sendable, Equatable {
        let isAccepted: Bool
        let reason: String
        /// The id of the signing keys, if known.
        let accessKeyID: String?
    }

    private let identities: IdentityStore

    /// The allowed clock difference in seconds. Source: AWS General Reference, "Troubleshoot AWS requests".
    static let clockSkew: Int64 = 300
    /// The lifetime of a token in seconds. Source: Aurora User Guide, "IAM database authentication".
    static let lifetime: Int64 = 900

    init(_ identities: IdentityStore) {
        self.identities = identities
    }

    /// The verdict on `token` as the password of `user` at the server with `hosts` and `port`.
    func verdict(on token: [UInt8], user: String, hosts: [String], port: Int, now: Timestamp) -> Verdict {
        guard let text = String(validating: token, as: UTF8.self), let parts = TokenParts(text) else {
            return refused("not a token")
        }
        let keyID = parts.accessKeyID
        guard hosts.contains(parts.host) else { return refused("signed for the host \(parts.host)", keyID) }
        guard parts.port == port else { return refused("signed for port \(parts.port)", keyID) }
        guard parts.user == user else { return refused("signed for the user \(parts.user)", keyID) }
        guard parts.scope.region == SandboxNames.region else {
            return refused("signed for the region \(parts.scope.region)", keyID)
        }
        guard parts.scope.service == "rds-db" else {
            return refused("signed for the service \(parts.scope.service)", keyID)
        }
        guard (1...Self.lifetime).contains(parts.lifetime) else {
            return refused("valid for \(parts.lifetime) s", keyID)
        }
        let age = now.seconds(since: parts.signedAt)
        guard age >= -Self.clockSkew else { return refused("signed \(-age) s in the future", keyID) }
        guard age <= parts.lifetime else { return refused("signed \(age) s ago", keyID) }
        guard let identity = identities.identity(keyID) else { return refused("unknown access key", keyID) }
        return verdict(on: parts, of: identity, now: now)
    }

    private func verdict(on parts: TokenParts, of identity: SandboxIdentity, now: Timestamp) -> Verdict {
        let credentials = identity.credentials
        let keyID = credentials.accessKeyID
        switch (parts.sessionToken, credentials.sessionToken) {
        case (nil, nil): break
        case (let given?, let known?) where known.matches(Secret(given)): break
        case (nil, _): return refused("no session token", keyID)
        default: return refused("unknown session token", keyID)
        }
        if let end = credentials.expiration, end <= now {
            return refused("the credentials ended at \(end.rfc3339)", keyID)
        }
        let signature = RequestSignature.compute(
            parts.request, at: parts.signedAt, scope: parts.scope, secret: credentials.secretAccessKey)
        guard Secret(signature).matches(Secret(parts.signature)) else { return refused("wrong signature", keyID) }
        guard identity.databaseUsers.contains(parts.user) else {
            return refused("no rds-db:connect for \(parts.user)", keyID)
        }
        return Verdict(isAccepted: true, reason: "valid", accessKeyID: keyID)
    }

    private func refused(_ reason: String, _ accessKeyID: String? = nil) -> Verdict {
        Verdict(
            isAccepted: false, reason: String(reason.prefix(200)),
            accessKeyID: accessKeyID.map { String($0.prefix(128)) })
    }
}
