import Secrets
import SigV4
import Timestamps

/// Verifies the `Authorization` header of a request as AWS does.
enum SignedRequest {
    /// The error code and message of a rejected request.
    struct Refusal: Error, Equatable {
        let code: String
        let message: String
    }

    /// The service in the scope of the signature; nil when there is none. Nothing is verified.
    static func service(of request: HTTPRequest) -> String? {
        let header = request[header: "Authorization"] ?? ""
        guard let start = header.firstRange(of: "Credential=")?.upperBound else { return nil }
        return CredentialText(String(header[start...].prefix { $0 != "," }))?.scope.service
    }

    /// The identity that signed `request` for `service`.
    static func identity(
        of request: HTTPRequest, service: String, identities: IdentityStore, now: Timestamp
    ) throws(Refusal) -> SandboxIdentity {
        guard let header = request[header: "Authorization"], header.hasPrefix("AWS4-HMAC-SHA256 ") else {
            throw Refusal(code: "MissingAuthenticationToken", message: "Request is missing Authentication Token")
        }
        var parts: [String: String] = [:]
        for part in header.dropFirst("AWS4-HMAC-SHA256 ".count).split(separator: ",") {
            let halves = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
            if halves.count == 2 { parts[String(halves[0])] = String(halves[1]) }
        }
        guard let credential = parts["Credential"].flatMap({ CredentialText($0) }), let names = parts["SignedHeaders"],
            let signature = parts["Signature"], let date = request[header: "X-Amz-Date"],
            let signedAt = Timestamp(amzDate: date), let query = QueryString.fields(request.query)
        else { throw Refusal(code: "IncompleteSignature", message: "The request signature is incomplete") }
        guard credential.scope.service == service, names.split(separator: ";").contains("host"),
            credential.scope == CredentialScope(at: signedAt, region: credential.scope.region, service: service)
        else {
            throw Refusal(code: "SignatureDoesNotMatch", message: "Credential should be scoped to correct service")
        }
        guard abs(now.seconds(since: signedAt)) <= 900 else {
            throw Refusal(code: "SignatureDoesNotMatch", message: "Signature expired: \(date)")
        }
        guard let identity = identities.identity(credential.accessKeyID) else {
            throw Refusal(
                code: "InvalidClientTokenId", message: "The security token included in the request is invalid.")
        }
        try checkSession(of: identity, request, now: now)
        let canonical = CanonicalRequest(
            method: request.method, path: request.path, query: query,
            headers: names.split(separator: ";").flatMap { name in
                request.headers.filter { $0.name.lowercased() == name }
            }, payloadHash: RequestSignature.payloadHash(of: request.body))
        let expected = RequestSignature.compute(
            canonical, at: signedAt, scope: credential.scope, secret: identity.credentials.secretAccessKey)
        guard Secret(expected).matches(Secret(signature)) else {
            throw Refusal(
                code: "SignatureDoesNotMatch",
                message: "The request signature we calculated does not match the signature you provided.")
        }
        return identity
    }

    private static func checkSession(
        of identity: SandboxIdentity, _ request: HTTPRequest, now: Timestamp
    ) throws(Refusal) {
        let given = request[header: "X-Amz-Security-Token"].map { Secret($0) }
        if let end = identity.credentials.expiration, end <= now {
            throw Refusal(code: "ExpiredToken", message: "The security token included in the request is expired")
        }
        switch (given, identity.credentials.sessionToken) {
        case (nil, nil): return
        case (let given?, let known?) where known.matches(given): return
        default:
            throw Refusal(
                code: "InvalidClientTokenId", message: "The security token included in the request is invalid.")
        }
    }
}
