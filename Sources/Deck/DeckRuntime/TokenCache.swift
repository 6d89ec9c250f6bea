import AWSCredentials
import Deck
import Endpoints
public import Failures
public import Profiles
public import ScreenKit
import Secrets
import SigV4
import Threads
public import TokenDelivery

/// The cache of tokens. A token leaves it only for its use; the deck gets the facts.
public final class TokenCache: Sendable {
    private struct Held: Sendable {
        let token: SignedToken
        var facts: TokenFacts
        /// The identity whose credentials signed the token.
        let identity: String

        /// Whether it is for the same login and expires later than a fresh one.
        func outlives(_ fresh: Held, at now: Moment) -> Bool {
            let other = fresh.facts
            return identity == fresh.identity && facts.user == other.user && facts.host == other.host
                && facts.port == other.port && facts.region == other.region && !facts.isOlderThanClock
                && facts.secondsLeft(at: now) > other.secondsLeft(at: now)
        }
    }

    private let held = Locked<[RowID: Held]>([:])
    private let services: Services

    init(_ services: Services) {
        self.services = services
    }

    /// A token that is valid for a login now: the cached one, or a fresh one. The cached one is used only if it fits
    /// the cluster's current login and identity.
    ///
    /// - Parameter known: The deck's facts about the cached token; it is used only if they still apply.
    public func usable(
        _ row: RowID, _ cluster: Cluster, known: TokenFacts?
    ) throws(Failure) -> (token: SignedToken, facts: TokenFacts, isFresh: Bool) {
        if let known, known.isUsable(at: services.now()), let at = held.withLock({ $0[row] }), at.facts == known,
            try isCurrent(at, cluster)
        {
            return (at.token, at.facts, false)
        }
        let (token, facts) = try sign(row, cluster)
        return (token, facts, true)
    }

    /// Whether the cluster's login and credentials are still those of a token.
    private func isCurrent(_ held: Held, _ cluster: Cluster) throws(Failure) -> Bool {
        let login = try services.login(cluster)
        let facts = held.facts
        guard login.user == facts.user, login.endpoint.host == facts.host, login.port == facts.port,
            login.region == facts.region
        else { return false }
        let identity =
            if let known = services.identity(cluster) { known } else { try services.credentials(cluster).identity }
        return identity == held.identity
    }

    /// Drops a row's token unless it was signed with these credentials; with nil, it is always dropped.
    ///
    /// - Returns: The dropped token.
    func drop(_ row: RowID, unlessSignedWith credentials: ResolvedCredentials?) -> TokenFacts? {
        held.withLock { held in
            guard let at = held[row], at.identity != credentials?.identity else { return nil }
            held[row] = nil
            return at.facts
        }
    }

    /// A fresh token; the cached one if a fresh one with the same identity would expire earlier.
    @discardableResult
    func sign(
        _ row: RowID, _ cluster: Cluster
    ) throws(Failure) -> (token: SignedToken, facts: TokenFacts) {
        let resolved = try services.credentials(cluster)
        let login = try services.login(cluster)
        let now = services.now()
        let token = try SignedToken(signing: login, with: resolved.credentials, at: now.timestamp)
        services.signed(token, resolved)
        var facts = TokenFacts(
            signedAt: now, expiresAt: token.expiry.expiresAt, user: login.user, host: login.endpoint.host,
            port: login.port, region: login.region)
        facts.isLimitedByCredentials = token.expiry.limitedBy == .credentials
        facts.credentialsExpireAt = token.expiry.credentialsExpireAt
        facts.maskedKey = resolved.credentials.maskedAccessKeyID
        facts.source = resolved.source
        facts.byteCount = token.secret.count
        let fresh = Held(token: token, facts: facts, identity: resolved.identity)
        let kept = held.withLock { held -> Held in
            if var old = held[row], old.outlives(fresh, at: now) {
                old.facts.outlives = facts.expiresAt
                held[row] = old
                return old
            }
            held[row] = fresh
            return fresh
        }
        return (kept.token, kept.facts)
    }

    /// The facts about the newest token of a row.
    func latest(_ row: RowID) -> TokenFacts? { held.withLock { $0[row]?.facts } }

    /// Drops a row's token. Returns whether there was one older than `seconds`.
    public func forget(_ row: RowID, olderThan seconds: Int64, now: Moment) -> Bool {
        let old = held.withLock { $0.removeValue(forKey: row) }
        return old.map { now.uptime - $0.facts.signedAt.uptime > seconds * 1_000_000_000 } ?? false
    }

    /// Drops all tokens except those of the given rows.
    func keep(only rows: Set<RowID>) {
        held.withLock { held in held = held.filter { rows.contains($0.key) } }
    }
}
