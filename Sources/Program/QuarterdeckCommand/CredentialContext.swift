import AWSCredentials
import Failures

/// What the tokens of one run have in common: files that are read once, credentials that are searched for once.
struct CredentialContext: Sendable {
    let files: AWSFiles
    let store: CredentialStore
    let interaction: TerminalInteraction

    /// Reads the AWS files; their mistakes are told on standard error.
    init(_ session: Session) throws(Failure) {
        files = try AWSFiles(reading: session.environment)
        files.warnings.forEach(ErrorReport.warn)
        interaction = TerminalInteraction(session.environment)
        store = CredentialStore(
            session.environment, services: CredentialServices(interaction: interaction), files: files)
    }
}
