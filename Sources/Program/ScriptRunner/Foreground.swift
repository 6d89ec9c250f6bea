import CPlatform
import Console
package import Failures
import Glibc
import SQLWire
import Threads

/// A run in the foreground of a terminal: the first Ctrl-C asks the server to cancel, the second drops the connection,
/// the third exits. The signals must be blocked already.
package enum Foreground {
    package static func run(_ run: any ForegroundRun, script: [ScriptSource], output: ResultOutput) throws(Failure)
        -> ExitStatus
    {
        // A write to a broken connection or pipe returns an error.
        signal(SIGPIPE, SIG_IGN)
        watchSignals(run, output)
        let result = Locked<Result<ExitStatus, Failure>?>(nil)
        let done = WakeSignal()
        // A script may come from a FIFO, so the run may block and needs a thread of its own.
        Task.detached(executorPreference: ElasticThreads()) {
            do throws(Failure) {
                let status = try await run.run(script)
                result.withLock { $0 = .success(status) }
            } catch {
                result.withLock { $0 = .failure(error) }
            }
            done.raise()
        }
        while !done.wait(milliseconds: -1) {}
        leaveIfUnread(run.writeError)
        switch result.withLock({ $0 }) {
        case .success(let status):
            guard run.writeError == 0 else {
                keepPart(output)
                if run.writeError == ECANCELED { throw Failure(.interrupted, "interrupted") }
                let reason = String(cString: strerror(run.writeError))
                throw Failure(
                    .inputOutput, "cannot write the results",
                    why: [reason, run.afterword].compactMap { $0 }.joined(separator: "; "))
            }
            try output.finish(isWhole: status == .done)
            return status
        case .failure(let failure):
            keepPart(output)
            throw failure
        case nil:
            return .internalError
        }
    }

    /// After a reported error, a second one does not help.
    private static func keepPart(_ output: ResultOutput) {
        try? output.finish(isWhole: false)
    }

    /// Runs work before the run, during which Ctrl-C ends the program as usual: opening a FIFO waits for its other end.
    package static func beforehand<Value>(_ work: () throws(Failure) -> Value) throws(Failure) -> Value {
        var (ending, before) = (sigset_t(), sigset_t())
        sigemptyset(&ending)
        for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&ending, number) }
        pthread_sigmask(SIG_UNBLOCK, &ending, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        return try work()
    }

    private static func watchSignals(_ run: any ForegroundRun, _ output: ResultOutput) {
        let isWatched = DetachedThread.start {
            var count = 0
            while true {
                let number = qd_take_signal(-1)
                guard number == SIGINT || number == SIGTERM || number == SIGHUP else { continue }
                count += 1
                // The kernel's timer works even if the program blocks, for instance for lack of memory.
                if number != SIGINT { qd_end_within(2_500, ExitStatus.interrupted.rawValue) }
                if count > 2 { qd_end_within(1_000, ExitStatus.interrupted.rawValue) }
                output.interrupt(count)
                let isAtServer = run.interrupt()
                if !isAtServer || count > 2 { leave(run, output) }
                if number != SIGINT { leave(run, output, after: 2_000) }
                if count == 1 {
                    ErrorReport.note("asking the server to stop; Ctrl-C again breaks the connection")
                } else {
                    run.abort()
                }
            }
        }
        // Without a thread for them, the signals end the program as usual.
        if !isWatched { qd_unblock_supervision_signals() }
    }

    /// Exits in `milliseconds` unless the run has ended by then. Received results are kept if that does not take long.
    private static func leave(_ run: any ForegroundRun, _ output: ResultOutput, after milliseconds: Int32 = 0) {
        DetachedThread.start {
            poll(nil, 0, milliseconds)
            let isKept = WakeSignal()
            let isStarted = DetachedThread.start {
                run.conclude()
                keepPart(output)
                isKept.raise()
            }
            if isStarted { _ = isKept.wait(milliseconds: 2_000) }
            ErrorReport.write(Failure(.interrupted, "interrupted"))
            _exit(ExitStatus.interrupted.rawValue)
        }
    }

    /// `… | head`: the program ends like others that write into a closed pipe.
    private static func leaveIfUnread(_ code: Int32) {
        if code == EPIPE { StandardOutput.endByBrokenPipe() }
    }
}
