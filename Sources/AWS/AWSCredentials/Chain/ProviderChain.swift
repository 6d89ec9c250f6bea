public import Failures
import SigV4

/// The providers in search order; the first with credentials wins.
public struct ProviderChain: Sendable {
    private let providers: [any CredentialProvider]

    /// A chain of chosen providers.
    public init(_ providers: [any CredentialProvider]) {
        self.providers = providers
    }

    /// The order of botocore 1.43. Source: `botocore.credentials.create_credential_resolver`.
    public static var standard: ProviderChain {
        ProviderChain(
            [EnvironmentProvider(), AssumeRoleProvider()] + ofProfile + [
                ContainerProvider(), InstanceMetadataProvider(),
            ])
    }

    /// The providers that read a profile, in the order of botocore 1.43. Source: `ProfileProviderBuilder`.
    static var ofProfile: [any CredentialProvider] {
        [
            WebIdentityProvider(), SSOProvider(), SharedCredentialsProvider(),
            LoginSessionProvider(), ProcessProvider(), ConfigFileProvider(),
        ]
    }

    /// Searches for valid credentials. Blocks while the providers work.
    ///
    /// - Throws: A `Failure`: nothing found, or found and unusable.
    public func resolve(_ lookup: CredentialLookup) throws(Failure) -> ResolvedCredentials {
        try explain(lookup).outcome.get()
    }

    /// Searches and returns the trail, whether the search succeeds or fails. Blocks while the providers work.
    public func explain(_ lookup: CredentialLookup) -> CredentialExplanation {
        for warning in lookup.files.warnings { lookup.remark("AWS files", warning) }
        do throws(Failure) {
            if lookup.isProfileNamed, !lookup.files.has(lookup.profile), !lookup.standsInForMissingProfile {
                throw missingProfile(lookup)
            }
            guard let found = try first(lookup) else { throw nothing(lookup) }
            let warnings = try CredentialCheck.check(found, now: lookup.services.clock())
            let trail = CredentialTrail(
                steps: lookup.trail.all, winner: found.source, expiration: found.credentials.expiration)
            let resolved = ResolvedCredentials(
                credentials: found.credentials, source: found.source, warnings: found.warnings + warnings,
                isRenewable: found.isRenewable, identity: found.identity, access: found.access, trail: trail)
            return CredentialExplanation(trail: trail, outcome: .success(resolved))
        } catch {
            return CredentialExplanation(
                trail: CredentialTrail(steps: lookup.trail.all, winner: nil, expiration: nil), outcome: .failure(error))
        }
    }

    /// The result of the first provider that has credentials; nil when none has.
    func first(_ lookup: CredentialLookup) throws(Failure) -> FoundCredentials? {
        for provider in providers {
            if let found = try lookup.ask(provider) { return found }
        }
        return nil
    }

    private func nothing(_ lookup: CredentialLookup) -> Failure {
        Failure(
            .notPermitted, "no AWS credentials found",
            why: lookup.trail.all.filter { $0.depth == 0 && $0.answer != CredentialTrail.notConfigured }
                .map { "\($0.provider): \($0.answer)" }.joined(separator: "; "),
            next: "export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile with --aws-profile",
            cause: .credentialsMissing)
    }

    private func missingProfile(_ lookup: CredentialLookup) -> Failure {
        let known = lookup.files.profileNames
        let names = known.prefix(8).joined(separator: ", ") + (known.count > 8 ? ", …" : "")
        return Failure(
            .badConfiguration, "there is no AWS profile \"\(lookup.profile)\"",
            why: "neither \(lookup.files.names.config) nor \(lookup.files.names.credentials) has it",
            next: known.isEmpty
                ? "aws configure --profile \(Quoting.shellWord(lookup.profile))" : "use one of: \(names)",
            cause: .credentialsMissing)
    }
}
