public import Failures
import Threads

/// Keeps the rate of logins below the rates at which Aurora throttles IAM logins. A login with the same token as
/// another one of the last second does not count as another identity.
///
/// Source: Aurora User Guide, IAM database authentication: 200 new connections a second on a cluster, 20 with distinct
/// tokens. The limits here leave some to other clients.
public final class LoginPace: Sendable {
    private struct Turns {
        var ofIdentities: [(name: String, at: Int64)] = []
        var ofCluster: [String: [Int64]] = [:]
    }

    private static let second: Int64 = 1_000_000_000
    private let turns = Locked(Turns())
    private let mostIdentities: Int
    private let mostOfCluster: Int

    /// - Parameters:
    ///   - mostIdentities: The maximum number of distinct identities in any second.
    ///   - mostOfCluster: The maximum number of logins to one cluster in any second.
    public init(mostIdentities: Int = 15, mostOfCluster: Int = 150) {
        self.mostIdentities = mostIdentities
        self.mostOfCluster = mostOfCluster
    }

    /// Reserves the next turn of a login and returns the wait before it in nanoseconds.
    public func turn(
        cluster: String, identity: String, at now: Int64
    ) -> Int64 {
        turns.withLock { turns in
            let start = now - Self.second
            turns.ofIdentities.removeAll { $0.at <= start }
            var ofCluster = (turns.ofCluster[cluster] ?? []).filter { $0 > start }
            var at = now
            if ofCluster.count >= mostOfCluster {
                at = max(at, ofCluster[ofCluster.count - mostOfCluster] + Self.second)
            }
            if !turns.ofIdentities.contains(where: { $0.name == identity && $0.at > at - Self.second }) {
                let taken = turns.ofIdentities.map(\.at).sorted()
                if taken.count >= mostIdentities {
                    at = max(at, taken[taken.count - mostIdentities] + Self.second)
                }
                turns.ofIdentities.append((identity, at))
            }
            ofCluster.append(at)
            turns.ofCluster[cluster] = ofCluster
            return at - now
        }
    }

    /// The number of seconds before the next login after a failed one, which grows with the number of failed logins
    /// before it. Nil when another login would not help, or could lock the account.
    public static func pause(after failure: Failure, _ failed: Int) -> Int64? {
        let pauses: [Int64] = [2, 4, 8, 16]
        let causes: [Cause] = [.throttled, .agentOverloaded, .maxConnections]
        guard failure.status == .temporary || failure.cause.map(causes.contains) == true else { return nil }
        return pauses.indices.contains(failed) ? pauses[failed] : nil
    }
}
