import AWSCredentials
public import Deck
public import Failures
public import Profiles
public import ScreenKit
import SigV4
import Threads
import Timestamps
public import TokenDelivery

/// Performs the effects of `update` on threads that may block, and sends events back.
public final class EffectRunner: Sendable {
    public let tokens: TokenCache
    private let services: Services
    private let clipboards: ClipboardKeeper
    /// The warnings about credentials and their files that were already shown.
    private let told = Locked<Set<String>>([])
    private let send: @Sendable (AppEvent) -> Void

    /// The cluster of an operation.
    public struct Target: Sendable {
        public let row: RowID
        /// The cluster of the profile file.
        public let cluster: Cluster
        /// The identity that signs.
        public let identity: IdentityName
        /// The facts about its token.
        public private(set) var facts: TokenFacts?

        /// The target for a row; nil when the row is broken.
        public init?(_ id: RowID, in state: DeckState) {
            guard let row = state.row(id), let cluster = row.cluster else { return nil }
            self.row = id
            self.cluster = cluster
            identity = state.identityName(of: row)
            facts = row.token.facts
        }

        /// The same target with another token.
        func knowing(_ facts: TokenFacts) -> Target {
            var other = self
            other.facts = facts
            return other
        }
    }

    /// A runner that sends events, from any thread.
    public init(_ services: Services, send: @escaping @Sendable (AppEvent) -> Void) {
        self.services = services
        self.send = send
        tokens = TokenCache(services)
        clipboards = ClipboardKeeper(records: services.clipboardRecords, send: send)
    }

    /// Signs for clusters: one after the other for each identity, several identities in parallel.
    public func sign(_ targets: [Target]) {
        for group in Dictionary(grouping: targets, by: \.identity).values {
            work { [self] in
                var outcomes: [SigningOutcome] = []
                var declined: Failure?
                for target in group {
                    // A user who declined for one cluster has declined for all clusters of the same identity.
                    if let declined {
                        outcomes.append(SigningOutcome(row: target.row, result: .failure(declined)))
                        continue
                    }
                    do throws(Failure) {
                        let facts = try tokens.sign(target.row, target.cluster).facts
                        outcomes.append(SigningOutcome(row: target.row, result: .success(facts)))
                    } catch {
                        if error.status == .interrupted { declined = error }
                        outcomes.append(SigningOutcome(row: target.row, result: .failure(error)))
                    }
                    if outcomes.count == 512 {
                        send(.signed(outcomes, services.now()))
                        outcomes = []
                    }
                }
                send(.signed(outcomes, services.now()))
                if let first = group.first { identify(first) }
            }
        }
    }

    /// Looks up the identity for a cluster, without prompts.
    public func identify(_ target: Target) {
        work { [self] in
            let result: Result<ResolvedCredentials, Failure>
            do throws(Failure) {
                result = .success(try services.credentialsQuietly(target.cluster))
            } catch {
                result = .failure(error)
            }
            switch result {
            case .failure(let failure): send(.identity(target.identity, .failure(failure), services.now()))
            case .success(let resolved):
                warn(resolved.warnings)
                var facts = IdentityFacts(
                    maskedKey: resolved.credentials.maskedAccessKeyID, source: resolved.source,
                    trail: resolved.trail.steps.map { "\($0.provider): \($0.answer)" }, arn: nil,
                    expiresAt: resolved.credentials.expiration, seenAt: services.now())
                facts.access = resolved.access
                send(.identity(target.identity, .success(facts), services.now()))
                facts.arn = services.callerName(resolved, target.cluster)
                if facts.arn != nil { send(.identity(target.identity, .success(facts), services.now())) }
            }
        }
    }

    /// Drops the tokens of clusters whose credentials now belong to another identity or are gone, without prompts. What
    /// needs a prompt is kept, and checked before the token is used.
    public func dropForeignTokens(_ targets: [Target]) {
        for group in Dictionary(grouping: targets, by: \.identity).values {
            work { [self] in
                guard let first = group.first else { return }
                let (found, reason): (ResolvedCredentials?, String)
                do throws(Failure) {
                    let resolved = try services.credentialsQuietly(first.cluster)
                    (found, reason) = (resolved, "its credentials are now \(resolved.credentials.maskedAccessKeyID)")
                } catch {
                    guard error.status == .badConfiguration || error.status == .notPermitted else { return }
                    (found, reason) = (nil, error.what)
                }
                let dropped = group.compactMap { target in
                    tokens.drop(target.row, unlessSignedWith: found).map {
                        DroppedToken(row: target.row, facts: $0, reason: reason)
                    }
                }
                if !dropped.isEmpty { send(.dropped(dropped, services.now())) }
            }
        }
    }

