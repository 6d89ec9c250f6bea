import CPlatform
import ClusterAccess
import Deck
import Endpoints
import Failures
import LocalFiles
import Profiles
import ScreenKit
import SessionSetup
import Threads
import TokenDelivery

/// The certificate of a cluster's server.
enum ServerCertificate {
    /// Connects to the cluster and inspects its certificate. Blocks.
    static func look(at cluster: Cluster, _ session: Session) -> Result<CertificateFacts, Failure> {
        do throws(Failure) {
            let login = try DeckServices.login(session, cluster)
            let tokenSource = TokenSource(session, cluster, login) { () throws(Failure) in
                throw Failure(.internalError, "a look at a certificate takes no token")
            }
            let factory = SessionFactory(tokenSource: tokenSource)
            let wake = WakeSignal()
            let (addresses, port) = try session.dialled(cluster, login)
            let inspection = CertificateInspection(
                host: login.endpoint.host, address: addresses[0], port: port,
                authorityFile: try factory.authorities().file, dialect: SessionFactory.dialect(login.engine), wake: wake
            )
            return try facts(inspection.run(milliseconds: 10_000), login)
        } catch {
            return .failure(error)
        }
    }

    private static func facts(
        _ outcome: CertificateInspection.Outcome, _ login: Login
    ) throws(Failure) -> Result<CertificateFacts, Failure> {
        switch outcome {
        case .verified(let version, let authority, let lastDay, let ends):
            var facts = CertificateFacts(version: version, authority: authority, lastDay: lastDay)
            facts.warnings = ends.warnings(at: DeckClock.now.timestamp).map(\.text)
            return .success(facts)
        case .notVerified(let reason):
            throw Failure(
                .unavailable, "the server has not proven that it is \(login.endpoint.host)", why: reason,
                next: "check ca_file and where the tunnel leads to")
        case .noTLS:
            throw Failure(
                .unavailable, "the server offers no TLS", why: "no token is given to it", next: "check endpoint")
        case .foreign:
            throw Failure(
                .unavailable, "what answers at the server's address speaks another protocol",
                next: "check port, connect_to and engine")
        case .noConnection(let code):
            throw Failure(.unavailable, "cannot connect to the server", why: SystemError.text(code))
        case .unusable(let reason):
            throw Failure(.badConfiguration, "the certificate authorities cannot be used", why: reason)
        case .failed(let reason): throw Failure(.unavailable, "the server could not be looked at", why: reason)
        }
    }
}
