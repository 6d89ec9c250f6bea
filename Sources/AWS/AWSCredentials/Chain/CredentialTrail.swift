import Threads
public import Timestamps

/// The path that a search took: every place that was asked, and what it answered. Holds no secret.
public struct CredentialTrail: Sendable, Equatable {
    /// One place and its answer in words.
    public struct Step: Sendable, Equatable {
        /// The place that was asked.
        public let provider: String
        /// What it said, in words.
        public let answer: String
        /// 0 for the places of the chain, more for those that they asked in their turn.
        public let depth: Int
        /// When the place answered.
        public let at: Timestamp
    }

    /// In the order of asking.
    public let steps: [Step]
    /// The place whose credentials are used; nil when there are none.
    public let winner: String?
    /// When they end, where that is known.
    public let expiration: Timestamp?

    /// What a place says that nobody has set up.
    static let notConfigured = "not configured"
}

/// A trail while it is made; the places that a role's credentials come from write into the same one.
final class TrailLog: Sendable {
    private let steps = Locked<[CredentialTrail.Step?]>([])

    /// Keeps the place of a step that begins.
    func begin() -> Int {
        steps.withLock { steps in
            steps.append(nil)
            return steps.count - 1
        }
    }

    /// Writes down what a place answered.
    func end(_ index: Int, _ step: CredentialTrail.Step) {
        steps.withLock { $0[index] = step }
    }

    /// The steps that have ended.
    var all: [CredentialTrail.Step] { steps.withLock { $0.compactMap(\.self) } }
}
