import BlockingExecutor
import CPlatform
import CTLS
import Glibc
import SessionSetup

/// Finds out what is wrong with a server's certificate, which libpq 15 does not say. Sends nothing but a request for TLS.
struct CertificateProbe {
    private let plan: SessionPlan
    private let attempt: LoginAttempt
    private let wake: WakeSignal

    /// The request, eight bytes, to which a server that speaks TLS says S. Source: PostgreSQL documentation, "SSLRequest".
    private static let request: [UInt8] = [0, 0, 0, 8, 4, 210, 22, 47]

    init(_ plan: SessionPlan, _ attempt: LoginAttempt, _ wake: WakeSignal) {
        self.plan = plan
        self.attempt = attempt
        self.wake = wake
    }

    /// What does not verify; nil when it cannot be found out.
    func reason() -> String? {
        let descriptor = qd_connect(attempt.address, Int32(plan.dialPort), attempt.millisecondsLeft)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard write(descriptor, Self.request, Self.request.count) == Self.request.count,
            qd_wait(descriptor, Int16(POLLIN), wake.descriptor, attempt.millisecondsLeft) == 1
        else { return nil }
        var answer: UInt8 = 0
        guard read(descriptor, &answer, 1) == 1 else { return nil }
        guard answer == UInt8(ascii: "S") else { return "the server does not speak TLS" }
        return shakeHands(descriptor)
    }

    private func shakeHands(_ descriptor: Int32) -> String? {
        var reason = [CChar](repeating: 0, count: 1_024)
        var cause = QD_TLS_OPENED
        let session = plan.host.withCString { host in
            attempt.authorityFile.withCString { authorities in
                var request = qd_tls_request()
                request.descriptor = descriptor
                request.host = host
                request.ca_file = authorities
                request.timeout_ms = attempt.millisecondsLeft
                request.stop_descriptor = wake.descriptor
                return qd_tls_open(&request, &cause, &reason, reason.count)
            }
        }
        guard let session else { return cause == QD_TLS_NOT_VERIFIED ? text(of: reason) : nil }
        qd_tls_close(session)
        return nil
    }
}
