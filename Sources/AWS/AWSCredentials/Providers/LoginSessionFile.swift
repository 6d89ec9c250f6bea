import Failures
import JSON
import LocalFiles
import Secrets
import SigV4
import Timestamps

/// The AWS CLI's file of an `aws login` session, `~/.aws/login/cache/SHA256.json`.
///
/// Source: `botocore.credentials.LoginProvider`.
struct LoginSessionFile {
    private static let needed = ["accessToken", "refreshToken", "dpopKey", "clientId"]
    private static let patience = 30_000

    /// The profile that names the session.
    let profile: String
    private let file: JSONFile

    /// - Parameter session: The value of `login_session`.
    init(_ lookup: CredentialLookup, session: String) {
        let directory = lookup.environment.variables["AWS_LOGIN_CACHE_DIRECTORY"] ?? "~/.aws/login/cache"
        profile = lookup.profile
        file = JSONFile(lookup.environment, directory: directory, name: NameDigest.sha256(session) + ".json")
    }

    /// The profile's option of an AWS CLI command; empty for the default profile.
    var flag: String { profile == "default" ? "" : " --profile \(Quoting.shellWord(profile))" }

    /// The cached keys; they may have expired.
    ///
    /// - Throws: A `Failure` when there was no login, or when the file is unusable.
    func keys() throws(Failure) -> Credentials {
        guard let json = try file.read() else { throw refusal("\(file.place) does not exist") }
        if let missing = Self.needed.first(where: { json[$0] == nil }) {
            throw refusal("\(file.place) has no \(missing)")
        }
        let token = json["accessToken"]
        let keys = ReplyKeys(
            accessKeyID: token?.nonEmpty("accessKeyId"), secretAccessKey: token?.nonEmpty("secretAccessKey"),
            sessionToken: token?.nonEmpty("sessionToken"), expiration: token?["expiresAt"]?.text)
        return try keys.credentials { refusal("\(file.place): \($0)") }
    }

    /// Runs `body` while no other Quarterdeck renews a login. A renewal that takes longer than half a minute is not
    /// waited for.
    func alone<Value>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
        let directory = try PrivateDirectory(opening: file.directory)
        _ = directory.lock(withinMilliseconds: Self.patience)
        return try body()
    }

    private func refusal(_ why: String) -> Failure {
        Failure(
            .notPermitted, "the login of profile \"\(profile)\" cannot be used", why: why, next: "aws login\(flag)",
            cause: .loginExpired)
    }
}
