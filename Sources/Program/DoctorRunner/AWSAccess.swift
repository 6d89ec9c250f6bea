package import AWSCalls
package import AWSCredentials
package import ClusterAccess
import Console
package import Failures
package import Threads

/// Calls to AWS with the identity that signs for a cluster.
package struct AWSAccess {
    package let session: Session
    package let context: CredentialContext
    package let choice: CredentialLookup.ProfileChoice
    package let region: String?
    let cancel: WakeSignal?

    package init(
        session: Session, context: CredentialContext, choice: CredentialLookup.ProfileChoice, region: String?,
        cancel: WakeSignal? = nil
    ) {
        self.session = session
        self.context = context
        self.choice = choice
        self.region = region
        self.cancel = cancel
    }

    /// The lookup with the settings for the calls.
    package var lookup: CredentialLookup {
        CredentialLookup(
            choice: choice, environment: session.environment, files: context.files, now: session.now, region: region,
            services: CredentialServices(cancel: cancel))
    }

    /// A client with valid credentials. Blocks while they are looked up.
    package func client() throws(Failure) -> AWSClient {
        let found = try context.store.credentials(for: CredentialIdentity(choice, region: region))
        found.warnings.forEach(ErrorReport.warn)
        return AWSClient(lookup, credentials: found.credentials)
    }
}
