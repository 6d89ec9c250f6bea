import Failures
import Secrets
import SigV4
import Timestamps

/// Checks credentials without a call to AWS.
enum CredentialCheck {
    /// Refuses credentials that cannot work. Returns warnings about the others.
    ///
    /// Source: IAM User Guide, "Unique identifiers": `AKIA` begins a long-term key, `ASIA` a temporary one.
    static func check(_ found: FoundCredentials, now: Timestamp) throws(Failure) -> [String] {
        let credentials = found.credentials
        guard !credentials.accessKeyID.isEmpty, !credentials.secretAccessKey.isEmpty else {
            throw Failure(
                .notPermitted, "the AWS credentials are incomplete", why: "\(found.source) gave an empty key",
                repeatAfter: "renew them", cause: .credentialsMissing)
        }
        if let end = credentials.expiration, end <= now {
            throw Failure(
                .notPermitted, "the AWS credentials have expired",
                why: "those of \(found.source) ended at \(end.rfc3339)",
                repeatAfter: "renew them, for instance by logging in again",
                cause: .credentialsExpired)
        }
        if credentials.accessKeyID.hasPrefix("ASIA"), credentials.sessionToken == nil {
            throw Failure(
                .badConfiguration, "the AWS credentials are incomplete",
                why: "\(found.source): \(credentials.maskedAccessKeyID) is a temporary key and needs a session token",
                next: "set AWS_SESSION_TOKEN (or aws_session_token) as well", cause: .sessionTokenMissing)
        }
        if credentials.accessKeyID.hasPrefix("AKIA"), credentials.sessionToken != nil {
            return [
                "\(found.source): \(credentials.maskedAccessKeyID) is a long-term key with a session token; AWS refuses "
                    + "the pair, unless the token is left out"
            ]
        }
        return []
    }
}
