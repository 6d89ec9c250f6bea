import Threads
public import Timestamps

/// The steps of a search: every source and its result. Contains no secret.
public struct CredentialTrail: Sendable, Equatable {
    /// One source and its result in words.
    public struct Step: Sendable, Equatable {
        /// The source.
        public let provider: String
        /// The result in words.
        public let answer: String
        /// 0 for sources of the chain; higher for sources that those used.
        public let depth: Int
        /// The time of the result.
        public let at: Timestamp
    }

    /// In the order of the search.
    public let steps: [Step]
    /// The source of the credentials in use; nil when there are none.
    public let winner: String?
    /// The expiry of the credentials, if known.
    public let expiration: Timestamp?

    /// The result of a source that is not set up.
    static let notConfigured = "not configured"
}

/// Records a trail. A role's source credentials are recorded in the same trail.
final class TrailLog: Sendable {
    private let steps = Locked<[CredentialTrail.Step?]>([])

    /// Reserves the position of a step that begins.
    func begin() -> Int {
        steps.withLock { steps in
            steps.append(nil)
            return steps.count - 1
        }
    }

    /// Records the result of a step.
    func end(_ index: Int, _ step: CredentialTrail.Step) {
        steps.withLock { $0[index] = step }
    }

    /// The finished steps.
    var all: [CredentialTrail.Step] { steps.withLock { $0.compactMap(\.self) } }
}
