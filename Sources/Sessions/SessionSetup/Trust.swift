import Failures
public import SQLWire

extension SessionError {
    /// The error for a server that did not prove its name.
    ///
    /// - Parameter mayHaveToken: Whether a part of the token may have been sent to it.
    public static func untrusted(
        _ plan: SessionPlan, because reason: String, mayHaveToken: Bool = false
    ) -> SessionError {
        SessionError(
            .untrusted,
            Failure(
                .unavailable,
                "\(plan.dialled) has not proven that it is \(plan.host)\(mayHaveToken ? "" : "; no \(plan.proof.word) was sent")",
                why: "\(reason) (authorities: \(plan.authorities.names))", next: advice(plan, reason)))
    }

    private static func advice(_ plan: SessionPlan, _ reason: String) -> String {
        let lower = reason.lowercased()
        if lower.contains("match") || lower.contains("not for") {
            return "something else answers at \(plan.dialHost):\(plan.dialPort): check connect_to and the tunnel"
        }
        if lower.contains("expired") || lower.contains("not yet valid") {
            return "check this machine's clock (date -u), then the server's certificate in the RDS console"
        }
        if lower.contains("not speak tls") || lower.contains("not support") || lower.contains("no tls 1.2") {
            return "check what listens at \(plan.dialHost):\(plan.dialPort); Aurora always offers TLS"
        }
        let region = plan.host.split(separator: ".").first { $0.hasPrefix("us-gov-") || $0.hasPrefix("cn-") }
        return "quarterdeck ca fetch" + (region.map { " --region \($0)" } ?? "")
            + (plan.authorities.isChosen ? "; if a proxy inspects TLS here, ca_file names its authority" : "")
    }
}
