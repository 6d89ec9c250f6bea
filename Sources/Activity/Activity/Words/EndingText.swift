import Failures
import ScreenKit

/// Texts about ending sessions.
enum EndingText {
    /// A message about the server's answer.
    static func message(
        _ row: RowID, _ pid: UInt64, terminates: Bool, _ result: Result<Bool, Failure>, at moment: Moment
    ) -> Message {
        switch result {
        case .success(true):
            let words = terminates ? "terminated session \(pid)" : "sent the cancel request to session \(pid)"
            return Message(.info, "\(row.name) \(words)", at: moment)
        case .success(false):
            return Message(.warning, "\(row.name) has no session \(pid) any more", at: moment)
        case .failure(let failure):
            return Message(.error, failure.compact, at: moment)
        }
    }

    /// The question before a session ends: `Terminate session 4711 of app on orders?`
    static func question(_ ending: ActivityState.Ending, cluster: String, user: String?) -> String {
        let what = ending.terminates ? "Terminate" : "Cancel the statement of"
        guard ending.pids.count == 1 else { return "\(what) \(ending.pids.count) sessions on \(cluster)?" }
        return "\(what) session \(ending.pids[0])" + (user.map { " of \($0)" } ?? "") + " on \(cluster)?"
    }
}
