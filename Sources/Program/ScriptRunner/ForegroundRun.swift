package import Failures

/// The work of a command at servers while its user waits.
package protocol ForegroundRun: Sendable {
    /// Runs scripts one after the other. Returns the exit status; the server's errors are already on standard error.
    func run(_ sources: [ScriptSource]) async throws(Failure) -> ExitStatus
    /// Handles the user's Ctrl-C. Returns whether a server was asked to cancel; there may be none.
    func interrupt() -> Bool
    /// Drops the connections.
    func abort()
    /// The errno value of the failed output; 0 if it has not failed.
    var writeError: Int32 { get }
    /// The facts that the user needs when results could not be written: whether a change is committed.
    var afterword: String? { get }
    /// Ends the run early: writes results that wait for the turn of missing ones.
    func conclude()
}
