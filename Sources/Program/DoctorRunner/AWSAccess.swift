import AWSCalls
import AWSCredentials
import Console
import Failures
import Threads

/// Calls to AWS with the identity that signs for a cluster.
struct AWSAccess {
    let session: Session
    let context: CredentialContext
    let choice: CredentialLookup.ProfileChoice
    let region: String?
    var cancel: WakeSignal?

    /// The lookup with the settings for the calls.
    var lookup: CredentialLookup {
        CredentialLookup(
            choice: choice, environment: session.environment, files: context.files, now: session.now, region: region,
            services: CredentialServices(cancel: cancel))
    }

    /// A client with valid credentials. Blocks while they are looked up.
    func client() throws(Failure) -> AWSClient {
        let found = try context.store.credentials(for: CredentialIdentity(choice, region: region))
        found.warnings.forEach(ErrorReport.warn)
        return AWSClient(lookup, credentials: found.credentials)
    }
}
