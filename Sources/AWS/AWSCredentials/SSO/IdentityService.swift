import Failures
import HTTP
import JSON
import Secrets
import Timestamps

/// The OIDC service of IAM Identity Center.
///
/// Source: IAM Identity Center OIDC API Reference, version 2019-06-10.
struct IdentityService {
    /// The result of a request that may be repeated later.
    enum Reply {
        case done(JSONValue)
        /// The service's error code, for instance `authorization_pending`, and its message.
        case refused(code: String, message: String)
        /// No reply; the same request may succeed later.
        case unanswered(Failure)
    }

    let lookup: CredentialLookup
    let region: String

    /// Sends one request. Transient failures are retried unless `isPolling`.
    ///
    /// - Throws: A `Failure` when the service is unreachable.
    func post(
        _ path: String, _ members: [(StaticString, Member)], isPolling: Bool = false
    ) throws(Failure) -> Reply {
        let endpoint = try lookup.endpoint(.identity, region: region)
        var request = HTTPRequest(endpoint.url + path)
        request.method = "POST"
        request.headers = [.init("Content-Type", "application/json")]
        request.body = Self.written(members)
        let place = HTTPAddress(endpoint.url).place
        let whole = request
        switch isPolling ? lookup.outcome(of: whole) : try lookup.outcome(retrying: { whole }) {
        case .failure(let fault):
            let failure = fault.failure(
                "the SSO service cannot be asked", next: "see that this machine reaches \(place)")
            guard fault.isPassing else { throw failure }
            return .unanswered(failure)
        case .success(let reply):
            let json = JSONValue(reply.body)
            if reply.status == 200, let json { return .done(json) }
            let code = json?["error"]?.text ?? ""
            let message =
                json?["error_description"]?.text ?? json?["message"]?.text ?? "\(place) answered \(reply.status)"
            guard !reply.isPassing || code == "slow_down" else {
                return .unanswered(
                    Failure(.temporary, "the SSO service cannot be asked", why: "\(place): \(message.prefix(4_000))"))
            }
            return .refused(code: String(code.prefix(100)), message: String(message.prefix(4_000)))
        }
    }

    enum Member {
        case secret(Secret)
        case text(String)
        case list([String])
    }

    private static func written(_ members: [(StaticString, Member)]) -> Secret {
        var text = SecretBuffer(capacity: 4_096)
        for (index, (name, value)) in members.enumerated() {
            text.append(index == 0 ? "{\"" : ",\"")
            text.append(name)
            text.append("\":")
            switch value {
            case .secret(let secret): text.appendJSON(secret)
            case .text(let plain): text.appendJSON(Secret(plain))
            case .list(let plain):
                for (index, element) in plain.enumerated() {
                    text.append(index == 0 ? "[" : ",")
                    text.appendJSON(Secret(element))
                }
                text.append(plain.isEmpty ? "[]" : "]")
            }
        }
        text.append("}")
        return text.secret(0..<text.count)
    }
}
