import AWSCredentials
import Deck
import Doctor
import Failures
import Profiles
import Threads

/// The doctor's checks for a row of the deck.
struct DeckDiagnosis: Sendable {
    let session: Session
    let store: CredentialStore
    /// The row's cluster, or what is wrong with it; nil where it has left the file.
    let entry: ProfileFile.Entry?
    let name: String
    /// Ends the checks.
    let cancel: WakeSignal
    var isOffline = false

    /// Makes the checks. Blocks; reports each check, and the end.
    func run(_ report: (Diagnosis) -> Void) {
        let (session, entry) = (session, entry)
        let context: CredentialContext
        do throws(Failure) {
            context = CredentialContext(
                files: try AWSFiles(reading: session.environment), store: store,
                interaction: TerminalInteraction(session.environment))
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
                        if case .broken(_, let issues) = entry, let issue = issues.first { throw Failure(issue) }
                        throw Failure(.badConfiguration, "the cluster is no longer in the profile file")
                    }
                    return (LoginSelection(session, profiles: .empty), DeckServices.adjusted(cluster, session))
                },
                told: { report(Diagnosis(report: $0, isRunning: true)) })
            report(Diagnosis(report: run.run(), isRunning: false))
        }
    }
}
