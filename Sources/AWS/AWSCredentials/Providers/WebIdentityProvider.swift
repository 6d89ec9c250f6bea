public import Failures
import LocalFiles
import Secrets
import SigV4
import Timestamps

/// Assumes a role with the token of an identity provider, as in EKS. The token file is read for each call.
///
/// Source: `botocore.credentials.AssumeRoleWithWebIdentityProvider`.
public struct WebIdentityProvider: CredentialProvider {
    public let name = "web identity"

    private static let largestToken = 64 * 1_024

    public init() {}

    /// Calls STS with the token file's content, unless the AWS CLI's cache has credentials.
    public func answer(_ lookup: CredentialLookup) throws(Failure) -> CredentialAnswer {
        func value(_ variable: String, _ key: String) -> String? {
            (lookup.usesEnvironmentKeys ? lookup.environment.variables[variable] : nil)
                ?? lookup.files.merged(key, of: lookup.profile)?.text
        }
        guard let file = value("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file"), !file.isEmpty else {
            return .absent(CredentialTrail.notConfigured)
        }
        guard let role = value("AWS_ROLE_ARN", "role_arn"), !role.isEmpty else {
            throw Failure(
                .badConfiguration, "a web identity is configured without a role",
                why: "neither AWS_ROLE_ARN nor role_arn in profile \(lookup.profile) names one",
                next: "export AWS_ROLE_ARN=arn:aws:iam::ACCOUNT:role/NAME")
        }
        let session = value("AWS_ROLE_SESSION_NAME", "role_session_name")
        var members: [String: PythonJSON.Value] = ["RoleArn": .text(role)]
        if let session { members["RoleSessionName"] = .text(session) }
        let cache = CredentialCache(lookup.environment, key: PythonJSON.object(members))
        let now = lookup.services.clock()
        let kept = cache.read()
        func found(_ credentials: Credentials) -> CredentialAnswer {
            .found(
                FoundCredentials(credentials: credentials, source: "role \(role) by web identity", isRenewable: true))
        }
        if let kept, let end = kept.expiration, end.seconds(since: now) >= CredentialCache.renewalSeconds {
            lookup.note("AWS CLI's cache", "found: \(cache.place)")
            return found(kept)
        }
        var call = SecurityTokenCall("AssumeRoleWithWebIdentity")
        call.add("RoleArn", role)
        call.add("RoleSessionName", session ?? "quarterdeck-\(now.secondsSince1970)")
        call.fields.append(("WebIdentityToken", try token(lookup.environment.path(file))))
        return found(try call.send(lookup, signedBy: nil, failing: "cannot assume the role \(role)"))
    }

    private func token(_ file: String) throws(Failure) -> Secret {
        guard let bytes = try BoundedFile.read(file, limit: Self.largestToken) else {
            throw Failure(
                .badConfiguration, "the web identity's token cannot be read", why: "\(file) does not exist",
                next: "correct AWS_WEB_IDENTITY_TOKEN_FILE or web_identity_token_file")
        }
        return Secret(copying: bytes)
    }
}
