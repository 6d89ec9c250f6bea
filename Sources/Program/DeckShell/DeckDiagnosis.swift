import AWSCredentials
import ClusterAccess
import Deck
import Doctor
import DoctorRunner
import Failures
import Passwords
import Profiles
import Threads

/// The doctor's checks for a row of the deck.
struct DeckDiagnosis: Sendable {
    let session: Session
    let store: CredentialStore
    let passwords: PasswordStore
    /// The row's cluster, or its errors; nil where the file no longer contains it.
    let entry: ProfileFile.Entry?
    let name: String
    /// Ends the checks.
    let cancel: WakeSignal
    var isOffline = false

    /// Runs the checks and reports each result and the end. Blocks.
    func run(_ report: (Diagnosis) -> Void) {
        let (session, entry) = (session, entry)
        let context: CredentialContext
        do throws(Failure) {
            context = CredentialContext(
                files: try AWSFiles(reading: session.environment), store: store,
                interaction: TerminalInteraction(session.environment), passwords: passwords)
        } catch {
            var found = DoctorReport(cluster: name)
            _ = found.add(.failed(error), of: .credentials, seconds: 0)
            return report(Diagnosis(report: found, isRunning: false))
        }
        withoutActuallyEscaping(report) { report in
            let run = DoctorRun(
                session, context, name: name, isOffline: isOffline, wake: cancel,
                choose: { () throws(Failure) in
                    guard case .cluster(let cluster) = entry else {
                        if case .broken(_, let issues) = entry, let issue = issues.first {
                            throw Failure(issue, of: issues.count)
                        }
                        throw Failure(.badConfiguration, "the cluster is no longer in the profile file")
                    }
                    return (LoginSelection(session, profiles: .empty), DeckServices.adjusted(cluster, session))
                },
                told: { report(Diagnosis(report: $0, isRunning: true)) })
            report(Diagnosis(report: run.run(), isRunning: false))
        }
    }
}
