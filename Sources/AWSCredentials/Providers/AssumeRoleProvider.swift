public import Failures
import Secrets
import SigV4
import Timestamps

/// A role that is assumed with the credentials of another profile, of the environment, of the container or of the
/// instance; roles may follow each other.
///
/// Source: `botocore.credentials.AssumeRoleProvider`.
public struct AssumeRoleProvider: CredentialProvider {
    /// The place, in words.
    public let name = "assumed role"

    /// Makes the provider.
    public init() {}

    /// Assumes the role of the lookup's profile: a call to STS for every role on the way, unless the AWS CLI's cache has
    /// its credentials.
    public func answer(_ lookup: CredentialLookup) throws(Failure) -> CredentialAnswer {
        guard RoleConfiguration.isConfigured(lookup.profile, lookup.files) else {
            return .absent(CredentialTrail.notConfigured)
        }
        return .found(try assume(lookup, visited: [lookup.profile]))
    }

    fileprivate func assume(_ lookup: CredentialLookup, visited: [String]) throws(Failure) -> FoundCredentials {
        let role = try RoleConfiguration(lookup.profile, lookup.files)
        // Before anything is asked: a mistake in the files is one whatever the network says.
        let source = try RoleSource(role, lookup, visited: visited)
        let cache = CredentialCache(lookup.environment, key: role.cacheKey)
        let kept = cache.read()
        let now = lookup.services.clock()
        func found(_ credentials: Credentials, _ warnings: [String] = []) -> FoundCredentials {
            FoundCredentials(
                credentials: credentials, source: "role \(role.arn) of profile \(role.profile)", warnings: warnings,
                isRenewable: true)
        }
        if let kept, let end = kept.expiration, end.seconds(since: now) >= CredentialCache.renewalSeconds {
            lookup.note("AWS CLI's cache", "found: \(cache.place)")
            return found(kept)
        }
        do throws(Failure) {
            let fresh = try call(role, source, lookup)
            // What a person had to type for is kept; the rest is asked for again, and written nowhere.
            if role.mfaSerial != nil { cache.write(fresh.credentials) }
            return found(fresh.credentials, fresh.warnings)
        } catch {
            // Kept ones that are about to end are better than none, and the reason is told.
            guard let kept, let end = kept.expiration, end > now, error.status != .interrupted else { throw error }
            return found(kept, ["the role cannot be assumed again: \(error.why ?? error.what)"])
        }
    }

    private func call(
        _ role: RoleConfiguration, _ source: RoleSource, _ lookup: CredentialLookup
    ) throws(Failure) -> (credentials: Credentials, warnings: [String]) {
        let base = try source.credentials(lookup)
        let warnings = try CredentialCheck.check(base, now: lookup.services.clock())
        var call = SecurityTokenCall("AssumeRole")
        call.add("RoleArn", role.arn)
        call.add("RoleSessionName", role.sessionName ?? "quarterdeck-\(lookup.services.clock().secondsSince1970)")
        call.add("ExternalId", role.externalID)
        call.add("DurationSeconds", role.duration.map { String($0) })
        if let serial = role.mfaSerial {
            let device = MFADevice(serial: serial, role: role.arn, profile: role.profile)
            call.add("SerialNumber", serial)
            call.fields.append(("TokenCode", try lookup.services.interaction.code(for: device)))
        }
        let credentials = try call.send(
            lookup, signedBy: base.credentials, failing: "cannot assume the role \(role.arn)")
        return (credentials, base.warnings + warnings)
    }
}

/// Where the credentials come from that a role is assumed with, checked before anything is asked.
struct RoleSource {
    private enum Origin {
        case role
        case keys
        case named(any CredentialProvider)
    }

    private let origin: Origin
    private let profile: String
    private let visited: [String]

    /// - Throws: A `Failure` with status `badConfiguration`: no such profile or source, or a loop.
    init(_ role: RoleConfiguration, _ lookup: CredentialLookup, visited: [String]) throws(Failure) {
        switch role.source {
        case .named(let name):
            let known: [String: any CredentialProvider] = [
                "Environment": EnvironmentProvider(), "EcsContainer": ContainerProvider(),
                "Ec2InstanceMetadata": InstanceMetadataProvider(),
            ]
            guard let provider = known[name] else {
                throw Failure(
                    .badConfiguration, "\"\(name)\" is not a credential source",
                    why: "credential_source of profile \(role.profile)",
                    next: "use Environment, Ec2InstanceMetadata or EcsContainer")
            }
            (origin, profile, self.visited) = (.named(provider), role.profile, visited)
        case .profile(let name):
            guard lookup.files.has(name) else {
                throw Failure(
                    .badConfiguration, "there is no AWS profile \"\(name)\"",
                    why: "source_profile of profile \(role.profile) names it", next: "add it, or name another one")
            }
            let files = lookup.files
            let hasKeys = ["aws_access_key_id", "aws_secret_access_key"].contains {
                files.merged($0, of: name) != nil
            }
            // A profile may be its own source when it has keys as well.
            if visited.contains(name), name != role.profile || !hasKeys {
                throw Failure(
                    .badConfiguration, "the AWS profiles' roles go round in a circle",
                    why: (visited + [name]).joined(separator: " -> "),
                    next: "let one of them have a source_profile with credentials")
            }
            let isRole = !hasKeys && RoleConfiguration.isConfigured(name, lookup.files)
            (origin, profile, self.visited) = (isRole ? .role : .keys, name, visited + [name])
        }
        if case .role = origin { _ = try Self.check(profile, lookup, visited: self.visited) }
    }

    private static func check(
        _ profile: String, _ lookup: CredentialLookup, visited: [String]
    ) throws(Failure) -> RoleSource {
        try RoleSource(try RoleConfiguration(profile, lookup.files), lookup.source(profile), visited: visited)
    }

    /// The credentials; blocks as long as their place takes.
    func credentials(_ lookup: CredentialLookup) throws(Failure) -> FoundCredentials {
        switch origin {
        case .named(let provider):
            if let found = try lookup.namedSource().ask(provider) { return found }
            throw Failure(
                .notPermitted, "there are no credentials to assume the role with",
                why: "credential_source of profile \(profile) names the \(provider.name), which has none",
                next: "correct credential_source, or give that source credentials")
        case .role:
            let provider = AssumeRoleProvider()
            let source = lookup.source(profile)
            return try source.noting("role of profile \(profile)") { () throws(Failure) in
                try provider.assume(source, visited: visited)
            }
        case .keys:
            if let found = try ProviderChain(ProviderChain.ofProfile).first(lookup.source(profile)) { return found }
            throw Failure(
                .badConfiguration, "the source profile \"\(profile)\" has no credentials",
                why: "a role is to be assumed with them", next: "add credentials to it, or name another source_profile")
        }
    }
}
