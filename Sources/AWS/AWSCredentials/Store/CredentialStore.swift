public import Failures
import SigV4
import Threads
import Timestamps

/// The credentials of every identity in one invocation. They are looked up when first needed, once for all callers, and
/// again before they expire or when the AWS files change.
///
/// A failed search keeps credentials that are still valid and adds the failure to them.
public final class CredentialStore: Sendable {
    /// The number of seconds before expiry at which credentials are renewed. Source: `botocore.credentials`.
    static let renewalSeconds: Int64 = 900
    /// The number of seconds for which a failure answers further requests, so that a thousand clusters of one identity
    /// do not repeat the search.
    static let failureSeconds: Int64 = 5
    /// The number of seconds to wait after a failed renewal.
    static let retrySeconds: Int64 = 30

    private struct Entry {
        var state = State()
        var stamp: FileStamp?
        var flight: Flight?
        var failedAt: Timestamp?
        /// The time of the next renewal; nil: never.
        var renewalAt: Timestamp?
        var isForgotten = false

        /// Whether a new search would bring nothing better.
        func isFresh(_ now: Timestamp) -> Bool {
            state.held != nil && renewalAt.map { now < $0 } ?? true
        }
    }

    /// How to handle a request.
    private enum Turn {
        case have(ResolvedCredentials)
        case fail(Failure)
        case join(Flight)
        case search(Flight)
    }

    private let environment: AWSEnvironment
    private let chain: ProviderChain
    private let services: CredentialServices
    private let entries = Locked<[CredentialIdentity: Entry]>([:])
    private let atHand: Locked<AWSFiles?>

    /// Creates an empty store.
    ///
    /// - Parameter files: The AWS files as just read, for the first search; later searches notice changes.
    public init(
        _ environment: AWSEnvironment, chain: ProviderChain = .standard,
        services: CredentialServices = CredentialServices(), files: AWSFiles? = nil
    ) {
        self.environment = environment
        self.chain = chain
        self.services = services
        atHand = Locked(files)
    }

    /// The stored state of an identity.
    public func state(of identity: CredentialIdentity) -> State {
        entries.withLock { entries in
            guard let entry = entries[identity] else { return State() }
            var state = entry.state
            state.isLooking = entry.flight != nil
            return state
        }
    }

    /// The identity behind the credentials of the last search, while the AWS files are unchanged; nil when a new search
    /// is needed. Checks the files' metadata without opening them.
    public func identity(of identity: CredentialIdentity) -> String? {
        let stamp = FileStamp(environment)
        return entries.withLock { entries in
            guard let entry = entries[identity], entry.stamp == stamp, !entry.isForgotten else { return nil }
            return entry.state.held?.identity
        }
    }

    /// Valid credentials. Blocks while this or another caller looks them up.
    ///
    /// - Throws: A `Failure` when there are none.
    public func credentials(for identity: CredentialIdentity) throws(Failure) -> ResolvedCredentials {
        switch turn(identity) {
        case .have(let found): return found
        case .fail(let failure): throw failure
        case .join(let flight):
            let explanation = flight.wait()
            // A search without prompts does not answer a caller that allows prompts.
            if case .failure = explanation.outcome, isForgotten(identity) { return try credentials(for: identity) }
            return try usable(identity, explanation)
        case .search(let flight): return try usable(identity, search(identity, flight, services))
        }
    }

    private func isForgotten(_ identity: CredentialIdentity) -> Bool {
        entries.withLock { $0[identity]?.isForgotten == true }
    }

    /// Valid credentials, if they can be found without a prompt. Blocks during the search; a failure does not answer
    /// later requests.
    ///
    /// - Throws: A `Failure`; with status `temporary` when a prompt is needed.
    public func credentialsQuietly(for identity: CredentialIdentity) throws(Failure) -> ResolvedCredentials {
        switch turn(identity) {
        case .have(let found): return found
        case .fail(let failure): throw failure
        case .join(let flight): return try usable(identity, flight.wait())
        case .search(let flight):
            let absent = AbsentUser(for: services.interaction)
            let explanation = search(identity, flight, services, asking: absent)
            guard case .failure = explanation.outcome, absent.wasAsked else { return try usable(identity, explanation) }
            throw Failure(
                .temporary, "not logged in to AWS yet", why: "it takes a code or a login of yours",
                next: "sign a token", advice: .signToken)
        }
    }

