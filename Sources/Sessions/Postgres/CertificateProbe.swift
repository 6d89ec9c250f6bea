import Threads
import SQLCore
import SessionSetup

/// Finds out what is wrong with a server's certificate, which libpq 15 does not say. Sends nothing but a request for TLS.
struct CertificateProbe {
    private let plan: SessionPlan
    private let attempt: LoginAttempt
    private let wake: WakeSignal

    init(_ plan: SessionPlan, _ attempt: LoginAttempt, _ wake: WakeSignal) {
        self.plan = plan
        self.attempt = attempt
        self.wake = wake
    }

    /// What does not verify; nil when it cannot be found out.
    func reason() -> String? {
        let inspection = CertificateInspection(
            host: plan.host, address: attempt.address, port: plan.dialPort, authorityFile: attempt.authorityFile,
            dialect: .postgresql, wake: wake)
        switch inspection.run(milliseconds: attempt.millisecondsLeft) {
        case .notVerified(let reason): return reason
        case .noTLS: return "the server does not speak TLS"
        case .verified, .failed: return nil
        }
    }
}
