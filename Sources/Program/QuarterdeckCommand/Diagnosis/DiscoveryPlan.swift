import AWSCredentials
import ClusterAccess
import Endpoints
import Failures
import Profiles

/// The regions to search, with their identities.
struct DiscoveryPlan {
    /// A region and the identity for its search.
    struct Search {
        let region: String
        let choice: CredentialLookup.ProfileChoice
        /// The AWS profile of a flag; empty for none.
        let profile: String
    }

    let session: Session
    let context: CredentialContext
    let searches: [Search]

    /// - Parameter writes: Whether the profile file is written, so that it may be missing.
    /// - Throws: A `Failure`: no region is known, or a region is invalid.
    init(_ session: Session, regions named: [String], awsProfiles: [String], writes: Bool) throws(Failure) {
        self.session = session
        context = try CredentialContext(session)
        for region in named where !RegionName.isWellFormed(region) {
            throw Failure(.usage, "\"\(region)\" is not a region", next: "--region eu-west-1, for instance")
        }
        let profiles = try session.loadProfilesIfPresent(mayBeNew: writes)
        var searches: [Search] = []
        let names: [String?] = awsProfiles.isEmpty ? [nil] : awsProfiles
        for name in names {
            let choice: CredentialLookup.ProfileChoice =
                name.map { .flag($0) } ?? profiles.defaults.awsProfile.map { .profileFile($0) } ?? .environment
            let lookup = CredentialLookup(
                choice: choice, environment: session.environment, files: context.files, now: session.now)
            let regions = named.isEmpty ? Self.regions(session, lookup, context, profiles) : named
            var seen: Set<String> = []
            for region in regions where seen.insert(region).inserted {
                searches.append(Search(region: region, choice: choice, profile: name ?? ""))
            }
        }
        guard !searches.isEmpty else {
            throw Failure(
                .badConfiguration, "no region to search is known",
                why: "neither AWS_REGION, nor the AWS profile, nor the profile file names one",
                next: "quarterdeck discover --region eu-west-1, for instance")
        }
        self.searches = searches
    }

    private static func regions(
        _ session: Session, _ lookup: CredentialLookup, _ context: CredentialContext, _ profiles: ProfileFile
    ) -> [String] {
        let own =
            session.environment["AWS_REGION"] ?? session.environment["AWS_DEFAULT_REGION"]
            ?? context.files.region(of: lookup.profile)
        let known = profiles.entries.compactMap { entry in
            if case .cluster(let cluster) = entry { cluster.region } else { nil }
        }
        return (own.map { [$0] } ?? []) + known.sorted()
    }
}
