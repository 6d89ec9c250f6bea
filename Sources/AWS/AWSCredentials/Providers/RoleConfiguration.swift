import Failures

/// A profile's settings for an assumed role.
///
/// Source: `botocore.credentials.AssumeRoleProvider._get_role_config`.
struct RoleConfiguration {
    /// The source of the credentials with which the role is assumed.
    enum Source {
        case profile(String)
        case named(String)
    }

    let profile: String
    let arn: String
    let source: Source
    let externalID: String?
    let sessionName: String?
    let mfaSerial: String?
    let duration: Int?

    /// Whether a profile configures an assumed role without a web identity.
    static func isConfigured(_ profile: String, _ files: AWSFiles) -> Bool {
        files.merged("role_arn", of: profile) != nil && files.merged("web_identity_token_file", of: profile) == nil
    }

    /// Reads the profile's keys.
    ///
    /// - Throws: A `Failure` with status `badConfiguration` that names the profile or the place.
    init(_ profile: String, _ files: AWSFiles) throws(Failure) {
        func value(_ key: String) -> String? { files.merged(key, of: profile)?.text }
        self.profile = profile
        arn = value("role_arn") ?? ""
        externalID = value("external_id")
        sessionName = value("role_session_name")
        mfaSerial = value("mfa_serial")
        duration = value("duration_seconds").flatMap { Int($0) }
        switch (value("source_profile"), value("credential_source")) {
        case (let name?, nil): source = .profile(name)
        case (nil, let name?): source = .named(name)
        case (nil, nil):
            throw Failure(
                .badConfiguration, "AWS credentials are incomplete",
                why: "the profile \(profile) has a role_arn without source_profile or credential_source",
                next: "say whose credentials assume the role: source_profile = NAME")
        case (_?, _?):
            throw Failure(
                .badConfiguration, "the AWS profile \"\(profile)\" contradicts itself",
                why: "it has both source_profile and credential_source", next: "take one of the two out")
        }
        guard !arn.isEmpty else {
            throw Failure(
                .badConfiguration, "the AWS profile \"\(profile)\" names no role",
                why: "role_arn is empty in \(files.merged("role_arn", of: profile)?.place ?? profile)",
                next: "role_arn = arn:aws:iam::ACCOUNT:role/NAME")
        }
    }

    /// The request in the form whose hash names botocore's cache file.
    var cacheKey: String {
        var members: [String: PythonJSON.Value] = ["RoleArn": .text(arn)]
        if let sessionName { members["RoleSessionName"] = .text(sessionName) }
        if let externalID { members["ExternalId"] = .text(externalID) }
        if let mfaSerial { members["SerialNumber"] = .text(mfaSerial) }
        if let duration { members["DurationSeconds"] = .number(duration) }
        return PythonJSON.object(members)
    }
}
