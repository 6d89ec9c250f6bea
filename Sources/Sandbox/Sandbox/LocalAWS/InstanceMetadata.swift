import Threads
import Timestamps

/// The instance metadata service, version 2 only: without a session token it returns 401.
///
/// Source: Amazon EC2 User Guide, "Use the Instance Metadata Service to access instance metadata".
struct InstanceMetadata: Sendable {
    private let sessions = Locked<[String: Timestamp]>([:])
    private static let root = "/latest/meta-data/iam/security-credentials/"

    func response(
        to request: HTTPRequest, now: Timestamp, credentials: () -> SandboxIdentity
    ) -> HTTPResponse {
        if request.method == "PUT", request.path == "/latest/api/token" { return newSession(request, now: now) }
        guard request.method == "GET" else { return .text("method not allowed\n", status: 405) }
        let token = request[header: "X-aws-ec2-metadata-token"] ?? ""
        guard let end = sessions.withLock({ $0[token] }), end > now else { return .text("unauthorized\n", status: 401) }
        switch request.path {
        case Self.root, String(Self.root.dropLast()): return .text(LocalAWS.roleName)
        case Self.root + LocalAWS.roleName:
            return .json(CredentialJSON.instance(credentials().credentials, now: now))
        case "/latest/meta-data/placement/region": return .text(SandboxNames.region)
        default: return .text("not found\n", status: 404)
        }
    }

    private func newSession(_ request: HTTPRequest, now: Timestamp) -> HTTPResponse {
        let header = request[header: "X-aws-ec2-metadata-token-ttl-seconds"] ?? ""
        guard let seconds = Int64(header), (1...21_600).contains(seconds), request[header: "X-Forwarded-For"] == nil
        else {
            return .text("bad request\n", status: 400)
        }
        let token = "AQAE" + String(UInt64.random(in: .min ... .max), radix: 36) + "=="
        sessions.withLock { known in
            known = known.filter { $0.value > now }
            if known.count < 1_000 { known[token] = now + seconds }
        }
        var response = HTTPResponse.text(token)
        response.headers = [("X-aws-ec2-metadata-token-ttl-seconds", String(seconds))]
        return response
    }
}
