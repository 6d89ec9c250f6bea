public import Failures
public import Threads

/// A way to a server that this machine cannot reach by itself.
///
/// TLS goes through it end to end, so that nothing depends on whom it leads to.
public protocol SessionTunnel: Sendable {
    /// Opens the tunnel unless it is open, and answers its near end: a numeric address and a port.
    ///
    /// - Parameters:
    ///   - wake: Ends the wait when it is raised.
    ///   - milliseconds: How long the opening may take.
    /// - Throws: A `Failure` that says what the tunnel's own program said; `interrupted` when `wake` was raised.
    func open(wake: WakeSignal?, milliseconds: Int32) throws(Failure) -> (host: String, port: Int)

    /// What the tunnel's program has said since a moment on the monotonic clock, in nanoseconds: the reason for a
    /// connection that ended early. Waits a moment for it.
    func trouble(since moment: Int64) -> Failure?
}
