import Secrets
import SigV4
import Timestamps

/// Credentials in the JSON of the metadata service and the container endpoint. None of the values needs escaping.
enum CredentialJSON {
    /// Source: Amazon EC2 User Guide, "Retrieve security credentials from instance metadata".
    static func instance(_ credentials: Credentials, now: Timestamp) -> String {
        object(
            [("Code", "Success"), ("LastUpdated", now.rfc3339), ("Type", "AWS-HMAC")] + fields(credentials))
    }

    /// Source: AWS SDKs Reference Guide, "Container credential provider".
    static func container(_ credentials: Credentials) -> String {
        object(fields(credentials))
    }

    private static func fields(_ credentials: Credentials) -> [(String, String)] {
        [
            ("AccessKeyId", credentials.accessKeyID), ("SecretAccessKey", credentials.secretAccessKey.revealText()),
            ("Token", credentials.sessionToken?.revealText() ?? ""),
            ("Expiration", credentials.expiration?.rfc3339 ?? ""),
        ]
    }

    private static func object(_ fields: [(String, String)]) -> String {
        "{" + fields.map { "\"\($0.0)\":\"\($0.1)\"" }.joined(separator: ",") + "}"
    }
}
