import AWSCredentials
import ClusterAccess
import Deck
import Doctor
import Failures
import Passwords
import Profiles
import SQLWire
import Threads

/// Adds the most likely cause to the error of a rejected login, by the doctor's checks that need no network.
struct RefusedLogin: Sendable {
    let session: Session
    let store: CredentialStore
    let passwords: PasswordStore
    let cluster: Cluster

    /// The error with its most likely cause. Blocks while it reads files.
    @Sendable func explained(_ error: SessionError) -> SessionError {
        let last = Locked<DoctorReport?>(nil)
        DeckDiagnosis(
            session: session, store: store, passwords: passwords, entry: .cluster(cluster), name: cluster.name,
            cancel: WakeSignal(),
            isOffline: true
        ).run { diagnosis in last.withLock { $0 = diagnosis.report } }
        let report = last.withLock { $0 }
        guard let cause = report?.cause ?? error.failure.cause else { return error }
        let failure = error.failure
        let why = (failure.why.map { $0 + "; " } ?? "") + "the likeliest cause is \(cause.rawValue)"
        let next =
            (failure.next.map { $0 + "; " } ?? "") + "quarterdeck doctor \(cluster.name), or d on the deck, tells more"
        return SessionError(
            error.kind, Failure(failure.status, failure.what, why: why, next: next, cause: cause), loss: error.loss)
    }
}
