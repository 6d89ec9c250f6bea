import Doctor
import Endpoints
import Failures
import Glibc
import LocalFiles
import Profiles
import SessionSetup
import TokenDelivery

/// Explains why a connection to a verified server failed.
enum TrustJudgement {
    static func finding(_ obstacle: LoginProbe.Obstacle, _ login: Login, _ authorities: Authorities) -> Finding {
        func failed(_ evidence: String, _ cause: Cause?, _ advice: String...) -> Finding {
            .failed(evidence, cause, advice: advice, exit: .unavailable)
        }
        let place = login.connectTo.map { "\($0.host):\($0.port)" } ?? "\(login.endpoint.host):\(login.port)"
        switch obstacle {
        case .noConnection(let code): return failed(ReachProblem.words(code), ReachProblem.cause(code), "try again")
        case .noTLS:
            return failed(
                "the server at \(place) offers no TLS; no token was sent", .noTLS,
                "check what listens at \(place); Aurora always offers TLS")
        case .foreign:
            return failed(
                "what answers at \(place) does not speak \(login.engine.displayName)'s protocol; no token was sent",
                .portMismatch, "check port, connect_to and engine")
        case .lost:
            return failed(
                "the connection to \(place) ended before TLS began; no token was sent", nil,
                "check what listens at \(place), and where the tunnel leads to")
        case .noHandshake(let words):
            return failed(
                "the TLS handshake failed: \(words); no token was sent", nil,
                "check the tunnel and firewalls that look into TLS")
        case .unusable(let words):
            return .failed(
                "the certificate authorities cannot be used: \(words)", .profileInvalid, advice: ["check ca_file"],
                exit: .badConfiguration)
        case .untrusted(let distrust, let words, let issuer):
            return untrusted(distrust, "\(words); no token was sent", issuer, place, login, authorities)
        }
    }

    private static func untrusted(
        _ distrust: LoginProbe.Distrust, _ evidence: String, _ issuer: String, _ place: String, _ login: Login,
        _ authorities: Authorities
    ) -> Finding {
        func failed(_ cause: Cause, _ advice: [String]) -> Finding {
            .failed(evidence, cause, advice: advice, exit: .unavailable)
        }
        switch distrust {
        case .otherName:
            return failed(.nameMismatch, ["something else answers at \(place): check connect_to and the tunnel"])
        case .expired:
            return failed(
                .certificateExpired, ["check this machine's clock (date -u), then the certificate in the RDS console"])
        case .notYetValid:
            return failed(.clockSkew, ["check this machine's clock: date -u"])
        case .unknownAuthority: return failed(.unknownAuthority, advice(issuer, login))
        }
    }

    /// The advice depends on the certificate's issuer.
    private static func advice(_ issuer: String, _ login: Login) -> [String] {
        if issuer.contains("O=Amazon Web Services") || issuer.contains("Amazon RDS") {
            return ["quarterdeck ca fetch"]
        }
        if issuer.contains("O=Amazon") || issuer.contains("O=Starfield") {
            return ["install the package ca-certificates: it has the Amazon root of this server's certificate"]
        }
        return [
            "the issuer (\(issuer)) is not AWS: a proxy may inspect TLS here; if you trust it, name its authority in ca_file",
            "quarterdeck ca fetch",
        ]
    }
}

/// The meaning of a connection's `errno`.
enum ReachProblem {
    static func words(_ code: Int32) -> String {
        code == ETIMEDOUT || code == EINPROGRESS || code == EAGAIN ? "no answer within 5 s" : SystemError.text(code)
    }

    static func cause(_ code: Int32) -> Cause {
        code == ECONNREFUSED ? .connectionRefused : .unreachable
    }
}
