import Failures
import HTTP
import Secrets

/// The instance metadata service at the configured address.
struct MetadataService {
    /// The result of the request for a session.
    enum Session {
        case opened(Secret)
        /// The service exists but gives no session of version 2; the reason.
        case refused(String)
        /// This machine is no instance, or its service is off; the reason.
        case absent(String)
    }

    /// The result of a query.
    enum Answer {
        case text(Secret)
        case nothing(String)
    }

    private static let sessionSeconds = "21600"
    private static let roles = "latest/meta-data/iam/security-credentials/"

    private let lookup: CredentialLookup
    private let base: String
    private let patience: HTTPRequest.Patience
    private let attempts: Int

    /// Scheme and host, for messages.
    var place: String { HTTPAddress(base).place }

    init(_ lookup: CredentialLookup) throws(Failure) {
        self.lookup = lookup
        base = try Self.address(lookup)
        func number(_ variable: String, _ key: String) -> Int {
            max(1, min(lookup.setting(variable, key).flatMap { Int($0) } ?? 1, 60))
        }
        let seconds = number("AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout")
        patience = .init(connecting: seconds * 1_000, total: seconds * 1_000)
        attempts = number("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts")
    }

    /// Opens a session of IMDS version 2.
    func session() throws(Failure) -> Session {
        var request = request("latest/api/token")
        request.method = "PUT"
        request.headers = [.init("x-aws-ec2-metadata-token-ttl-seconds", Self.sessionSeconds)]
        var reason = ""
        var unreached: String?
        for _ in 0..<attempts {
            do throws(HTTPFault) {
                let reply = try lookup.send(request)
                unreached = nil
                switch reply.status {
                case 200:
                    let isToken = reply.body.revealBytes { $0.allSatisfy { 0x21...0x7E ~= $0 } && !$0.isEmpty }
                    if isToken, reply.body.count <= 1_024 { return .opened(reply.body) }
                    return .absent("what answers at \(place) is not the metadata service")
                case 400: return .absent("\(place) answered 400 to a request for a session")
                case 403, 404, 405: return .refused("\(place) answered \(reply.status)")
                default: reason = "\(place) answered \(reply.status)"
                }
            } catch {
                try stopIfHopeless(error)
                switch error.kind {
                // The reply is lost on the way into a container whose hop limit is 1.
                case .notAnsweredInTime: return .refused(error.reason)
                case .unreachable, .notReachedInTime: unreached = error.reason
                default: return .absent(error.reason)
                }
            }
        }
        if let unreached { return .absent(unreached) }
        return .refused(reason)
    }

    /// Queries the role names, or the keys of one role.
    func get(_ role: String, _ token: Secret?) throws(Failure) -> Answer {
        var request = request(Self.roles + role.replacing("@", with: "%40"))
        if let token { request.headers = [.init("x-aws-ec2-metadata-token", token)] }
        var reason = ""
        for _ in 0..<attempts {
            do throws(HTTPFault) {
                let reply = try lookup.send(request)
                if reply.status == 200, !reply.body.isEmpty { return .text(reply.body) }
                reason = reply.status == 404 ? "the instance has no role" : "\(place) answered \(reply.status)"
            } catch {
                try stopIfHopeless(error)
                reason = error.reason
            }
        }
        return .nothing(reason)
    }

    private func request(_ path: String) -> HTTPRequest {
        var request = HTTPRequest(base + path)
        request.patience = patience
        request.isDirect = true
        return request
    }

    private func stopIfHopeless(_ fault: HTTPFault) throws(Failure) {
        if fault.kind == .cancelled || fault.kind == .noLibrary {
            throw fault.failure("the instance metadata cannot be read")
        }
    }

    /// Source: `botocore.utils.resolve_imds_endpoint_mode`, `IMDSFetcher._select_base_url`.
    private static func address(_ lookup: CredentialLookup) throws(Failure) -> String {
        let variable = "AWS_EC2_METADATA_SERVICE_ENDPOINT"
        let mode = lookup.setting(variable + "_MODE", "ec2_metadata_service_endpoint_mode")?.lowercased()
        guard mode == nil || mode == "ipv4" || mode == "ipv6" else {
            throw Failure(
                .badConfiguration, "the mode of the instance metadata endpoint is neither IPv4 nor IPv6",
                why: "\(variable)_MODE, or ec2_metadata_service_endpoint_mode", next: "set it to IPv4 or IPv6")
        }
        if let own = lookup.setting(variable, "ec2_metadata_service_endpoint") {
            if let flaw = HTTPAddress.flaw(own) {
                throw Failure(
                    .badConfiguration, "the instance metadata endpoint is not an address",
                    why: "\(variable), or ec2_metadata_service_endpoint: \(flaw)", next: "write it as http://HOST")
            }
            return own.hasSuffix("/") ? own : own + "/"
        }
        let isIPv6 = mode == "ipv6" || mode == nil && lookup.isOn("AWS_IMDS_USE_IPV6", "imds_use_ipv6")
        return isIPv6 ? "http://[fd00:ec2::254]/" : "http://169.254.169.254/"
    }
}
