import Activity
import ActivityRuntime
import CPlatform
import ClusterAccess
import Console
import Failures
import Glibc
import LocalFiles
import Profiles
import Threads

/// Prints one sample of each of several clusters, in the order of the command line. A failed cluster does not stop the
/// others.
final class TopOnce: Sendable {
    private let names: [String]
    private let asJSON: Bool
    /// Looks up the login of the cluster at an index. May block.
    private let prepare: @Sendable (Int) throws(Failure) -> ActivityTarget
    private let progress: Locked<Progress>

    private struct Progress: Sendable {
        var targets: [ActivityTarget?]
        var outcomes: [Result<String, Failure>?]
        /// The number of clusters whose lines are printed.
        var printed = 0
        var worst = ExitStatus.done
    }

    /// The maximum number of open sessions.
    private static let mostAtOnce = 32
    /// The time limit for login and sample in milliseconds.
    private static let patience: Int32 = 20_000

    init(
        _ names: [String], asJSON: Bool, prepare: @escaping @Sendable (Int) throws(Failure) -> ActivityTarget
    ) {
        self.names = names
        self.asJSON = asJSON
        self.prepare = prepare
        progress = Locked(
            Progress(
                targets: Array(repeating: nil, count: names.count), outcomes: Array(repeating: nil, count: names.count))
        )
    }

    /// Takes the samples, prints them and returns the exit code.
    func run() -> ExitStatus {
        signal(SIGPIPE, SIG_IGN)
        leaveWhenInterrupted()
        let done = WakeSignal()
        let threads = ElasticThreads()
        Task.detached(executorPreference: threads) { [self] in
            await withTaskGroup(of: Void.self) { group in
                for index in names.indices {
                    if index >= Self.mostAtOnce { await group.next() }
                    group.addTask(executorPreference: threads) { await self.look(index) }
                }
            }
            done.raise()
        }
        while !done.wait(milliseconds: -1) {}
        return progress.withLock { $0.worst }
    }

    private func look(_ index: Int) async {
        let outcome: Result<String, Failure>
        do throws(Failure) {
            outcome = .success(try await lines(index))
        } catch {
            outcome = .failure(error)
        }
        progress.withLock { progress in
            progress.outcomes[index] = outcome
            printReady(&progress)
        }
    }

    private func lines(_ index: Int) async throws(Failure) -> String {
        let target = try prepare(index)
        progress.withLock { $0.targets[index] = target }
        let sample = try await target.sampler.sample(within: Self.patience)
        await target.sampler.close()
        let engine = target.cluster.engine
        return asJSON
            ? SampleJSON.line(cluster: names[index], engine: engine.rawValue, sample)
            : SampleText.of(cluster: names[index], engine: engine.displayName, sample)
    }

    /// Prints the complete samples in order.
    private func printReady(_ progress: inout Progress) {
        while progress.printed < names.count, let outcome = progress.outcomes[progress.printed] {
            let name = names[progress.printed]
            switch outcome {
            case .success(let text): write(progress.printed > 0 && !asJSON ? "\n" + text : text, &progress)
            case .failure(let failure):
                let named = names.count > 1 && !failure.what.contains(name)
                ErrorReport.write(
                    named
                        ? Failure(failure.status, "\(name): \(failure.what)", why: failure.why, next: failure.next)
                        : failure)
                if failure.status.rawValue > progress.worst.rawValue { progress.worst = failure.status }
            }
            progress.printed += 1
        }
    }

    private func write(_ text: String, _ progress: inout Progress) {
        let code = Array(text.utf8).withUnsafeBytes { WholeWrite.write($0, to: STDOUT_FILENO) }
        guard code != 0 else { return }
        if code == EPIPE { StandardOutput.endByBrokenPipe() }
        let failure = Failure(.inputOutput, "cannot write to standard output", why: SystemError.text(code))
        if progress.worst != failure.status { ErrorReport.write(failure) }
        progress.worst = failure.status
    }

    private func leaveWhenInterrupted() {
        let isWatched = DetachedThread.start { [self] in
            while true {
                let number = qd_take_signal(-1)
                guard number == SIGINT || number == SIGTERM || number == SIGHUP else { continue }
                for target in progress.withLock({ $0.targets }) { target?.sampler.abort() }
                ErrorReport.write(Failure(.interrupted, "interrupted"))
                _exit(ExitStatus.interrupted.rawValue)
            }
        }
        if !isWatched { qd_unblock_supervision_signals() }
    }
}
