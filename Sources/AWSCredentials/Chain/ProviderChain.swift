public import Failures
public import SigV4
import Timestamps

/// What a search found, and how.
public struct ResolvedCredentials: Sendable {
    /// Good at the moment of the search.
    public let credentials: Credentials
    /// The place in words.
    public let source: String
    /// What a person should know about them, one line each.
    public let warnings: [String]
    /// Whether the place gives others when these end.
    public let isRenewable: Bool
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
        ProviderChain(
            [EnvironmentProvider(), AssumeRoleProvider()] + ofProfile + [
                ContainerProvider(), InstanceMetadataProvider(),
            ])
    }

    /// The places that a profile alone tells, in the order of botocore 1.43. Source: `ProfileProviderBuilder`.
    static var ofProfile: [any CredentialProvider] {
        [
            WebIdentityProvider(), SSOProvider(), SharedCredentialsProvider(),
            LoginSessionProvider(), ProcessProvider(), ConfigFileProvider(),
        ]
    }

    /// Searches for credentials that are good now. Blocks as long as the places take.
    ///
    /// - Throws: A `Failure`: nothing found, or found and unusable.
    public func resolve(_ lookup: CredentialLookup) throws(Failure) -> ResolvedCredentials {
        try explain(lookup).outcome.get()
    }

    /// Searches, and tells the path that was taken however it ends. Blocks as long as the places take.
    public func explain(_ lookup: CredentialLookup) -> CredentialExplanation {
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
                isRenewable: found.isRenewable, trail: trail)
            return CredentialExplanation(trail: trail, outcome: .success(resolved))
        } catch {
            return CredentialExplanation(
                trail: CredentialTrail(steps: lookup.trail.all, winner: nil, expiration: nil), outcome: .failure(error))
        }
    }

    /// What the first place answers that has anything; nil when none has.
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

/// A search that has ended, however it ended.
public struct CredentialExplanation: Sendable {
    /// Every place that was asked.
    public let trail: CredentialTrail
    /// The credentials, or why there are none.
    public let outcome: Result<ResolvedCredentials, Failure>
}

extension CredentialLookup {
    /// Writes down something that was looked at on the way.
    func note(_ place: String, _ answer: String) {
        trail.end(
            trail.begin(), .init(provider: place, answer: answer, depth: depth + 1, at: services.clock()))
    }

    /// Asks one place and writes down what it answers; nil when it has nothing.
    func ask(_ provider: any CredentialProvider) throws(Failure) -> FoundCredentials? {
        let index = trail.begin()
        do throws(Failure) {
            switch try provider.answer(self) {
            case .absent(let reason):
                close(index, provider.name, reason)
                return nil
            case .found(let found):
                close(index, provider.name, found.inWords)
                return found
            }
        } catch {
            close(index, provider.name, error.inWords)
            throw error
        }
    }

    /// Does something that has a step of its own in the trail.
    func noting(
        _ name: String, _ body: () throws(Failure) -> FoundCredentials
    ) throws(Failure) -> FoundCredentials {
        let index = trail.begin()
        do throws(Failure) {
            let found = try body()
            close(index, name, found.inWords)
            return found
        } catch {
            close(index, name, error.inWords)
            throw error
        }
    }

    private func close(_ index: Int, _ name: String, _ answer: String) {
        trail.end(index, .init(provider: name, answer: answer, depth: depth, at: services.clock()))
    }
}

extension FoundCredentials {
    fileprivate var inWords: String {
        "found: \(source)" + (credentials.expiration.map { ", good until \($0.rfc3339)" } ?? "")
    }
}

extension Failure {
    fileprivate var inWords: String {
        "failed: \(what)" + (why.map { ": \($0)" } ?? "")
    }
}
