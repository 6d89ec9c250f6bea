public import Activity
import Failures
public import ScreenKit
import Threads

/// Samples several servers, each at its own pace, and sends the results.
public final class ActivityRunner: Sendable {
    private struct Pace: Sendable {
        var seconds: Double
        var isPaused = false
        var isClosed = false
    }

    private let samplers: [RowID: ActivitySampler]
    private let wakes: [RowID: WakeSignal]
    private let pace: Locked<Pace>
    private let threads = ElasticThreads()
    private let now: @Sendable () -> Moment
    private let send: @Sendable (ActivityEvent) -> Void

    /// The time limit of a sample in milliseconds, including its login.
    private static let patience: Int32 = 20_000
    /// The longest pause before a failed server is sampled again, in seconds.
    private static let longestPause = 30.0

    /// Starts to sample all servers.
    ///
    /// - Parameters:
    ///   - seconds: The number of seconds between two samples of a server.
    ///   - send: Called on any thread.
    public init(
        _ samplers: [RowID: ActivitySampler], every seconds: Double, now: @escaping @Sendable () -> Moment,
        send: @escaping @Sendable (ActivityEvent) -> Void
    ) {
        self.samplers = samplers
        wakes = samplers.mapValues { _ in WakeSignal() }
        pace = Locked(Pace(seconds: seconds))
        self.now = now
        self.send = send
        for (row, sampler) in samplers {
            guard let wake = wakes[row] else { continue }
            Task.detached(executorPreference: threads) { [weak self] in
                while let turn = await self?.turn(row, sampler), turn.goesOn {
                    _ = wake.wait(milliseconds: turn.pause)
                    wake.lower()
                }
                await sampler.close()
            }
        }
    }

    /// Pauses or resumes sampling. Resuming tries a rejected login again.
    public func pause(_ isPaused: Bool) {
        pace.withLock { $0.isPaused = isPaused }
        for wake in wakes.values { wake.raise() }
    }

    /// Changes the interval between samples, in seconds.
    public func sample(every seconds: Double) {
        pace.withLock { $0.seconds = seconds }
        for wake in wakes.values { wake.raise() }
    }

    /// Adds details to further samples of one server, and removes them from those of the others.
    public func detail(_ row: RowID?, _ details: Set<SampleDetail>) {
        for (other, sampler) in samplers { sampler.hold(other == row ? details : []) }
        if let row { wakes[row]?.raise() }
    }

    /// Requests the end of a session's statement, or of the session, and sends the server's answer.
    public func end(_ row: RowID, _ pid: UInt64, terminates: Bool) {
        guard let sampler = samplers[row] else { return }
        let (send, now, wake) = (send, now, wakes[row])
        Task.detached(executorPreference: threads) {
            let result: Result<Bool, Failure>
            do throws(Failure) {
                result = .success(try await sampler.end(pid, terminates: terminates))
            } catch {
                result = .failure(error)
            }
            send(.ended(row, pid, terminates: terminates, result, now()))
            wake?.raise()
        }
    }

    /// Ends sampling and aborts running samples.
    public func close() {
        pace.withLock { $0.isClosed = true }
        for wake in wakes.values { wake.raise() }
        for sampler in samplers.values { sampler.abort() }
    }

    /// Takes one sample and returns the pause after it.
    private func turn(_ row: RowID, _ sampler: ActivitySampler) async -> (goesOn: Bool, pause: Int32) {
        let before = pace.withLock { $0 }
        guard !before.isClosed else { return (false, 0) }
        guard !before.isPaused else { return (true, -1) }
        let began = now()
        var seconds = before.seconds
        do throws(Failure) {
            let sample = try await sampler.sample(within: Self.patience)
            send(.sampled(row, .success(sample), now()))
        } catch {
            if pace.withLock({ $0.isClosed }) { return (false, 0) }
            send(.sampled(row, .failure(error), now()))
            // A rejected login is not repeated automatically, because that could lock the account.
            if error.status == .notPermitted { return (true, -1) }
            seconds = min(Self.longestPause, max(5, seconds * 4))
        }
        // Samples that a slow server missed are not made up for.
        let spent = Double(now().uptime - began.uptime) / 1e9
        return (true, Int32(max(0.05, seconds - spent) * 1_000))
    }
}
