public import Failures
public import SigV4

/// What a search found, and how.
public struct ResolvedCredentials: Sendable {
    /// Good at the moment of the search.
    public let credentials: Credentials
    /// The place in words.
    public let source: String
    /// What a person should know about them, one line each.
    public let warnings: [String]
    /// Every place that was asked.
    public let trail: CredentialTrail
}

/// The places that are searched, in order; the first that has credentials wins.
public struct ProviderChain: Sendable {
    private let providers: [any CredentialProvider]

    /// A chain of chosen providers.
    public init(_ providers: [any CredentialProvider]) {
        self.providers = providers
    }

    /// The order of botocore 1.43. Source: `botocore.credentials.create_credential_resolver`.
    public static var standard: ProviderChain {
        ProviderChain([
            EnvironmentProvider(), UnsupportedSource.assumeRole, UnsupportedSource.webIdentity,
            UnsupportedSource.singleSignOn, SharedCredentialsProvider(), UnsupportedSource.login,
            UnsupportedSource.process, ConfigFileProvider(), UnsupportedSource.container,
        ])
    }

    /// Searches for credentials that are good now.
    ///
    /// - Throws: A `Failure`: nothing found, or found and unusable.
    public func resolve(_ lookup: CredentialLookup) throws(Failure) -> ResolvedCredentials {
        if lookup.isProfileNamed, !lookup.files.has(lookup.profile), !lookup.standsInForMissingProfile {
            throw missingProfile(lookup)
        }
        var trail = CredentialTrail()
        for provider in providers {
            switch try provider.answer(lookup) {
            case .absent(let reason):
                trail.add(provider.name, reason)
            case .found(let found):
                trail.add(provider.name, "found: \(found.source)")
                let warnings = try CredentialCheck.check(found, now: lookup.now)
                return ResolvedCredentials(
                    credentials: found.credentials, source: found.source, warnings: found.warnings + warnings,
                    trail: trail)
            }
        }
        if lookup.environment["AWS_EC2_METADATA_DISABLED"]?.lowercased() != "true" {
            trail.add("instance metadata", "Quarterdeck cannot read it yet")
        }
        throw Failure(
            .notPermitted, "no AWS credentials found",
            why: trail.steps.filter { $0.answer != UnsupportedSource.notConfigured }
                .map { "\($0.provider): \($0.answer)" }.joined(separator: "; "),
            next: "export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile with --aws-profile")
    }

    private func missingProfile(_ lookup: CredentialLookup) -> Failure {
        let known = lookup.files.profileNames
        let names = known.prefix(8).joined(separator: ", ") + (known.count > 8 ? ", …" : "")
        return Failure(
            .badConfiguration, "there is no AWS profile \"\(lookup.profile)\"",
            why: "neither \(lookup.files.names.config) nor \(lookup.files.names.credentials) has it",
            next: known.isEmpty ? "aws configure --profile \(lookup.profile)" : "use one of: \(names)")
    }
}
