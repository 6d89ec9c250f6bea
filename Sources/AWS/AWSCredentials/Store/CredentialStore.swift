public import Failures
import SigV4
import Threads
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
        /// From when on others are asked for; nil: never.
        var renewalAt: Timestamp?
        var isForgotten = false

        /// Whether nothing better is to be had by asking again.
        func isFresh(_ now: Timestamp) -> Bool {
            state.held != nil && renewalAt.map { now < $0 } ?? true
        }
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

    /// Whose credentials the last search found, as long as the AWS files are those that it read; nil where that has to be
    /// searched for again. Looks at the files and opens none.
    public func identity(of identity: CredentialIdentity) -> String? {
        let stamp = FileStamp(environment)
        return entries.withLock { entries in
            guard let entry = entries[identity], entry.stamp == stamp, !entry.isForgotten else { return nil }
            return entry.state.held?.identity
        }
    }

    /// Credentials that are good now. Blocks while they are looked up, by this caller or by another one.
    ///
    /// - Throws: A `Failure` when there are none.
    public func credentials(for identity: CredentialIdentity) throws(Failure) -> ResolvedCredentials {
        switch turn(identity) {
        case .have(let found): return found
        case .fail(let failure): throw failure
        case .join(let flight):
            let explanation = flight.wait()
            // A search that could ask nobody is no answer to those who can be asked.
            if case .failure = explanation.outcome, isForgotten(identity) { return try credentials(for: identity) }
            return try usable(identity, explanation)
        case .search(let flight): return try usable(identity, search(identity, flight, services))
        }
    }

    private func isForgotten(_ identity: CredentialIdentity) -> Bool {
        entries.withLock { $0[identity]?.isForgotten == true }
    }

    /// Credentials that are good now, if they are to be had without asking the user anything. Blocks while they are
    /// looked up; a failure does not stand for later questions.
    ///
    /// - Throws: A `Failure`; with status `temporary` when the user has to be asked first.
    public func credentialsQuietly(for identity: CredentialIdentity) throws(Failure) -> ResolvedCredentials {
        switch turn(identity) {
        case .have(let found): return found
        case .fail(let failure): throw failure
        case .join(let flight): return try usable(identity, flight.wait())
        case .search(let flight):
            let nobody = AbsentUser()
            let explanation = search(identity, flight, services, asking: nobody)
            guard case .failure = explanation.outcome, nobody.wasAsked else { return try usable(identity, explanation) }
            throw Failure(
                .temporary, "not logged in to AWS yet", why: "it takes a code or a login of yours",
                next: "sign a token")
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
            let failure = Failure(.temporary, "there is no thread to be had for a search", next: "ulimit -u")
            flight.land(.failed(failure))
        }
    }

    /// Makes the next question about an identity a search, whatever is known.
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

    /// Searches, and keeps what comes of it. What failed because nobody was there to be asked stands for no later question;
    /// those who wait for this search know that when it ends.
    private func search(
        _ identity: CredentialIdentity, _ flight: Flight, _ services: CredentialServices,
        asking nobody: AbsentUser? = nil
    ) -> CredentialExplanation {
        // Before the files are read: a change meanwhile is seen by the next question.
        let stamp = FileStamp(environment)
        let explanation = explain(identity, nobody.map(services.with) ?? services)
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
                // Who interrupts may ask again at once.
                entry.failedAt = failure.status == .interrupted ? nil : services.clock()
                entry.isForgotten = nobody?.wasAsked == true
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

    /// When to ask for others: a quarter of an hour before the end, or, where they do not last that long, after two thirds
    /// of their life. What cannot be renewed is looked for again when it has ended.
    private static func renewal(of found: ResolvedCredentials, at now: Timestamp) -> Timestamp? {
        guard let end = found.credentials.expiration else { return nil }
        return found.isRenewable ? end + -min(renewalSeconds, max(0, end.seconds(since: now)) / 3) : end
    }

    private static func isRecent(_ moment: Timestamp?, _ now: Timestamp, _ seconds: Int64) -> Bool {
        moment.map { (0..<seconds).contains(now.seconds(since: $0)) } ?? false
    }
}
