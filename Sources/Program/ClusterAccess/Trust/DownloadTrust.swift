import AWSCredentials
import Console
import Endpoints
package import Failures
import Profiles
import Trust

/// The authorities that may sign the certificate of the server of `quarterdeck ca fetch`.
///
/// What is fetched becomes an authority for database servers, so that a proxy that inspects TLS must not be able to
/// replace it: only Amazon's own roots count, neither `AWS_CA_BUNDLE` nor the rest of the system's store.
package struct DownloadTrust {
    private let session: Session

    package init(session: Session) { self.session = session }

    /// The file of the authorities.
    ///
    /// - Parameter region: The region of the bundle. China's servers have certificates of other public authorities, so
    ///   that the system's store counts for them.
    /// - Throws: A `Failure`: there are no authorities.
    package func file(region: String?) throws(Failure) -> String? {
        var sources = TrustSources()
        let settings = try session.loadSettings(quietly: true)
        sources.publicRoots = settings.publicRoots.map(session.environment.path)
        if sources.publicRoots == nil { sources.systemStore = TrustChoice.store(session.environment) }
        if let region, Partition(region: region) == .awsChina { return sources.systemStore }
        return try TrustFile(sources, directory: session.cacheDirectory + "/trust").path()
    }
}
