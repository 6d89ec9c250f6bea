import CPlatform
import Console
package import Failures
import Glibc
package import ResultDelivery
import SQLWire
import SessionSetup
import Threads

/// Runs the same scripts on several clusters in parallel. A failure on one does not stop the others.
package final class FanOutRun: ForegroundRun {
    /// The maximum number of open sessions; lower if the process may open few files.
    private static var mostAtOnce: Int {
        var limit = rlimit()
        // Sockets, events, certificates and the libraries themselves.
        let (ofOne, ofAll) = (10, 40)
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = max(limit.rlim_cur, min(limit.rlim_max, 1_024))
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return max(1, min(32, (Int(clamping: limit.rlim_cur) - ofAll) / ofOne))
    }

    private let names: [String]
    private let merge: ResultMerge
    private let input: SharedInput
    private let quiet: Bool
    /// The user's limit of parallel clusters.
    private let most: Int?
    /// Creates the run of the cluster at an index: its login and credentials. May block.
    private let prepare: @Sendable (Int) throws(Failure) -> ScriptRun
    private let progress: Locked<Progress>
    private let pace = LoginPace()
    /// Raised when no further login is to follow.
    private let stop = WakeSignal()

    private struct Progress: Sendable {
        var runs: [ScriptRun?]
        var outcomes: [ExitStatus?]
        var wasInterrupted = false
    }

    package init(
        _ names: [String], _ merge: ResultMerge, input: SharedInput, quiet: Bool, most: Int? = nil,
        prepare: @escaping @Sendable (Int) throws(Failure) -> ScriptRun
    ) {
        self.names = names
        self.merge = merge
        self.input = input
        self.quiet = quiet
        self.most = most
        self.prepare = prepare
        progress = Locked(
            Progress(
                runs: Array(repeating: nil, count: names.count), outcomes: Array(repeating: nil, count: names.count)))
    }

    package func run(_ sources: [ScriptSource]) async throws(Failure) -> ExitStatus {
        let watch = Task { await tellWhoIsWaitedFor() }
        let most = min(self.most ?? Self.mostAtOnce, Self.mostAtOnce)
        // Credentials and files may block.
        let threads = ElasticThreads()
        await withTaskGroup(of: Void.self) { group in
            for index in names.indices {
                if index >= most { await group.next() }
                group.addTask(executorPreference: threads) { await self.run(index, sources) }
            }
        }
        watch.cancel()
        if let failure = merge.failure { throw failure }
        let outcomes = progress.withLock { $0.outcomes.map { $0 ?? .interrupted } }
        let failed = zip(names, outcomes).filter { $0.1 != .done }.map(\.0)
        if !failed.isEmpty, !quiet {
            let shown = failed.prefix(8).joined(separator: ", ") + (failed.count > 8 ? ", …" : "")
            ErrorReport.note("\(failed.count) of \(names.count) clusters failed: \(shown)")
        }
        return outcomes.max { $0.rawValue < $1.rawValue } ?? .done
    }

    /// Asks every waiting server to cancel, and starts nothing new.
    package func interrupt() -> Bool {
        stop.raise()
        let runs = progress.withLock { progress in
            progress.wasInterrupted = true
            return progress.runs
        }
        return runs.reduce(false) { isAtServer, run in run?.interrupt() ?? false || isAtServer }
    }

    package func abort() {
        for run in progress.withLock({ $0.runs }) { run?.abort() }
    }

    package var writeError: Int32 { merge.writeError }

    package var afterword: String? {
        let words = progress.withLock { $0.runs }.enumerated().compactMap { index, run in
            run?.afterword.map { "\(names[index]): \($0)" }
        }
        return words.isEmpty ? nil : words.joined(separator: "; ")
    }

    /// Writes the answers of the clusters after one that does not answer.
    package func conclude() {
        let stuck = progress.withLock { $0.outcomes }.enumerated().filter { $0.element == nil }.map(\.offset)
        for index in stuck { _ = merge.take(.finished, from: index) }
        guard !quiet, !stuck.isEmpty else { return }
        let shown = stuck.prefix(8).map { names[$0] }.joined(separator: ", ") + (stuck.count > 8 ? ", …" : "")
        ErrorReport.note(
            "\(names.count - stuck.count) of \(names.count) clusters were done, and what they answered is kept; "
                + "not done: \(shown)")
    }

    private func run(_ index: Int, _ sources: [ScriptSource]) async {
        let outcome: ExitStatus
        do throws(Failure) {
            outcome = try await answer(index, sources)
        } catch {
            RunReport(cluster: names[index]).write(error)
            outcome = error.status
        }
        progress.withLock { progress in
            progress.outcomes[index] = outcome
            if progress.runs[index]?.afterword == nil { progress.runs[index] = nil }
        }
        _ = merge.take(.finished, from: index)
    }

    private func answer(_ index: Int, _ sources: [ScriptSource]) async throws(Failure) -> ExitStatus {
        let run = paced(try prepare(index))
        var own: [ScriptSource] = []
        for source in sources { own.append(try input.again(source)) }
        let wasInterrupted = progress.withLock { progress in
            progress.runs[index] = run
            return progress.wasInterrupted
        }
        guard !wasInterrupted else { return .interrupted }
        return try await run.run(own)
    }

    /// A run whose logins wait for their turn and are repeated, with growing pauses, while its server takes no logins.
    private func paced(_ run: ScriptRun) -> ScriptRun {
        let (pace, stop, quiet) = (pace, stop, quiet)
        let (host, identity, report) = (run.plan.host, "\(run.plan.user)@\(run.plan.host)", run.report)
        var run = run
        run.awaitLogin = { failed, failure in
            if let failure {
                guard let seconds = LoginPace.pause(after: failure, failed - 1) else { return false }
                if !quiet { report.plain("\(failure.explained); next login in \(seconds) s") }
                guard !stop.wait(nanoseconds: seconds * 1_000_000_000) else { return false }
            }
            let wait = pace.turn(cluster: host, identity: identity, at: qd_monotonic_nanoseconds())
            return wait <= 0 ? !stop.isRaised : !stop.wait(nanoseconds: wait)
        }
        return run
    }

    /// Shows from time to time which clusters have not answered, if standard error is a terminal.
    private func tellWhoIsWaitedFor() async {
        guard !quiet, isatty(STDERR_FILENO) == 1 else { return }
        var pause = 3
        while (try? await Task.sleep(for: .seconds(pause))) != nil {
            let waiting = progress.withLock { progress in
                zip(names, progress.outcomes).filter { $0.1 == nil }.map(\.0)
            }
            guard !waiting.isEmpty else { return }
            let shown = waiting.prefix(5).joined(separator: ", ") + (waiting.count > 5 ? ", …" : "")
            ErrorReport.note("\(names.count - waiting.count) of \(names.count) clusters are done; waiting for \(shown)")
            pause = min(60, pause * 2)
        }
    }
}
