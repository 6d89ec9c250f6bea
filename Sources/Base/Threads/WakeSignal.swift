import CPlatform
import Glibc

/// Wakes a thread in poll(2) from any other thread.
public final class WakeSignal: Sendable {
    /// The descriptor to wait for; readable while the signal is raised. -1 when the process has no descriptor left.
    public let descriptor: Int32

    public init() {
        descriptor = max(-1, qd_event_open())
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Raises the signal; it stays raised until `lower`.
    public func raise() {
        qd_event_signal(descriptor)
    }

    public func lower() {
        qd_event_clear(descriptor)
    }
}

extension WakeSignal {
    /// Whether the signal is raised now.
    public var isRaised: Bool { wait(milliseconds: 0) }

    /// Waits until the signal is raised. Returns false after `milliseconds`.
    public func wait(milliseconds: Int32) -> Bool {
        qd_wait(-1, 0, descriptor, milliseconds) == 2
    }

    /// Waits until the signal is raised. Returns false after the time.
    public func wait(nanoseconds: Int64) -> Bool {
        wait(milliseconds: Int32(clamping: (nanoseconds + 999_999) / 1_000_000))
    }

    /// Waits until this signal or `other` is raised. Returns whether `other` is.
    public func wait(unless other: WakeSignal) -> Bool {
        qd_wait(descriptor, Int16(POLLIN), other.descriptor, -1) == 2
    }
}
