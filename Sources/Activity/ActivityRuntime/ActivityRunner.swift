public import Activity
import Failures
public import ScreenKit
import Threads

/// Takes samples of several servers, each at its own pace, and sends what comes of them.
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

    /// Milliseconds that a server may take for a sample, its login included.
    private static let patience: Int32 = 20_000
    /// Seconds until a server that has failed is tried again, at most.
    private static let longestPause = 30.0

    /// Begins to take samples of all servers at once.
    ///
    /// - Parameters:
    ///   - seconds: Seconds between two samples of a server.
    ///   - send: Called from any thread.
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

    /// Takes no more samples, or takes them again. A server that has refused the login is tried again then.
    public func pause(_ isPaused: Bool) {
        pace.withLock { $0.isPaused = isPaused }
        for wake in wakes.values { wake.raise() }
    }

    /// Takes a sample every so many seconds from now on.
    public func sample(every seconds: Double) {
        pace.withLock { $0.seconds = seconds }
        for wake in wakes.values { wake.raise() }
    }

    /// From now on samples of one server hold details, those of the others none.
    public func detail(_ row: RowID?, _ details: Set<SampleDetail>) {
        for (other, sampler) in samplers { sampler.hold(other == row ? details : []) }
        if let row { wakes[row]?.raise() }
    }

    /// Has a server end what a session runs, or the session; what it answers is sent.
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

    /// Ends all: a sample that is under way is broken off.
    public func close() {
        pace.withLock { $0.isClosed = true }
        for wake in wakes.values { wake.raise() }
        for sampler in samplers.values { sampler.abort() }
    }

    /// One sample, and how long to wait after it.
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
            // A refused login is not tried again by itself: that would lock an account, and change nothing.
            if error.status == .notPermitted { return (true, -1) }
            seconds = min(Self.longestPause, max(5, seconds * 4))
        }
        // Beats that a slow server has missed are not made up for.
        let spent = Double(now().uptime - began.uptime) / 1e9
        return (true, Int32(max(0.05, seconds - spent) * 1_000))
    }
}
