import Failures
import ScreenKit
import Themes

/// When the AWS credentials of a row end, in a few cells.
struct CredentialsText {
    let text: String
    let role: Role

    /// Empty text while the credentials are unknown.
    init(_ row: ClusterRow, _ state: DeckState) {
        switch state.identities[state.identityName(of: row)] {
        case .known(let facts): self.init(left: facts.secondsLeft(at: state.now))
        case .failed(let failure): self.init(failure)
        case .asking, nil:
            if let failure = row.token.failure, Self.word(failure) != nil {
                self.init(failure)
            } else if let facts = row.token.facts {
                self.init(
                    left: facts.credentialsExpireAt.map { state.now.secondsLeft(until: $0, seenAt: facts.signedAt) })
            } else {
                self.init(text: "", role: .textDim)
            }
        }
    }

    private init(text: String, role: Role) {
        (self.text, self.role) = (text, role)
    }

    private init(left: Int64?) {
        guard let left else {
            (text, role) = ("no end", .textDim)
            return
        }
        text = left > 0 ? Self.duration(left) : "ended"
        // Credentials that expire within a token's lifetime limit it.
        role = left == 0 ? .tokenFailed : left < 900 ? .tokenLimited : .text
    }

    private init(_ failure: Failure) {
        (text, role) = (Self.word(failure) ?? "failed", .tokenFailed)
    }

    /// `3:12 h`, `41 min`, `50 s`.
    static func duration(_ seconds: Int64) -> String {
        let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60)
        if hours >= 48 { return "\(hours / 24) d" }
        if hours > 0 { return "\(hours):\(minutes < 10 ? "0" : "")\(minutes) h" }
        return minutes > 0 ? "\(minutes) min" : "\(seconds) s"
    }

    /// The word for a failure of the credentials; nil for other failures.
    private static func word(_ failure: Failure) -> String? {
        switch failure.cause {
        case .credentialsMissing: "missing"
        case .credentialsExpired: "expired"
        case .loginExpired: "login ended"
        case .sessionTokenMissing: "incomplete"
        default: nil
        }
    }
}
