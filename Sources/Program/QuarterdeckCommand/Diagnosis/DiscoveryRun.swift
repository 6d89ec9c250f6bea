import AWSCalls
import AWSCredentials
import CPlatform
import ClusterAccess
import Console
import Discovery
import DoctorRunner
import Failures
import Glibc
import Threads

/// Searches several regions in parallel, each on a thread of its own.
final class DiscoveryRun: Sendable {
    struct Outcome {
        var found: [FoundDatabase] = []
        var regions = 0
        var failed = 0
        /// The first region's failure; nil when all searches succeeded.
        var failure: Failure?

        var summary: String {
            let usable = found.count(where: \.isUsable)
            let places = regions == 1 ? "1 region" : "\(regions) regions"
            return
                "\(found.count == 1 ? "1 cluster" : "\(found.count) clusters") in \(places), \(usable) usable with a token"
                + (failed > 0 ? "; \(failed) not searched" : "")
        }
    }

    private struct State {
        var outcome = Outcome()
        var next = 0
        var running = 0
        /// The kinds of databases that AWS refused to list; each is reported once for all regions.
        var skipped: Set<String> = []
        var output: Failure?
    }

    private let plan: DiscoveryPlan
    private let printer: DiscoveryPrinter?
    private let state = Locked(State())
    private let cancel = WakeSignal()
    private let done = WakeSignal()

    private static let threads = 8

    init(_ plan: DiscoveryPlan, _ printer: DiscoveryPrinter?) {
        self.plan = plan
        self.printer = printer
    }

    /// Searches all regions. Blocks; Ctrl-C ends it.
    ///
    /// - Throws: A `Failure`: there are no credentials, or standard output cannot be written.
    func run() throws(Failure) -> Outcome {
        // One identity after the other, so that a code is requested once and on this thread.
        var failures: [String: Failure] = [:]
        for search in plan.searches where failures[search.profile] == nil {
            do throws(Failure) {
                _ = try plan.context.store.credentials(for: CredentialIdentity(search.choice, region: search.region))
            } catch {
                if plan.searches.allSatisfy({ $0.profile == search.profile }) { throw error }
                failures[search.profile] = error
                ErrorReport.write(error)
            }
        }
        let searches = plan.searches.filter { failures[$0.profile] == nil }
        state.withLock { state in
            state.outcome.regions = plan.searches.count
            state.outcome.failed = plan.searches.count - searches.count
            state.outcome.failure = failures.first?.value
        }
        for _ in 0..<min(Self.threads, searches.count) {
            state.withLock { $0.running += 1 }
            let started = DetachedThread.start { [self] in
                work(searches)
                if state.withLock({ state in
                    state.running -= 1
                    return state.running == 0
                }) {
                    done.raise()
                }
            }
            if !started { state.withLock { $0.running -= 1 } }
        }
        if state.withLock({ $0.running == 0 && $0.next < searches.count }) {
            work(searches)
        } else if !searches.isEmpty {
            while qd_wait(done.descriptor, Int16(POLLIN), -1, 1_000) != 1, state.withLock({ $0.running > 0 }) {}
        }
        if let failure = state.withLock({ $0.output }) { throw failure }
        return state.withLock { $0.outcome }
    }

    private func work(_ searches: [DiscoveryPlan.Search]) {
        while true {
            let turn = state.withLock { state -> Int? in
                guard state.next < searches.count, state.output == nil else { return nil }
                state.next += 1
                return state.next - 1
            }
            guard let turn else { return }
            search(searches[turn], includesGlobal: isFirst(turn, searches))
        }
    }

    /// Global databases are the same in all regions of an account, so only the first region's search queries them.
    private func isFirst(_ turn: Int, _ searches: [DiscoveryPlan.Search]) -> Bool {
        !searches[..<turn].contains { $0.profile == searches[turn].profile }
    }

    private func search(_ search: DiscoveryPlan.Search, includesGlobal: Bool) {
        let access = AWSAccess(
            session: plan.session, context: plan.context, choice: search.choice, region: search.region, cancel: cancel)
        do throws(Failure) {
            let client = try access.client()
            do throws(AWSRefusal) {
                try RegionSearch(client, region: search.region, includesGlobal: includesGlobal).run { event in
                    self.report(event, search)
                }
            } catch {
                throw error.failure(
                    "cannot list the clusters in \(search.region)",
                    next: error.kind == .denied
                        ? "allow rds:DescribeDBClusters, or add the clusters to the profile file by hand"
                        : "check the region and the network, then repeat the command")
            }
        } catch {
            state.withLock { state in
                state.outcome.failed += 1
                if state.outcome.failure == nil { state.outcome.failure = error } else { ErrorReport.write(error) }
            }
        }
    }

    /// Reports one event at a time, from any thread. Returns whether to continue.
    private func report(_ event: RegionSearch.Event, _ search: DiscoveryPlan.Search) -> Bool {
        state.withLock { state in
            guard state.output == nil else { return false }
            switch event {
            case .found(let database):
                state.outcome.found.append(database)
                do throws(Failure) {
                    try printer?.write(database, profile: search.profile)
                } catch {
                    state.output = error
                    return false
                }
            case .skipped(let part, let refusal):
                guard state.skipped.insert("\(part) \(refusal.kind)").inserted else { return true }
                ErrorReport.warn(
                    "\(part) in \(search.region) are left out: \(refusal.code.isEmpty ? "" : refusal.code + ", ")\(refusal.reason)"
                )
            }
            return true
        }
    }
}
