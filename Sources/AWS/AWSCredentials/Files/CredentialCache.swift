import Failures
import JSON
import LocalFiles
import Secrets
import SigV4
import Timestamps

/// The AWS CLI's cache of temporary credentials, `~/.aws/cli/cache/SHA1.json`. One MFA code serves both programs,
/// whichever assumed the role first.
///
/// Source: `botocore.credentials.CachedCredentialFetcher`, `botocore.utils.JSONFileCache`.
struct CredentialCache {
    /// The number of seconds before expiry at which botocore renews credentials.
    static let renewalSeconds: Int64 = 900

    private static let largestFile = 256 * 1_024
    private let directory: String
    private let name: String

    /// The cache file of a request.
    ///
    /// - Parameter key: The request in Python's JSON form.
    init(_ environment: AWSEnvironment, key: String) {
        directory = environment.awsPath("~/.aws/cli/cache")
        name = NameDigest.sha1(key) + ".json"
    }

    /// For messages.
    var place: String { "~/.aws/cli/cache/\(name)" }

    /// The cached credentials; nil when the file is missing, unusable, a link, or another user's.
    func read() -> Credentials? {
        guard let directory = try? PrivateDirectory(opening: directory),
            let bytes = directory.read(name, limit: Self.largestFile), let json = JSONValue(Secret(copying: bytes)),
            let stored = json["Credentials"]
        else { return nil }
        return try? ReplyKeys(stored).credentials { Failure(.badData, $0) }
    }

    /// Caches credentials as the AWS CLI does. Does nothing if the directory cannot be created or belongs to another
    /// user.
    func write(_ credentials: Credentials) {
        guard let end = credentials.expiration, let token = credentials.sessionToken,
            let directory = try? PrivateDirectory(creating: directory)
        else { return }
        var text = SecretBuffer(capacity: 4_096)
        text.append("{\"Credentials\": {\"AccessKeyId\": \"")
        text.append(credentials.accessKeyID)
        text.append("\", \"SecretAccessKey\": ")
        text.appendJSON(credentials.secretAccessKey)
        text.append(", \"SessionToken\": ")
        text.appendJSON(token)
        text.append(", \"Expiration\": \"\(end.rfc3339)\"}}")
        let entry = directory.entry(name)
        if case .foreign = entry { return }
        text.revealBytes { bytes in _ = try? directory.replace(name, expecting: entry, with: bytes) }
    }
}

extension SecretBuffer {
    /// Appends a secret as a JSON string.
    mutating func appendJSON(_ secret: Secret) {
        append("\"")
        secret.revealBytes { bytes in
            for index in bytes.indices {
                switch bytes[index] {
                case UInt8(ascii: "\""): append("\\\"")
                case UInt8(ascii: "\\"): append("\\\\")
                case 0..<0x20: append("\\u00\(bytes[index] < 16 ? "0" : "")\(String(bytes[index], radix: 16))")
                default: append(UnsafeRawBufferPointer(rebasing: bytes[index...index]))
                }
            }
        }
        append("\"")
    }
}
