import Failures
import ScreenKit

/// What a command does at servers while its user waits.
protocol ForegroundRun: Sendable {
    /// Runs scripts one after the other. Answers how it went; what a server refused is on standard error by then.
    func run(_ sources: [ScriptSource]) async throws(Failure) -> ExitStatus
    /// What the user's Ctrl-C is to do now: answers whether a server is asked to stop; there may be none to ask.
    func interrupt() -> Bool
    /// Breaks what is connected.
    func abort()
    /// What the output said when it took no more; 0 as long as it does.
    var writeError: Int32 { get }
    /// What is to be known of the servers when the results could not be written: whether a change is committed.
    var afterword: String? { get }
    /// The run is left before its end: writes what waits for the turn of something that has not come.
    func conclude()
}
