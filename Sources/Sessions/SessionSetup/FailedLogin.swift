import LocalFiles
public import SQLWire
public import Threads

/// Finds the reason of a failed login that its library does not report: it tries to connect and performs a TLS
/// handshake of its own. It sends only a request for TLS.
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
    /// - Parameter reason: The library's message.
    public func error(at step: LoginStep, because reason: String) -> SessionError {
        guard step < .secured else { return .ended(at: step, plan, because: reason) }
        switch inspection {
        case .notVerified(let found): return .untrusted(plan, because: found)
        case .noTLS: return .untrusted(plan, because: "the server does not speak TLS")
        case .foreign: return .foreign(plan, dialect, because: reason)
        // If the remembered authority is unusable, all authorities remain to be tried.
        case .unusable(let found) where attempt.authorityFile != plan.authorities.file:
            return .untrusted(plan, because: found)
        case .unusable(let found): return .noAuthorities(plan, because: found)
        case .noConnection(let code):
            if let local = SessionError.local(code, plan) { return local }
            return .ended(at: step, plan, because: step == .connecting ? SystemError.text(code) : reason)
        case .verified, .failed: return .ended(at: step, plan, because: reason)
        }
    }

    /// The problem of an untrusted server's certificate; nil when it is unknown.
    public var certificateProblem: String? {
        if case .notVerified(let reason) = inspection { reason } else { nil }
    }

    private var inspection: CertificateInspection.Outcome {
        CertificateInspection(
            host: plan.host, address: attempt.address, port: attempt.port, authorityFile: attempt.authorityFile,
            dialect: dialect, wake: wake
        ).run(milliseconds: min(5_000, max(1_000, attempt.millisecondsLeft)))
    }
}
