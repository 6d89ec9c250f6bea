import Threads

/// The running waits for files in a tab; Ctrl-C ends them.
final class FileWaits: Sendable {
    private let signals = Locked<[ObjectIdentifier: WakeSignal]>([:])

    /// Begins a wait; the signal is raised to end it. Call `end` afterwards.
    func begin() -> WakeSignal {
        let signal = WakeSignal()
        signals.withLock { $0[ObjectIdentifier(signal)] = signal }
        return signal
    }

    /// Ends a wait.
    func end(_ signal: WakeSignal) { signals.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(signal)) } }

    /// Cancels all waits.
    func cancel() { signals.withLock { for signal in $0.values { signal.raise() } } }
}
