import CPlatform
import Glibc

/// Wakes a thread that waits in poll, from any other thread.
public final class WakeSignal: Sendable {
    /// The descriptor to wait for; readable once the signal was raised. -1 where the process has no descriptor left.
    public let descriptor: Int32

    /// A signal that is not raised.
    public init() {
        descriptor = max(-1, qd_event_open())
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Raises it; it stays raised.
    public func raise() {
        qd_event_signal(descriptor)
    }

    /// Lowers it.
    public func lower() {
        qd_event_clear(descriptor)
    }
}

extension WakeSignal {
    /// Waits until it is raised. Answers false when that takes longer than `milliseconds`.
    public func wait(milliseconds: Int32) -> Bool {
        qd_wait(-1, 0, descriptor, milliseconds) == 2
    }

    /// Waits until it or `other` is raised; answers whether `other` is.
    public func wait(unless other: WakeSignal) -> Bool {
        qd_wait(descriptor, Int16(POLLIN), other.descriptor, -1) == 2
    }
}
