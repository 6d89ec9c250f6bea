import CTLS
import Failures
import SessionSetup

/// Verifies that a server is the expected one before any secret is sent.
struct ServerIdentity {
    let plan: RelayPlan
    /// The address of the server, for messages.
    let place: String

    /// Makes the TLS handshake and verifies the certificate chain and the name.
    func verify(_ socket: Descriptor) throws(RelayEnd) -> TLSChannel {
        let endpoint = plan.server.endpoint
        do throws(TLSChannel.Refusal) {
            return try TLSChannel(
                socket, host: endpoint, authorities: plan.authorities, milliseconds: plan.limits.handshake,
                stop: plan.stop)
        } catch {
            switch error.cause {
            case QD_TLS_STOPPED: throw .unspoken
            case QD_TLS_NOT_VERIFIED:
                throw failed(
                    .notPermitted,
                    "what answers at \(place) is not \(endpoint), so no \(plan.server.proof(of: plan.server.user).word) is sent",
                    error.reason, next: "check where the tunnel leads to, and ca_file")
            case QD_TLS_BAD_REQUEST:
                throw failed(
                    .badConfiguration, "no certificate of \(endpoint) can be verified", error.reason,
                    next: "check endpoint and ca_file")
            case QD_TLS_NO_LIBRARY:
                throw failed(
                    .unavailable, "TLS is not available", error.reason, next: "install OpenSSL 3: apt install libssl3")
            case QD_TLS_LOST: throw lost(error.reason)
            case QD_TLS_TIMED_OUT: throw lost(PacketProblem.timedOut.text)
            default:
                throw failed(.unavailable, "no TLS with what answers at \(place)", error.reason, next: nil)
            }
        }
    }

    private func lost(_ reason: String) -> RelayEnd {
        .failed(
            Failure(
                .unavailable, "the connection to \(plan.server.endpoint) at \(place) failed during the login",
                why: reason, next: "check where the tunnel leads to"), .serverLost)
    }

    private func failed(_ status: ExitStatus, _ what: String, _ why: String, next: String?) -> RelayEnd {
        .failed(Failure(status, what, why: why, next: next), .tlsFailed)
    }
}
