import Threads
import Failures
import SQLCore
import SessionSetup

/// Ends a session's statement over a second login, which takes a token of its own: the first may be long gone.
struct KillRequest: Sendable {
    let plan: SessionPlan
    let identifier: UInt64

    /// Logs in, says KILL QUERY and leaves. What goes wrong is the statement's business: it simply does not end.
    func run(_ library: Library, wake: WakeSignal) {
        var plain = plan
        plain.database = nil
        let connection = try? plain.logIn(wake: wake) { attempt throws(SessionError) in
            try Connection.open(plain, attempt, library, wake: wake)
        }
        guard let connection else { return }
        try? StatementRun(connection) { _ in }.run(Array("KILL QUERY \(identifier)".utf8))
    }
}
