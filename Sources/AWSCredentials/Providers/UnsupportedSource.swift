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

    static let singleSignOn = UnsupportedSource(
        name: "IAM Identity Center (SSO)", configured: key("sso_role_name", "sso_account_id"))

    static let login = UnsupportedSource(name: "aws login", configured: key("login_session"))

    static let process = UnsupportedSource(name: "a credential process", configured: key("credential_process"))
}
