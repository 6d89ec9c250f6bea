public import Failures

extension CredentialStore {
    /// The stored state of an identity; reading it never blocks.
    public struct State: Sendable {
        /// The credentials of the last successful search; they may have expired.
        public internal(set) var held: ResolvedCredentials?
        /// The failure of the last search; nil when it succeeded.
        public internal(set) var problem: Failure?
        /// The trail of the last search.
        public internal(set) var trail: CredentialTrail?
        /// Whether a search is running.
        public internal(set) var isLooking = false
    }
}