    /// Writes a usable token to the clipboard file.
    public func copy(_ target: Target, format name: String) {
        work { [self] in
            do throws(Failure) {
                guard let format = TokenFormat(rawValue: name) else {
                    throw Failure(.usage, "there is no form \"\(name)\" of a token")
                }
                let file = try services.clipboardFile()
                let (token, facts) = try usable(target)
                try clipboards.write(
                    try format.render(token, now: services.now().timestamp), to: file, format: name, facts: facts,
                    for: target.row)
                services.copied(token, "\(file.path) (\(name))")
                if let caution = format.caution(for: token.login) { say(.warning, caution) }
            } catch {
                send(.notCopied(target.row, error, services.now()))
            }
        }
    }

    /// A usable token; a fresh one is reported to the deck. Blocks.
    public func usable(_ target: Target) throws(Failure) -> (token: SignedToken, facts: TokenFacts) {
        do throws(Failure) {
            let (token, facts, isFresh) = try tokens.usable(
                target.row, target.cluster, known: target.facts)
            if isFresh {
                send(.signed([SigningOutcome(row: target.row, result: .success(facts))], services.now()))
            }
            return (token, facts)
        } catch {
            send(.signed([SigningOutcome(row: target.row, result: .failure(error))], services.now()))
            throw error
        }
    }

    /// A usable token for a program that logs in several times: the one in `facts` while it is usable, then fresh ones,
    /// which are reported to the deck.
    public func usable(_ target: Target, after facts: TokenFacts) throws(Failure) -> (
        token: SignedToken, facts: TokenFacts
    ) {
        try usable(target.knowing(tokens.latest(target.row) ?? facts))
    }

    /// A token for a session's login, using the deck's latest facts. Blocks.
    public func usable(row: RowID, _ cluster: Cluster) throws(Failure) -> (token: SignedToken, facts: TokenFacts) {
        do throws(Failure) {
            let (token, facts, isFresh) = try tokens.usable(row, cluster, known: tokens.latest(row))
            if isFresh { send(.signed([SigningOutcome(row: row, result: .success(facts))], services.now())) }
            return (token, facts)
        } catch {
            send(.signed([SigningOutcome(row: row, result: .failure(error))], services.now()))
            throw error
        }
    }

    /// Reads the profile file and the settings again.
    public func reload() {
        work { [self] in
            send(.settings(services.settings(), services.now()))
            send(.profiles(services.profiles(), services.now()))
        }
    }

    /// Reads the profile file again.
    public func reloadProfiles() {
        work { [self] in send(.profiles(services.profiles(), services.now())) }
    }

    /// Reads the settings again.
    public func reloadSettings() {
        work { [self] in send(.settings(services.settings(), services.now())) }
    }

    /// Drops the tokens of clusters that no longer exist.
    public func keepTokens(of rows: Set<RowID>) { tokens.keep(only: rows) }

    /// Removes the clipboard file after its token has expired.
    public func wipe(_ clipboard: Clipboard) {
        work { [self] in clipboards.wipe(clipboard, at: services.now()) }
    }

    /// Checks whether the clipboard file is unchanged.
    public func lookAtClipboard() {
        work { [self] in clipboards.look(at: services.now()) }
    }

    /// Removes the clipboard files, unless another program has written there since. Blocks.
    public func removeClipboards() { clipboards.removeAll() }

    /// Shows warnings about credentials and their files, each once.
    public func warn(_ texts: [String]) {
        for text in texts where told.withLock({ $0.insert(text).inserted }) { say(.warning, text) }
    }

    private func say(_ kind: Message.Kind, _ text: String) {
        send(.said(Message(kind, text, at: services.now())))
    }

    /// Runs blocking work on a thread of its own.
    public func inBackground(_ body: @escaping @Sendable () -> Void) { work(body) }

    private func work(_ body: @escaping @Sendable () -> Void) {
        guard !DetachedThread.start(body) else { return }
        say(.error, "no thread could be started: this machine's limit of threads or memory is reached")
    }
}
