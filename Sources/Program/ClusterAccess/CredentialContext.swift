import AWSCredentials
import Console
import Failures
import Threads

/// The shared credential data of an invocation: files are read once, credentials are searched once.
struct CredentialContext: Sendable {
    let files: AWSFiles
    let store: CredentialStore
    let interaction: TerminalInteraction
    /// The audit of signed tokens and sessions; nil where another part of the program writes it.
    let audit: AuditWriter?

    /// Reads the AWS files; warnings go to standard error.
    init(_ session: Session) throws(Failure) {
        files = try AWSFiles(reading: session.environment)
        files.warnings.forEach(ErrorReport.warn)
        interaction = TerminalInteraction(session.environment)
        audit = AuditWriter(session)
        store = CredentialStore(
            session.environment, services: CredentialServices(interaction: interaction), files: files)
        let store = store
        session.credentials.withLock { $0 = store }
    }

    init(files: AWSFiles, store: CredentialStore, interaction: TerminalInteraction) {
        self.files = files
        self.store = store
        self.interaction = interaction
        audit = nil
    }
}
