import Glibc

/// A local address at which a relay accepts clients.
protocol ConnectionListener: AnyObject, Sendable {
    /// Waits for the next permitted connection; nil when the relay stops.
    func next(stop: StopSignal) -> Descriptor?
    /// Removes the socket file, where the address has one.
    func remove()
}

extension Descriptor {
    /// Waits for the next connection to a listening socket; nil when the relay stops.
    func accept(stop: StopSignal) -> Descriptor? {
        while true {
            switch stop.wait(for: number, Int16(POLLIN), until: Deadline(milliseconds: 60_000)) {
            case .stopped: return nil
            case .timedOut: continue
            case .ready: break
            }
            let accepted = Glibc.accept(number, nil, nil)
            if accepted >= 0 {
                _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
                return Descriptor(owning: accepted)
            }
            switch errno {
            case EINTR, ECONNABORTED, EAGAIN: continue
            default:
                // Out of descriptors or memory: wait until a connection ends.
                if case .stopped = stop.wait(for: -1, 0, until: Deadline(milliseconds: 50)) { return nil }
            }
        }
    }
}
