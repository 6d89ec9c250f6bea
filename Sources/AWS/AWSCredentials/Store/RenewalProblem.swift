import Failures

extension ResolvedCredentials {
    /// The same credentials, with the reason why their renewal failed.
    func adding(_ problem: Failure) -> ResolvedCredentials {
        ResolvedCredentials(
            credentials: credentials, source: source,
            warnings: warnings + [
                "the credentials cannot be renewed: \(problem.what)" + (problem.why.map { ": \($0)" } ?? "")
            ],
            isRenewable: isRenewable, identity: identity, trail: trail)
    }
}
