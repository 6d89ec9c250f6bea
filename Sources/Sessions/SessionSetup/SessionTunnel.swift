public import Failures
public import Threads

/// A way to a server that is not reachable from this computer.
///
/// TLS is end to end through the tunnel, so the tunnel need not be trusted.
public protocol SessionTunnel: Sendable {
    /// Opens the tunnel unless it is open, and returns its local end: a numeric address and a port.
    ///
    /// - Parameters:
    ///   - wake: Cancels the wait when it is raised.
    ///   - milliseconds: The time limit.
    /// - Throws: A `Failure` with the message of the tunnel's program; `interrupted` when `wake` was raised.
    func open(wake: WakeSignal?, milliseconds: Int32) throws(Failure) -> (host: String, port: Int)

    /// The message of the tunnel's program since a moment in nanoseconds on the monotonic clock: the reason for a
    /// connection that ended early. Waits briefly for it.
    func trouble(since moment: Int64) -> Failure?
}
