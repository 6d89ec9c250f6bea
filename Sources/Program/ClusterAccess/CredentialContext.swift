package import AWSCredentials
import Console
package import Failures
package import Passwords
import Threads

/// The shared credential data of an invocation: files are read once, credentials are searched once.
package struct CredentialContext: Sendable {
    package let files: AWSFiles
    package let store: CredentialStore
    package let interaction: TerminalInteraction
    /// The standard passwords.
    package let passwords: PasswordStore
    /// The audit of signed tokens and sessions; nil where another part of the program writes it.
    package let audit: AuditWriter?

    /// Reads the AWS files; warnings go to standard error.
    package init(_ session: Session) throws(Failure) {
        files = try AWSFiles(reading: session.environment)
        files.warnings.forEach(ErrorReport.warn)
        let interaction = TerminalInteraction(session.environment)
        self.interaction = interaction
        audit = AuditWriter(session)
        store = CredentialStore(
            session.environment, services: CredentialServices(interaction: interaction), files: files)
        let store = store
        session.credentials.withLock { $0 = store }
        passwords = PasswordStore(
            PasswordServices(
                session, store, ask: { request throws(Failure) in try interaction.password(for: request) },
                tell: { ErrorReport.note($0) }))
    }

    package init(
        files: AWSFiles, store: CredentialStore, interaction: TerminalInteraction, passwords: PasswordStore
    ) {
        self.passwords = passwords
        self.files = files
        self.store = store
        self.interaction = interaction
        audit = nil
    }
}
