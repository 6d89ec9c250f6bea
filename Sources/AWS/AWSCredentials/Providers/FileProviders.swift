public import Failures

/// A profile's keys in the shared credentials file.
///
/// Source: `botocore.credentials.SharedCredentialProvider`.
public struct SharedCredentialsProvider: CredentialProvider {
    public let name = "shared credentials file"

    public init() {}

    /// Reads the lookup's profile; does not block.
    public func answer(_ lookup: CredentialLookup) throws(Failure) -> CredentialAnswer {
        try lookup.files.credentials[lookup.profile].answer(lookup.profile, file: lookup.files.names.credentials)
    }
}

/// A profile's keys in the config file.
///
/// Source: `botocore.credentials.ConfigProvider`.
public struct ConfigFileProvider: CredentialProvider {
    public let name = "config file"

    public init() {}

    /// Reads the lookup's profile; does not block.
    public func answer(_ lookup: CredentialLookup) throws(Failure) -> CredentialAnswer {
        try lookup.files.config[lookup.profile].answer(lookup.profile, file: lookup.files.names.config)
    }
}

extension AWSProfile? {
    /// Written by tools that store temporary keys in the file (saml2aws, yawsso, aws-azure-login, aws-mfa and others);
    /// botocore knows none of these keys.
    private static var notes: [String] {
        [
            "x_security_token_expires", "aws_credential_expiration", "aws_session_expiration", "aws_expiration",
            "expiration", "token_expiration",
        ]
    }

    /// The static keys of a profile.
    fileprivate func answer(_ name: String, file: String) throws(Failure) -> CredentialAnswer {
        guard let profile = self else { return .absent("no profile \(name) in \(file)") }
        func value(_ keys: String...) -> StaticKeys.Value? {
            keys.lazy.compactMap { key in profile[key].map { ($0, "`\(key)` in \(profile.place(of: key))") } }.first
        }
        guard let accessKeyID = value("aws_access_key_id") else {
            return .absent("the profile \(name) has no aws_access_key_id in \(file)")
        }
        let keys = StaticKeys(
            accessKeyID: accessKeyID, secretAccessKey: value("aws_secret_access_key"),
            sessionToken: value("aws_security_token", "aws_session_token"),
            expiration: nil, hints: Self.notes.compactMap { profile[$0] })
        return .found(
            FoundCredentials(
                credentials: try keys.credentials(missingSecret: "aws_secret_access_key in \(file)"),
                source: "profile \(name) in \(file)"))
    }
}
