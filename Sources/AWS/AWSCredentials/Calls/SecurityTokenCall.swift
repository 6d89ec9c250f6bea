import Failures
import HTTP
import Secrets
import SigV4

/// A call to the Security Token Service that returns credentials.
///
/// Source: AWS Security Token Service API Reference, version 2011-06-15.
struct SecurityTokenCall {
    let action: String
    /// Names and values, in order; the values count as secret.
    var fields: [(name: String, value: Secret)] = []

    init(_ action: String) {
        self.action = action
    }

    mutating func add(_ name: String, _ value: String?) {
        if let value { fields.append((name, Secret(value))) }
    }

    /// Sends the call, signed or unsigned, and retries transient failures.
    ///
    /// - Parameter what: The failing action, for the error: `cannot assume the role …`.
    func send(
        _ lookup: CredentialLookup, signedBy credentials: Credentials?, failing what: String
    ) throws(Failure) -> Credentials {
        let (reply, endpoint) = try reply(lookup, signedBy: credentials, failing: what)
        return try keys(reply, endpoint, what)
    }

    /// Sends the call and returns STS's reply.
    func reply(
        _ lookup: CredentialLookup, signedBy credentials: Credentials?, failing what: String
    ) throws(Failure) -> (HTTPReply, ServiceEndpoint) {
        let endpoint = try lookup.endpoint(.securityToken)
        let outcome = try lookup.outcome(
            retrying: { request(endpoint, lookup, credentials) },
            isPassing: { $0.status != 200 && Refusal($0, at: endpoint).isPassing })
        switch outcome {
        case .success(let reply) where reply.status == 200: return (reply, endpoint)
        case .success(let reply): throw Refusal(reply, at: endpoint).failure(what)
        case .failure(let fault):
            throw fault.failure(what, next: "see that this machine reaches \(HTTPAddress(endpoint.url).place)")
        }
    }

    /// Whether a failure means that STS rejected the MFA code.
    static func isRefusedCode(_ failure: Failure) -> Bool {
        failure.advice == .typeNextCode
    }

    private func request(
        _ endpoint: ServiceEndpoint, _ lookup: CredentialLookup, _ credentials: Credentials?
    ) -> HTTPRequest {
        var form = SecretBuffer(capacity: 4_096)
        form.append("Action=")
        form.append(action)
        form.append("&Version=2011-06-15")
        for field in fields {
            form.append("&")
            form.append(field.name)
            form.append("=")
            form.appendEncoded(field.value)
        }
        let body = form.secret(0..<form.count)
        let address = HTTPAddress(endpoint.url + "/")
        var headers: [CanonicalRequest.Field] = [
            .init("Host", address.authority),
            .init("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
        ]
        if let credentials {
            let canonical = CanonicalRequest(
                method: "POST", path: address.path, query: [], headers: headers,
                payloadHash: body.revealBytes { RequestSignature.payloadHash(of: $0) })
            headers = RequestSignature.sign(
                canonical, with: credentials, at: lookup.services.clock(), region: endpoint.region, service: "sts")
        }
        var request = HTTPRequest(endpoint.url + "/")
        request.method = "POST"
        request.headers = headers.map { .init($0.name, $0.value) }
        request.body = body
        return request
    }

    private func keys(_ reply: HTTPReply, _ endpoint: ServiceEndpoint, _ what: String) throws(Failure) -> Credentials {
        func refuse(_ flaw: String) -> Failure {
            Failure(
                .unavailable, what, why: "the reply of \(HTTPAddress(endpoint.url).place) is not one of STS: \(flaw)",
                next: "see what answers there")
        }
        guard let xml = XMLReply(reply.body) else { throw refuse("it is not XML") }
        let path = "\(action)Response/\(action)Result/Credentials/"
        let keys = ReplyKeys(
            accessKeyID: xml[path + "AccessKeyId"], secretAccessKey: xml[path + "SecretAccessKey"],
            sessionToken: xml[path + "SessionToken"], expiration: xml[path + "Expiration"]?.revealText())
        return try keys.credentials(refuse)
    }

    /// The reason in an error reply of STS.
    private struct Refusal {
        let status: Int
        let code: String
        let message: String

        init(_ reply: HTTPReply, at endpoint: ServiceEndpoint) {
            let xml = XMLReply(reply.body)
            status = reply.status
            code = (xml?["ErrorResponse/Error/Code"]?.revealText()).map { String($0.prefix(100)) } ?? ""
            message =
                (xml?["ErrorResponse/Error/Message"]?.revealText()).map { String($0.prefix(4_000)) }
                ?? "\(HTTPAddress(endpoint.url).place) answered \(reply.status)"
        }

        var isPassing: Bool {
            status >= 500 || status == 429 || code.hasPrefix("Throttl") || code == "IDPCommunicationError"
        }

        /// Whether the MFA code was wrong or used before. AWS has no error code of its own for that.
        private var hasRefusedCode: Bool {
            code == "AccessDenied" && message.hasPrefix("MultiFactorAuthentication failed")
        }

        func failure(_ what: String) -> Failure {
            let next: String? =
                switch code {
                case "ExpiredToken", "ExpiredTokenException": "renew the credentials that it is assumed with"
                case "SignatureDoesNotMatch", "RequestExpired": "compare this machine's clock and the secret key"
                case "InvalidClientTokenId": "see that the access key exists and belongs to this partition"
                case "AccessDenied": "ask the owner of the role's trust policy; external id and MFA count there, too"
                case "RegionDisabledException": "activate STS in that region, or name another one"
                default: nil
                }
            return Failure(
                isPassing ? .temporary : .notPermitted, what, why: code.isEmpty ? message : "\(code): \(message)",
                next: next, advice: hasRefusedCode ? .typeNextCode : nil)
        }
    }
}
