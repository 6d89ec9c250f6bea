import Failures
public import SQLCore

extension SessionError {
    /// A server that did not prove its name.
    ///
    /// - Parameter mayHaveToken: Whether some of the token may have been sent to it.
    public static func untrusted(
        _ plan: SessionPlan, because reason: String, mayHaveToken: Bool = false
    ) -> SessionError {
        SessionError(
            .untrusted,
            Failure(
                .unavailable,
                "\(plan.dialled) has not proven that it is \(plan.host)\(mayHaveToken ? "" : "; no token was sent")",
                why: "\(reason) (authorities: \(plan.authorities.file))", next: advice(plan, reason)))
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
        // Only ever into the usual place: what the user named may be the system's own.
        let file = "~/.aws/rds/global-bundle.pem"
        let command = "curl --create-dirs -o \(file) \(bundle(for: plan.host))"
        return plan.authorities.isChosen ? "\(command), then ca_file = \"\(file)\"" : command
    }

    /// Where AWS publishes the authorities of its databases. Source: the RDS user guide, "Using SSL/TLS".
    private static func bundle(for host: String) -> String {
        if host.hasSuffix(".cn") {
            return "https://rds-truststore.s3.cn-north-1.amazonaws.com.cn/global/global-bundle.pem"
        }
        if host.contains(".us-gov-") {
            return "https://truststore.pki.us-gov-west-1.rds.amazonaws.com/global/global-bundle.pem"
        }
        return "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem"
    }
}
