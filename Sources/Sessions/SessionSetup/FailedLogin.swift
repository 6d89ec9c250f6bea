import LocalFiles
public import SQLCore
public import Threads

/// Finds out why a login failed whose library does not say so: what the system says to a connection, and how a TLS
/// handshake of our own ends. Sends nothing but a request for TLS.
public struct FailedLogin {
    private let plan: SessionPlan
    private let attempt: LoginAttempt
    private let dialect: Dialect
    private let wake: WakeSignal

    /// A login that has just failed.
    public init(_ plan: SessionPlan, _ attempt: LoginAttempt, _ dialect: Dialect, wake: WakeSignal) {
        self.plan = plan
        self.attempt = attempt
        self.dialect = dialect
        self.wake = wake
    }

    /// The error of a login whose connection ended at `step`.
    ///
    /// - Parameter reason: What the library says.
    public func error(at step: LoginStep, because reason: String) -> SessionError {
        guard step < .secured else { return .ended(at: step, plan, because: reason) }
        switch inspection {
        case .notVerified(let found): return .untrusted(plan, because: found)
        case .noTLS: return .untrusted(plan, because: "the server does not speak TLS")
        case .foreign: return .foreign(plan, dialect, because: reason)
        // A remembered authority that is of no use leaves all of them to be tried.
        case .unusable(let found) where attempt.authorityFile != plan.authorities.file:
            return .untrusted(plan, because: found)
        case .unusable(let found): return .noAuthorities(plan, because: found)
        case .noConnection(let code):
            if let local = SessionError.local(code, plan) { return local }
            return .ended(at: step, plan, because: step == .connecting ? SystemError.text(code) : reason)
        case .verified, .failed: return .ended(at: step, plan, because: reason)
        }
    }

    /// What is wrong with the certificate of a server that was not trusted; nil when it cannot be found out.
    public var certificateProblem: String? {
        if case .notVerified(let reason) = inspection { reason } else { nil }
    }

    private var inspection: CertificateInspection.Outcome {
        CertificateInspection(
            host: plan.host, address: attempt.address, port: plan.dialPort, authorityFile: attempt.authorityFile,
            dialect: dialect, wake: wake
        ).run(milliseconds: min(5_000, max(1_000, attempt.millisecondsLeft)))
    }
}
