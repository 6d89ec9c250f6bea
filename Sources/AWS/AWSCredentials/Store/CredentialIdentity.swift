/// The identity of a credential search. Clusters with equal identities share one search.
public struct CredentialIdentity: Hashable, Sendable {
    /// The profile and the origin of its name.
    public let choice: CredentialLookup.ProfileChoice
    /// The region for calls to AWS when neither environment nor profile has one. It is no part of the identity.
    public let region: String?

    public init(_ choice: CredentialLookup.ProfileChoice, region: String? = nil) {
        self.choice = choice
        self.region = region
    }

    /// Whether both are the same identity; the region is ignored.
    public static func == (left: CredentialIdentity, right: CredentialIdentity) -> Bool {
        left.choice == right.choice
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(choice)
    }
}
