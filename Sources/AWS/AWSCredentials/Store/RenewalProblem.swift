import Failures
import Timestamps

extension ResolvedCredentials {
    /// The same credentials, with the reason why their renewal failed.
    func adding(_ problem: Failure) -> ResolvedCredentials {
        ResolvedCredentials(
            credentials: credentials, source: source,
            warnings: warnings + [
                "the credentials cannot be renewed: \(problem.explained)"
            ],
            isRenewable: isRenewable, identity: identity, access: access?.fixed, trail: trail)
    }
}
