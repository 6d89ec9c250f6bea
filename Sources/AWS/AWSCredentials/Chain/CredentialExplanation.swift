public import Failures

/// A search that has ended, however it ended.
public struct CredentialExplanation: Sendable {
    /// Every place that was asked.
    public let trail: CredentialTrail
    /// The credentials, or why there are none.
    public let outcome: Result<ResolvedCredentials, Failure>

    /// A search that failed before any place was asked.
    static func failed(_ failure: Failure) -> CredentialExplanation {
        CredentialExplanation(
            trail: CredentialTrail(steps: [], winner: nil, expiration: nil), outcome: .failure(failure))
    }
}
