import Failures

/// The source of the credentials with which a role is assumed, checked before any call.
struct RoleSource {
    private enum Origin {
        case role
        case keys
        case named(any CredentialProvider)
    }

    private let origin: Origin
    private let profile: String
    private let visited: [String]

    /// The maximum length of a chain of roles; each one is a call to AWS.
    private static let longestChain = 50

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
            guard visited.count <= Self.longestChain else {
                throw Failure(
                    .badConfiguration,
                    "the role of profile \"\(visited.first ?? name)\" is too far from its credentials",
                    why: "its chain of source_profile goes through more than \(Self.longestChain) profiles",
                    next: "let source_profile name a profile with credentials")
            }
            // A profile may be its own source if it also has keys.
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

    /// The credentials; blocks while the source works.
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
