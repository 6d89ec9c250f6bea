public import Failures
import JSON
import LocalFiles
import Secrets
import SigV4
import Timestamps

/// The credentials of `aws login`. They are read and never renewed: their refresh token works once, so a second program
/// that used it would end the session.
///
/// Source: `botocore.credentials.LoginProvider`.
public struct LoginSessionProvider: CredentialProvider {
    public let name = "aws login"

    private static let needed = ["accessToken", "refreshToken", "dpopKey", "clientId"]

    public init() {}

    /// Reads the session's file.
    public func answer(_ lookup: CredentialLookup) throws(Failure) -> CredentialAnswer {
        guard let session = lookup.files.merged("login_session", of: lookup.profile) else {
            return .absent(CredentialTrail.notConfigured)
        }
        let directory = lookup.environment.variables["AWS_LOGIN_CACHE_DIRECTORY"] ?? "~/.aws/login/cache"
        let name = NameDigest.sha256(session.text) + ".json"
        let file = JSONFile(lookup.environment, directory: directory, name: name)
        func refuse(_ why: String) -> Failure {
            let flag = lookup.profile == "default" ? "" : " --profile \(Quoting.shellWord(lookup.profile))"
            return Failure(
                .notPermitted, "the login of profile \"\(lookup.profile)\" cannot be used", why: why,
                next: "aws login\(flag)", cause: .loginExpired)
        }
        guard let json = try file.read() else { throw refuse("\(file.place) does not exist") }
        if let missing = Self.needed.first(where: { json[$0] == nil }) {
            throw refuse("\(file.place) has no \(missing)")
        }
        let token = json["accessToken"]
        let keys = ReplyKeys(
            accessKeyID: token?.nonEmpty("accessKeyId"), secretAccessKey: token?.nonEmpty("secretAccessKey"),
            sessionToken: token?.nonEmpty("sessionToken"), expiration: token?["expiresAt"]?.text)
        let credentials = try keys.credentials { refuse("\(file.place): \($0)") }
        if let end = credentials.expiration, end <= lookup.services.clock() {
            throw refuse("its credentials ended at \(end.rfc3339); Quarterdeck does not renew them")
        }
        return .found(
            FoundCredentials(
                credentials: credentials, source: "aws login of profile \(lookup.profile)", isRenewable: true,
                setup: session.text))
    }
}
