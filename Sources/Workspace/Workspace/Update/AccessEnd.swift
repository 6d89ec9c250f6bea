import ScreenKit
import Timestamps

extension WorkspaceState {
    /// Warns 10, 5 and 1 minutes before the person's access ends while a transaction is open. The user commits or rolls
    /// back; the program does neither.
    mutating func warnOfAccessEnd() {
        guard hasTransaction else {
            accessWarning = nil
            return
        }
        guard let access, let minutes = access.warning(at: now.timestamp), minutes != accessWarning else { return }
        accessWarning = minutes
        let left = CountdownText.of(access.end.seconds(since: now.timestamp))
        say(
            .warning,
            "access ends in \(left) with a transaction open: run COMMIT or ROLLBACK. A lost connection cannot log in after "
                + "\(access.end.clock) UTC (\(access.source))")
    }
}
