public import Secrets
public import Timestamps

/// The signature of a whole request: to call AWS, and to verify requests as AWS does.
public enum RequestSignature {
    /// SHA-256 of `bytes` in hexadecimal, as payload hashes are written.
    public static func payloadHash(of bytes: some Sequence<UInt8>) -> String {
        hexadecimal(digest(of: Array(bytes)))
    }

    /// The signature in hexadecimal of `request` at `moment` under `secret` for `scope`.
    public static func compute(
        _ request: CanonicalRequest, at moment: Timestamp, scope: CredentialScope, secret: Secret
    ) -> String {
        var toSign = Array("AWS4-HMAC-SHA256\n\(moment.amzDate)\n\(scope.text)\n".utf8)
        toSign += Array(hexadecimal(digest(of: Array(request.text.utf8))).utf8)
        var code = [UInt8](repeating: 0, count: SHA256.byteCount)
        let key = SigningKey(secret: secret, scope: scope)
        toSign.withUnsafeBytes { message in
            code.withUnsafeMutableBufferPointer { target in
                if let start = target.baseAddress { key.sign(message, into: start) }
            }
        }
        return hexadecimal(code)
    }

    /// The request's query with all `X-Amz-` parameters of a presigned request, `X-Amz-Signature` last.
    ///
    /// - Parameter lifetime: The value of `X-Amz-Expires`, in seconds.
    public static func presign(
        _ request: CanonicalRequest, with credentials: Credentials, at moment: Timestamp, region: String,
        service: String, lifetime: Int
    ) -> [CanonicalRequest.Field] {
        let scope = CredentialScope(at: moment, region: region, service: service)
        var query =
            request.query + [
                .init("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
                .init("X-Amz-Credential", "\(credentials.accessKeyID)/\(scope.text)"),
                .init("X-Amz-Date", moment.amzDate),
                .init("X-Amz-Expires", String(lifetime)),
                .init("X-Amz-SignedHeaders", request.signedHeaderNames),
            ]
        if let sessionToken = credentials.sessionToken {
            query.append(.init("X-Amz-Security-Token", sessionToken.revealText()))
        }
        let complete = CanonicalRequest(
            method: request.method, path: request.path, query: query, headers: request.headers,
            payloadHash: request.payloadHash)
        let signature = compute(complete, at: moment, scope: scope, secret: credentials.secretAccessKey)
        return query + [.init("X-Amz-Signature", signature)]
    }

    private static func digest(of bytes: [UInt8]) -> [UInt8] {
        return [UInt8](unsafeUninitializedCapacity: SHA256.byteCount) { target, count in
            if let start = target.baseAddress { bytes.withUnsafeBytes { SHA256.digest($0, into: start) } }
            count = SHA256.byteCount
        }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.flatMap { [lowerDigit($0 >> 4), lowerDigit($0 & 15)] }, as: UTF8.self)
    }
}
