public import SQLCore
public import Threads

/// Finds out what is wrong with a server's certificate, which the database libraries do not say. Sends nothing but a
/// request for TLS.
public struct CertificateProbe {
    private let plan: SessionPlan
    private let attempt: LoginAttempt
    private let dialect: Dialect
    private let wake: WakeSignal

    /// A look at the server of one attempt to log in.
    public init(_ plan: SessionPlan, _ attempt: LoginAttempt, _ dialect: Dialect, _ wake: WakeSignal) {
        self.plan = plan
        self.attempt = attempt
        self.dialect = dialect
        self.wake = wake
    }

    /// What does not verify; nil when it cannot be found out.
    public func reason() -> String? {
        let inspection = CertificateInspection(
            host: plan.host, address: attempt.address, port: plan.dialPort, authorityFile: attempt.authorityFile,
            dialect: dialect, wake: wake)
        switch inspection.run(milliseconds: attempt.millisecondsLeft) {
        case .notVerified(let reason): return reason
        case .noTLS: return "the server does not speak TLS"
        case .verified, .failed: return nil
        }
    }
}
