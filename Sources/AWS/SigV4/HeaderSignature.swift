import Secrets
public import Timestamps

extension RequestSignature {
    /// The headers of a signed request: the request's own and `X-Amz-Date`, `X-Amz-Security-Token`, `Authorization`.
    ///
    /// Source: AWS General Reference, "Add the signature to the request".
    public static func sign(
        _ request: CanonicalRequest, with credentials: Credentials, at moment: Timestamp, region: String,
        service: String
    ) -> [CanonicalRequest.Field] {
        var headers = request.headers + [.init("X-Amz-Date", moment.amzDate)]
        if let sessionToken = credentials.sessionToken {
            headers.append(.init("X-Amz-Security-Token", sessionToken.revealText()))
        }
        let complete = CanonicalRequest(
            method: request.method, path: request.path, query: request.query, headers: headers,
            payloadHash: request.payloadHash)
        let scope = CredentialScope(at: moment, region: region, service: service)
        let signature = compute(complete, at: moment, scope: scope, secret: credentials.secretAccessKey)
        let authorization =
            "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope.text), "
            + "SignedHeaders=\(complete.signedHeaderNames), Signature=\(signature)"
        return headers + [.init("Authorization", authorization)]
    }
}
