import Failures
import HTTP

/// A profile's settings for IAM Identity Center, in either form: with its own start page, or with an `[sso-session]`
/// that several profiles share.
///
/// Source: `botocore.credentials.SSOProvider._load_sso_config`.
struct SSOConfiguration: Equatable {
    let profile: String
    let startURL: String
    let region: String
    let roleName: String
    let accountID: String
    /// The name of the `[sso-session]`; nil in the older form.
    let session: String?
    /// The scopes of a login: the session's `sso_registration_scopes`.
    let scopes: [String]

    /// Reads the profile's keys; nil when it configures no role of Identity Center.
    ///
    /// - Throws: A `Failure` with status `badConfiguration`.
    init?(_ profile: String, _ files: AWSFiles) throws(Failure) {
        func own(_ key: String) -> String? { files.merged(key, of: profile)?.text }
        guard own("sso_role_name") != nil || own("sso_account_id") != nil else { return nil }
        session = own("sso_session")
        var shared: AWSProfile?
        if let session {
            guard let section = files.singleSignOn[session] else {
                throw Failure(
                    .badConfiguration, "there is no section [sso-session \(session)]",
                    why: "sso_session of profile \(profile) names it", next: "aws configure sso-session")
            }
            for (key, entry) in section.entries.sorted(by: { $0.key < $1.key }) {
                guard let other = own(key), other != entry.value else { continue }
                throw Failure(
                    .badConfiguration, "the AWS profile \"\(profile)\" contradicts its sso-session",
                    why: "\(key) is another one at \(section.place(of: key))", next: "take one of the two out")
            }
            shared = section
        }
        var missing: [String] = []
        func needed(_ key: String, _ value: String?) -> String {
            if value == nil { missing.append(key) }
            return value ?? ""
        }
        roleName = needed("sso_role_name", shared?["sso_role_name"] ?? own("sso_role_name"))
        accountID = needed("sso_account_id", shared?["sso_account_id"] ?? own("sso_account_id"))
        // A session must have its start page in its own section.
        startURL = needed("sso_start_url", session == nil ? own("sso_start_url") : shared?["sso_start_url"])
        region = needed("sso_region", session == nil ? own("sso_region") : shared?["sso_region"])
        scopes = (shared?["sso_registration_scopes"] ?? "").split(separator: ",").map {
            $0.filter { !$0.isWhitespace }
        }
        self.profile = profile
        guard missing.isEmpty else {
            throw Failure(
                .badConfiguration, "the AWS profile \"\(profile)\" is configured for SSO, and not completely",
                why: "it lacks \(missing.joined(separator: ", "))",
                next: "aws configure sso --profile \(Quoting.shellWord(profile))")
        }
    }

    /// The session's name for messages.
    var sessionInWords: String { session.map { "sso-session \($0)" } ?? shownStartURL }

    /// The start page, for messages.
    var shownStartURL: String { HTTPAddress.shown(startURL) }

    /// The text whose hash names the token's cache file.
    var tokenName: String { session ?? startURL }

    /// The request in the form whose hash names the AWS CLI's cache file.
    var cacheKey: String {
        var members: [String: PythonJSON.Value] = ["roleName": .text(roleName), "accountId": .text(accountID)]
        members[session == nil ? "startUrl" : "sessionName"] = .text(tokenName)
        return PythonJSON.object(members, isCompact: true)
    }
}
