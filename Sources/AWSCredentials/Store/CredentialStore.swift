import BlockingExecutor
public import Failures
import SigV4
import Timestamps

/// The credentials of every identity that a run of the program uses: looked up when they are first needed, once however
/// many ask, and again before they end or when the AWS files change.
///
/// A search that fails leaves credentials that are still alive where they are; the failure is told with them.
public final class CredentialStore: Sendable {
    /// From how many seconds before their end on credentials are renewed. Source: `botocore.credentials`.
    static let renewalSeconds: Int64 = 900
    /// For how many seconds a failure stands for further questions, so that a thousand clusters of one identity do not
    /// repeat it a thousand times.
    static let failureSeconds: Int64 = 5
    /// How many seconds to wait after a failed renewal.
    static let retrySeconds: Int64 = 30

    private struct Entry {
        var state = State()
        var stamp: FileStamp?
        var flight: Flight?
        var failedAt: Timestamp?
    }

    /// What to do about a question.
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

    /// Makes a store that knows nothing yet.
    ///
    /// - Parameter files: The AWS files as they were a moment ago, for the first search; later ones see what changed.
    public init(
        _ environment: AWSEnvironment, chain: ProviderChain = .standard,
        services: CredentialServices = CredentialServices(), files: AWSFiles? = nil
    ) {
        self.environment = environment
        self.chain = chain
        self.services = services
        atHand = Locked(files)
    }

    /// What is known about an identity.
    public func state(of identity: CredentialIdentity) -> State {
        entries.withLock { entries in
            guard let entry = entries[identity] else { return State() }
            var state = entry.state
            state.isLooking = entry.flight != nil
            return state
        }
    }

    /// Credentials that are good now. Blocks while they are looked up, by this caller or by another one.
    ///
    /// - Throws: A `Failure` when there are none.
    public func credentials(for identity: CredentialIdentity) throws(Failure) -> ResolvedCredentials {
        switch turn(identity) {
        case .have(let found): return found
        case .fail(let failure): throw failure
        case .join(let flight): return try usable(identity, flight.wait())
        case .search(let flight): return try usable(identity, search(identity, flight, services))
        }
    }

    /// Starts a search in the background where credentials are about to end; never asks the user anything. Waits for
    /// nothing.
    ///
    /// - Parameter whenDone: Called on another thread after a search.
    public func renewAhead(whenDone: @escaping @Sendable (CredentialIdentity) -> Void = { _ in }) {
        let quiet = services.unattended
        let now = services.clock()
        let due: [(CredentialIdentity, Flight)] = entries.withLock { entries in
            entries.compactMap { identity, entry in
                guard entry.flight == nil, let held = entry.state.held, held.isRenewable,
                    let end = held.credentials.expiration, end.seconds(since: now) < Self.renewalSeconds,
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
            if !isStarted { entries.withLock { $0[identity]?.flight = nil } }
        }
    }

    /// Forgets what is known about an identity, so that the next question is a search.
    public func forget(_ identity: CredentialIdentity) {
        entries.withLock { entries in
            entries[identity]?.stamp = nil
            entries[identity]?.failedAt = nil
        }
    }

    private func turn(_ identity: CredentialIdentity) -> Turn {
        let now = services.clock()
        let stamp = FileStamp(environment)
        return entries.withLock { entries in
            let entry = entries[identity] ?? Entry()
            let isCurrent = entry.stamp == stamp
            if isCurrent, let held = entry.state.held, Self.isFresh(held, now) { return .have(held) }
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

    /// Searches, and keeps what comes of it.
    private func search(
        _ identity: CredentialIdentity, _ flight: Flight, _ services: CredentialServices
    ) -> CredentialExplanation {
        // Before the files are read: a change meanwhile is seen by the next question.
        let stamp = FileStamp(environment)
        let explanation = explain(identity, services)
        entries.withLock { entries in
            var entry = entries[identity] ?? Entry()
            entry.flight = nil
            entry.state.trail = explanation.trail
            switch explanation.outcome {
            case .success(let found):
                entry.state.held = found
                entry.state.problem = nil
                entry.failedAt = nil
            case .failure(let failure):
                entry.state.problem = failure
                entry.failedAt = services.clock()
                // Other files are another identity: what the old ones gave does not stand in.
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
            return CredentialExplanation(
                trail: CredentialTrail(steps: [], winner: nil, expiration: nil), outcome: .failure(error))
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

    /// Whether nothing better is to be had by asking again.
    private static func isFresh(_ found: ResolvedCredentials, _ now: Timestamp) -> Bool {
        guard let end = found.credentials.expiration else { return true }
        return end.seconds(since: now) >= (found.isRenewable ? renewalSeconds : 1)
    }

    private static func isRecent(_ moment: Timestamp?, _ now: Timestamp, _ seconds: Int64) -> Bool {
        moment.map { (0..<seconds).contains(now.seconds(since: $0)) } ?? false
    }
}
