public import Failures

extension CredentialStore {
    /// What is known about an identity; asking for it waits for nothing.
    public struct State: Sendable {
        /// The credentials of the last search that found any; they may have ended since.
        public internal(set) var held: ResolvedCredentials?
        /// Why the last search failed; nil when it did not.
        public internal(set) var problem: Failure?
        /// The path of the last search.
        public internal(set) var trail: CredentialTrail?
        /// Whether a search is under way.
        public internal(set) var isLooking = false
    }
}
