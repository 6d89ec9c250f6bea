import CPlatform
import Failures
import Glibc
import LocalFiles

/// Signals every thread in `poll` to end.
final class StopSignal: Sendable {
    private let readable: Descriptor
    private let writable: Descriptor

    init() throws(Failure) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw Failure(.temporary, "cannot make a pipe", why: SystemError.text(errno))
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        readable = Descriptor(owning: ends[0])
        writable = Descriptor(owning: ends[1])
    }

    /// Becomes readable, permanently.
    func raise() {
        var byte: UInt8 = 1
        _ = write(writable.number, &byte, 1)
    }

    /// The descriptor to wait for.
    var descriptor: Int32 { readable.number }

    /// The result of a wait.
    enum Wake {
        case ready
        case timedOut
        case stopped
    }

    /// Waits until `descriptor` is ready for `events` or has an error.
    func wait(for descriptor: Int32, _ events: Int16, until deadline: Deadline) -> Wake {
        var waited = [
            pollfd(fd: descriptor, events: events, revents: 0),
            pollfd(fd: self.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            let count = poll(&waited, 2, deadline.milliseconds)
            if count < 0 && errno == EINTR { continue }
            if waited[1].revents != 0 { return .stopped }
            return count == 0 ? .timedOut : .ready
        }
    }
}
