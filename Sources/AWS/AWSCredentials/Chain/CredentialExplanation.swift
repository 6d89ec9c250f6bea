public import Failures

/// A finished search, with its steps and its outcome.
public struct CredentialExplanation: Sendable {
    /// Every source that was searched.
    public let trail: CredentialTrail
    /// The credentials, or why there are none.
    public let outcome: Result<ResolvedCredentials, Failure>

    /// A search that failed before it reached any source.
    static func failed(_ failure: Failure) -> CredentialExplanation {
        CredentialExplanation(
            trail: CredentialTrail(steps: [], winner: nil, expiration: nil), outcome: .failure(failure))
    }
}
