public import Failures

/// A search that has ended, however it ended.
public struct CredentialExplanation: Sendable {
    /// Every place that was asked.
    public let trail: CredentialTrail
    /// The credentials, or why there are none.
    public let outcome: Result<ResolvedCredentials, Failure>
}
