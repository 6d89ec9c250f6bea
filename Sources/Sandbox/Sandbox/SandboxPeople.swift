import Failures
import Secrets
import SigV4
import Timestamps

/// The initial identities of a sandbox, and the role that they may assume.
struct SandboxPeople: Sendable {
    /// A profile of the credentials file.
    struct Profile: Sendable {
        let name: String
        let comment: String
        let credentials: Credentials
    }

    let profiles: [Profile]
    /// The keys that `aws login` would have cached.
    let login: Credentials
    /// Different in every sandbox, so that the AWS CLI's cache does not mix up their keys.
    let role: String

    init(identities: IdentityStore, now: Timestamp) {
        let everyone = Set(SandboxNames.users)
        let role = "dba-" + String(UInt32.random(in: .min ... .max), radix: 36)
        func temporary(_ seconds: Int64) -> Credentials {
            identities.addTemporary(
                arn: "arn:aws:sts::\(SandboxNames.account):assumed-role/\(role)/jane", databaseUsers: everyone,
                expiration: now + seconds, keepsExpired: true
            ).credentials
        }
        func longTerm(_ user: String, _ users: Set<String>) -> Credentials {
            identities.addLongTerm(user: user, databaseUsers: users).credentials
        }
        self.role = role
        login = temporary(900)
        profiles = [
            Profile(name: "default", comment: "may sign for every user", credentials: longTerm("jane", everyone)),
            Profile(name: "temporary", comment: "ends an hour after the start", credentials: temporary(3_600)),
            Profile(name: "short", comment: "ends two minutes after the start", credentials: temporary(120)),
            Profile(name: "expired", comment: "ended a minute before the start", credentials: temporary(-60)),
            Profile(name: "nobody", comment: "has no rds-db:connect", credentials: longTerm("nobody", [])),
        ]
    }

    /// A valid token of the first profile.
    func token(for engine: SandboxEngine, at now: Timestamp) throws(Failure) -> Secret {
        let request = TokenRequest(
            host: SandboxNames.writer(engine.cluster), region: SandboxNames.region,
            service: .rds(port: engine.signedPort, user: "jane_doe"))
        guard let request, let first = profiles.first else { throw Failure(.internalError, "no profile can sign") }
        var signer = TokenSigner()
        return signer.sign(request, with: first.credentials, at: now)
    }
}
