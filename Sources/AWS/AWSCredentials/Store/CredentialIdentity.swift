/// Whose credentials are wanted: what is looked up once, however many clusters it signs for.
public struct CredentialIdentity: Hashable, Sendable {
    /// Who named the profile, and which.
    public let choice: CredentialLookup.ProfileChoice
    /// The region for calls to AWS where neither environment nor profile say one. It makes nobody another person.
    public let region: String?

    /// Makes an identity of its parts.
    public init(_ choice: CredentialLookup.ProfileChoice, region: String? = nil) {
        self.choice = choice
        self.region = region
    }

    /// Whether both are the same person.
    public static func == (left: CredentialIdentity, right: CredentialIdentity) -> Bool {
        left.choice == right.choice
    }

    /// The person alone counts.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(choice)
    }
}
