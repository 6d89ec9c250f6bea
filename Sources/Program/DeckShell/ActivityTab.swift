import Activity
import ActivityRuntime
import ClusterAccess
import Console
import Failures
import Profiles
import ScreenKit
import TerminalUI
import Threads
import Workspace

/// The activity screen on the deck: its state and the threads that sample for it.
final class ActivityTab {
    private(set) var state: ActivityState
    private let runner: ActivityRunner
    /// The events from the runner's threads.
    private let mailbox: Mailbox<ActivityEvent>
    /// Whether leaving the screen ends the program.
    let isWholeProgram: Bool

    /// - Parameter record: Receives each request to end a session or its statement, on another thread.
    init(
        _ targets: [(row: RowID, target: ActivityTarget)], every seconds: Double, isWholeProgram: Bool, size: Size,
        wake: @escaping @Sendable () -> Void,
        record: @escaping @Sendable (RowID, UInt64, _ terminates: Bool, Result<Bool, Failure>) -> Void
    ) {
        self.isWholeProgram = isWholeProgram
        OpenFileLimit.raise(sessions: targets.count)
        let mailbox = Mailbox<ActivityEvent> { wake() }
        self.mailbox = mailbox
        let share = (24 << 20) / max(1, targets.count)
        let clusters = targets.map { row, target in
            ClusterActivity(
                row: row, engine: target.cluster.engine.displayName, environment: target.cluster.environment,
                mostBytes: max(1 << 20, share))
        }
        state = ActivityState(clusters, size: size, now: DeckClock.now, interval: seconds)
        let samplers = Dictionary(targets.map { ($0.row, $0.target.sampler) }) { first, _ in first }
        runner = ActivityRunner(
            samplers, every: seconds, now: { DeckClock.now },
            send: { event in
                if case .ended(let row, let pid, let terminates, let result, _) = event {
                    record(row, pid, terminates, result)
                }
                mailbox.send(event)
            })
    }

    /// Handles events from its threads until `end`.
    func takeMail(until end: Int64) {
        repeat {
            let events = mailbox.fetch(8)
            if events.isEmpty { return }
            for event in events { _ = take(event) }
        } while DeckClock.now.uptime < end
    }

    /// Handles an event; returns the effects that only the loop can perform.
    func take(_ event: ActivityEvent) -> [ActivityEffect] {
        update(&state, event).filter { effect in
            switch effect {
            case .pause(let isPaused): runner.pause(isPaused)
            case .sampleEvery(let seconds): runner.sample(every: seconds)
            case .detail(let row, let details): runner.detail(row, details)
            case .end(let row, let pid, let terminates): runner.end(row, pid, terminates: terminates)
            case .leave, .redraw, .stop, .copy, .edit, .export: return true
            }
            return false
        }
    }

    func render(_ look: Look) -> CellGrid { Activity.render(state, look) }

    /// Writes the samples to a file in the background.
    func export(to path: String) {
        let (export, mailbox) = (SampleExport(state.exported), mailbox)
        let isStarted = DetachedThread.start {
            do throws(Failure) {
                let done = try export.write(to: path)
                let words = "\(Count.of(done.rows, "line")) from \(Count.of(done.samples, "sample")) in \(path)"
                mailbox.send(.said(Message(.info, words, at: DeckClock.now)))
            } catch {
                mailbox.send(.said(Message(.error, error.brief, at: DeckClock.now)))
            }
        }
        if !isStarted { _ = take(.said(Message(.error, "no thread is left for the export", at: DeckClock.now))) }
    }

    /// Ends sampling and logs out.
    func close() {
        mailbox.close()
        runner.close()
    }
}
