import SQLWire
import SessionSetup
import Threads

extension Connection {
    /// Whether the session's next transactions are read-only, as the server reports; nil before version 14, which does
    /// not report it.
    var isReadOnly: Bool? { parameter("default_transaction_read_only").map { $0 == "on" } }

    /// Whether a backslash escapes in a plain string, as the server reports.
    var hasBackslashEscapes: Bool { parameter("standard_conforming_strings") == "off" }

    /// Turns the read-only mode on again in case a function has turned it off.
    ///
    /// - Parameter remarks: Called after the wake signal; see `StatementRun`.
    /// - Returns: A notice, if the server reported that the mode was off.
    func keepReadOnly(
        wake: WakeSignal, remarks: @escaping () -> [ServerMessage]?
    ) throws(Interrupted) -> ServerMessage? {
        let wasReadOnly = isReadOnly
        // In a failed transaction the server refuses statements, and it rolls the setting back.
        guard wasReadOnly != true, transaction != .failed else { return nil }
        var run = StatementRun(self, wake: wake, remarks: remarks, input: nil) { _ in }
        try run.run(Array("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY".utf8))
        return wasReadOnly == false ? SessionPlan.readOnlyWasLeft(.postgresql) : nil
    }
}
