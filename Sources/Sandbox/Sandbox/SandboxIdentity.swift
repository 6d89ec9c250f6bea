import Secrets
import SigV4
import Threads
import Timestamps

/// An identity of the sandbox's AWS.
struct SandboxIdentity: Sendable {
    let credentials: Credentials
    /// The ARN of the keys' owner.
    let arn: String
    /// The database users for which its policy allows `rds-db:connect`.
    let databaseUsers: Set<String>
    /// Whether it stays known after its expiry, to be rejected as expired instead of unknown.
    let keepsExpired: Bool
}

/// All identities of the sandbox's AWS, which issues the temporary ones itself.
final class IdentityStore: Sendable {
    private let identities = Locked<[String: SandboxIdentity]>([:])

    init() {}

    /// The identity of an access key, if known.
    func identity(_ accessKeyID: String) -> SandboxIdentity? {
        identities.withLock { $0[accessKeyID] }
    }

    /// Creates long-term keys.
    func addLongTerm(user: String, databaseUsers: Set<String>) -> SandboxIdentity {
        add(
            Credentials(
                accessKeyID: "AKIA" + Self.random(16, of: Self.keyLetters), secretAccessKey: Secret(Self.random(40)),
                sessionToken: nil, expiration: nil),
            arn: "arn:aws:iam::\(SandboxNames.account):user/\(user)", databaseUsers)
    }

    /// Creates temporary keys with a session token of about `tokenLength` bytes.
    func addTemporary(
        arn: String, databaseUsers: Set<String>, expiration: Timestamp, tokenLength: Int = 356,
        keepsExpired: Bool = false
    ) -> SandboxIdentity {
        add(
            Credentials(
                accessKeyID: "ASIA" + Self.random(16, of: Self.keyLetters), secretAccessKey: Secret(Self.random(40)),
                sessionToken: Secret("IQoJb3JpZ2luX2Vj" + Self.random(tokenLength) + "=="), expiration: expiration),
            arn: arn, databaseUsers, keepsExpired: keepsExpired)
    }

    private func add(
        _ credentials: Credentials, arn: String, _ databaseUsers: Set<String>, keepsExpired: Bool = true
    ) -> SandboxIdentity {
        let identity = SandboxIdentity(
            credentials: credentials, arn: arn, databaseUsers: databaseUsers, keepsExpired: keepsExpired)
        identities.withLock { known in
            // The oldest temporary one is dropped, so that clients cannot fill the memory.
            let temporary = known.values.filter { !$0.keepsExpired }
            if temporary.count >= Self.mostTemporary,
                let oldest = temporary.min(by: {
                    ($0.credentials.expiration?.secondsSince1970 ?? 0)
                        < ($1.credentials.expiration?.secondsSince1970 ?? 0)
                })
            {
                known[oldest.credentials.accessKeyID] = nil
            }
            known[credentials.accessKeyID] = identity
        }
        return identity
    }

    private static let mostTemporary = 500
    private static let keyLetters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    private static let secretLetters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")

    private static func random(_ count: Int, of letters: [Character] = secretLetters) -> String {
        var generator = SystemRandomNumberGenerator()
        return String((0..<count).map { _ in letters[Int.random(in: 0..<letters.count, using: &generator)] })
    }
}
