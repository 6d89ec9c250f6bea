public import Failures

/// Keys in `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`, with `AWS_CREDENTIAL_EXPIRATION`.
///
/// Source: `botocore.credentials.EnvProvider`.
public struct EnvironmentProvider: CredentialProvider {
    public let name = "environment"

    public init() {}

    /// Reads the lookup's variables; does not block.
    public func answer(_ lookup: CredentialLookup) throws(Failure) -> CredentialAnswer {
        guard lookup.usesEnvironmentKeys else {
            return .absent("not asked, because the profile \(lookup.profile) was named")
        }
        let environment = lookup.environment
        func value(_ name: String) -> StaticKeys.Value? { environment[name].map { ($0, name) } }
        guard let accessKeyID = value("AWS_ACCESS_KEY_ID") else { return .absent("AWS_ACCESS_KEY_ID is not set") }
        let keys = StaticKeys(
            accessKeyID: accessKeyID, secretAccessKey: value("AWS_SECRET_ACCESS_KEY"),
            // botocore tries this old name first.
            sessionToken: value("AWS_SECURITY_TOKEN") ?? value("AWS_SESSION_TOKEN"),
            expiration: value("AWS_CREDENTIAL_EXPIRATION"),
            // Written by granted and other tools.
            hints: [environment["AWS_SESSION_EXPIRATION"]].compactMap(\.self))
        var warnings: [String] = []
        if let old = environment["AWS_SECURITY_TOKEN"], let new = environment["AWS_SESSION_TOKEN"], old != new {
            warnings.append("AWS_SECURITY_TOKEN is used instead of AWS_SESSION_TOKEN, and they differ")
        }
        if lookup.standsInForMissingProfile {
            warnings.append(
                "this machine has no AWS profiles, \(lookup.profile) neither; signed with the keys in the environment")
        }
        return .found(
            FoundCredentials(
                credentials: try keys.credentials(missingSecret: "AWS_SECRET_ACCESS_KEY"),
                source: "environment variables", warnings: warnings))
    }
}
