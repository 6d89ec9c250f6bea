import CSigningBaseline
import Secrets
import SigV4
import Timestamps

/// Measures tokens per second on one core with a session token of 1 KB and a prepared signing key, compared with a
/// plain C loop.
enum SigningBenchmark {
    private static let count = 200_000
    private static let rounds = 5

    static func run() {
        let sessionToken = String(repeating: "IQoJb3JpZ2luX2Vj/+", count: 57)
        let credentials = Credentials(
            accessKeyID: "ASIAIOSFODNN7EXAMPLE", secretAccessKey: Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
            sessionToken: Secret(sessionToken), expiration: nil)
        guard
            let request = TokenRequest(
                host: "orders.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com", region: "eu-west-1",
                service: .rds(port: 5432, user: "jane_doe"))
        else { return }
        let now = Timestamp(secondsSince1970: 1_795_269_600)
        var signer = TokenSigner()
        var byteCount = signer.sign(request, with: credentials, at: now).count
        var ours: [Double] = []
        var baseline: [Double] = []
        for _ in 0..<rounds {
            ours.append(
                Measurement.cpuSeconds {
                    for _ in 0..<count { byteCount = signer.sign(request, with: credentials, at: now).count }
                })
            baseline.append(Measurement.cpuSeconds { _ = qd_sign_tokens(count, sessionToken, sessionToken.utf8.count) })
        }
        let (own, plain) = (Measurement.median(ours), Measurement.median(baseline))
        print("sign: tokens of \(byteCount) bytes, session token of \(sessionToken.utf8.count) bytes, one core")
        print("  quarterdeck    \(Int(Double(count) / own)) tokens/s")
        print("  plain C loop   \(Int(Double(count) / plain)) tokens/s")
        print("  C is faster by \(Measurement.text(own / plain))x")
    }
}
