import AWSCalls
import AWSCredentials
import Failures
import Threads

/// Calls to AWS as the identity that signs for a cluster.
struct AWSAccess {
    let session: Session
    let context: CredentialContext
    let choice: CredentialLookup.ProfileChoice
    let region: String?
    var cancel: WakeSignal?

    /// The lookup whose settings hold for the calls.
    var lookup: CredentialLookup {
        CredentialLookup(
            choice: choice, environment: session.environment, files: context.files, now: session.now, region: region,
            services: CredentialServices(cancel: cancel))
    }

    /// A client with credentials that are good now. Blocks while they are looked up.
    func client() throws(Failure) -> AWSClient {
        let found = try context.store.credentials(for: CredentialIdentity(choice, region: region))
        found.warnings.forEach(ErrorReport.warn)
        return AWSClient(lookup, credentials: found.credentials)
    }
}
