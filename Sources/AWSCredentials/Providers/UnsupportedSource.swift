import Failures

/// A place that the AWS CLI takes credentials from and Quarterdeck does not read yet. It stands where the chain would
/// ask it, so that credentials that the AWS CLI would not use are never used in its stead.
struct UnsupportedSource: CredentialProvider {
    static let notConfigured = "not configured"

    let name: String
    /// Where it is configured, in words; nil when it is not.
    private let configured: @Sendable (CredentialLookup) -> String?

    func answer(_ lookup: CredentialLookup) throws(Failure) -> CredentialAnswer {
        guard let place = configured(lookup) else { return .absent(Self.notConfigured) }
        let flag = lookup.isProfileNamed ? " --profile \(lookup.profile)" : ""
        throw Failure(
            .notPermitted, "the credentials come from a source that Quarterdeck cannot read yet: \(name)",
            why: place,
            next: "eval \"$(aws configure export-credentials\(flag) --format env)\" and again, without a profile")
    }

    private static func key(_ keys: String...) -> @Sendable (CredentialLookup) -> String? {
        { lookup in
            keys.lazy.compactMap { key in
                lookup.files.value(key, of: lookup.profile).map { "`\(key)` in \($0.place)" }
            }.first
        }
    }

    static let assumeRole = UnsupportedSource(name: "an assumed role") { lookup in
        // A role with a web identity file belongs to the next source.
        guard lookup.files.value("web_identity_token_file", of: lookup.profile) == nil else { return nil }
        return key("role_arn")(lookup)
    }

    static let webIdentity = UnsupportedSource(name: "a web identity") { lookup in
        if let place = key("web_identity_token_file")(lookup) { return place }
        return lookup.usesEnvironmentKeys && lookup.environment["AWS_WEB_IDENTITY_TOKEN_FILE"] != nil
            ? "AWS_WEB_IDENTITY_TOKEN_FILE is set" : nil
    }

    static let singleSignOn = UnsupportedSource(
        name: "IAM Identity Center (SSO)", configured: key("sso_role_name", "sso_account_id"))

    static let login = UnsupportedSource(name: "aws login", configured: key("login_session"))

    static let process = UnsupportedSource(name: "a credential process", configured: key("credential_process"))
}
