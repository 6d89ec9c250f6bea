import Threads

/// Who waits for files in the name of what runs in a tab: Ctrl-C ends that.
final class FileWaits: Sendable {
    private let signals = Locked<[ObjectIdentifier: WakeSignal]>([:])

    /// A wait begins; the signal is raised when it is to end. `end` is to follow.
    func begin() -> WakeSignal {
        let signal = WakeSignal()
        signals.withLock { $0[ObjectIdentifier(signal)] = signal }
        return signal
    }

    /// It is over.
    func end(_ signal: WakeSignal) { signals.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(signal)) } }

    /// Ends all of them.
    func cancel() { signals.withLock { for signal in $0.values { signal.raise() } } }
}