    /// Starts a background search for each identity whose credentials expire soon. Never prompts, never blocks.
    ///
    /// - Parameter whenDone: Called on another thread after a search.
    public func renewAhead(whenDone: @escaping @Sendable (CredentialIdentity) -> Void = { _ in }) {
        let quiet = services.unattended
        let now = services.clock()
        let due: [(CredentialIdentity, Flight)] = entries.withLock { entries in
            entries.compactMap { identity, entry in
                guard entry.flight == nil, entry.state.held?.isRenewable == true, !entry.isFresh(now),
                    !Self.isRecent(entry.failedAt, now, Self.retrySeconds)
                else { return nil }
                let flight = Flight()
                entries[identity]?.flight = flight
                return (identity, flight)
            }
        }
        for (identity, flight) in due {
            let isStarted = DetachedThread.start { [self] in
                _ = search(identity, flight, quiet)
                whenDone(identity)
            }
            guard !isStarted else { continue }
            entries.withLock { $0[identity]?.flight = nil }
            let failure = Failure(.temporary, "no thread could be started for a search", next: "ulimit -u")
            flight.land(.failed(failure))
        }
    }

    /// Makes the next request for an identity start a search.
    public func forget(_ identity: CredentialIdentity) {
        entries.withLock { entries in
            entries[identity]?.isForgotten = true
        }
    }

    private func turn(_ identity: CredentialIdentity) -> Turn {
        let now = services.clock()
        let stamp = FileStamp(environment)
        return entries.withLock { entries in
            let entry = entries[identity] ?? Entry()
            let isCurrent = entry.stamp == stamp && !entry.isForgotten
            if isCurrent, let held = entry.state.held, entry.isFresh(now) { return .have(held) }
            if let flight = entry.flight { return .join(flight) }
            if isCurrent, let problem = entry.state.problem {
                if let held = entry.state.held, Self.isAlive(held, now),
                    Self.isRecent(entry.failedAt, now, Self.retrySeconds)
                {
                    return .have(held.adding(problem))
                }
                if Self.isRecent(entry.failedAt, now, Self.failureSeconds) { return .fail(problem) }
            }
            let flight = Flight()
            entries[identity, default: Entry()].flight = flight
            return .search(flight)
        }
    }

    /// Searches and stores the result. A failure for lack of a prompt answers no later request; the callers that wait
    /// for this search learn that at its end.
    private func search(
        _ identity: CredentialIdentity, _ flight: Flight, _ services: CredentialServices,
        asking absent: AbsentUser? = nil
    ) -> CredentialExplanation {
        // Taken before the files are read, so that the next request notices a change during the read.
        let stamp = FileStamp(environment)
        let explanation = explain(identity, absent.map(services.with) ?? services)
        entries.withLock { entries in
            var entry = entries[identity] ?? Entry()
            entry.flight = nil
            entry.isForgotten = false
            entry.state.trail = explanation.trail
            switch explanation.outcome {
            case .success(let found):
                entry.state.held = found
                entry.state.problem = nil
                entry.failedAt = nil
                entry.renewalAt = Self.renewal(of: found, at: services.clock())
            case .failure(let failure):
                entry.state.problem = failure
                // A user who interrupts may retry at once.
                entry.failedAt = failure.status == .interrupted ? nil : services.clock()
                entry.isForgotten = absent?.wasAsked == true
                // Changed files mean another identity: the old credentials must not be used.
                if entry.stamp != stamp { entry.state.held = nil }
            }
            entry.stamp = stamp
            entries[identity] = entry
        }
        flight.land(explanation)
        return explanation
    }

    private func explain(_ identity: CredentialIdentity, _ services: CredentialServices) -> CredentialExplanation {
        let first = atHand.withLock { files in
            defer { files = nil }
            return files
        }
        do throws(Failure) {
            let files = if let first { first } else { try AWSFiles(reading: environment) }
            return chain.explain(
                CredentialLookup(
                    choice: identity.choice, environment: environment, files: files, now: services.clock(),
                    region: identity.region, services: services))
        } catch {
            return .failed(error)
        }
    }

    private func usable(
        _ identity: CredentialIdentity, _ explanation: CredentialExplanation
    ) throws(Failure) -> ResolvedCredentials {
        switch explanation.outcome {
        case .success(let found): return found
        case .failure(let failure):
            let held = entries.withLock { $0[identity]?.state.held }
            guard let held, Self.isAlive(held, services.clock()), failure.status != .interrupted else { throw failure }
            return held.adding(failure)
        }
    }

    private static func isAlive(_ found: ResolvedCredentials, _ now: Timestamp) -> Bool {
        found.credentials.expiration.map { $0 > now } ?? true
    }

    /// The time of the next renewal: 15 minutes before expiry, or, for shorter lifetimes, after two thirds of the
    /// lifetime. Credentials that cannot be renewed are looked up again after their expiry.
    private static func renewal(of found: ResolvedCredentials, at now: Timestamp) -> Timestamp? {
        guard let end = found.credentials.expiration else { return nil }
        return found.isRenewable ? end + -min(renewalSeconds, max(0, end.seconds(since: now)) / 3) : end
    }

    private static func isRecent(_ moment: Timestamp?, _ now: Timestamp, _ seconds: Int64) -> Bool {
        moment.map { (0..<seconds).contains(now.seconds(since: $0)) } ?? false
    }
}
