public import Secrets
public import Timestamps

/// Signs database tokens: presigned GET requests without `https://`, byte for byte equal to botocore's.
///
/// A signer keeps its buffers and signing keys. Create one for the life of the program and use it from one task at a
/// time. Source: AWS General Reference, "Signature Version 4"; botocore `signers.generate_db_auth_token`.
public struct TokenSigner: ~Copyable {
    private var keys = SigningKeyCache()
    private var canonical = SecretBuffer()
    private var token = SecretBuffer()

    public init() {}

    /// A token for `request`, valid from `moment`.
    public mutating func sign(_ request: TokenRequest, with credentials: Credentials, at moment: Timestamp) -> Secret {
        let amzDate = moment.amzDate
        let scope = CredentialScope(
            date: String(amzDate.prefix(8)), region: request.region, service: request.signingName)
        canonical.clear()
        token.clear()
        canonical.append("GET\n/\n")

        let query = canonical.count
        appendParameters(request, credentials.accessKeyID, scope, amzDate)
        let securityToken = canonical.count
        if let sessionToken = credentials.sessionToken {
            canonical.append("&X-Amz-Security-Token=")
            canonical.appendEncoded(sessionToken)
        }
        let signedHeaders = canonical.count
        canonical.append("&X-Amz-SignedHeaders=host")
        let end = canonical.count

        // The parameters are signed in the order of their names but sent in botocore's order: SignedHeaders before
        // Security-Token.
        token.append(request.authority)
        token.append("/?")
        canonical.revealBytes { bytes in
            for part in [query..<securityToken, signedHeaders..<end, securityToken..<signedHeaders] {
                token.append(UnsafeRawBufferPointer(rebasing: bytes[part]))
            }
        }
        token.append("&X-Amz-Signature=")

        canonical.append("\nhost:")
        canonical.append(request.hostHeader)
        canonical.append("\n\nhost\n")
        canonical.append(emptyPayloadHash)
        appendSignature(keys.key(secret: credentials.secretAccessKey, scope: scope), scope, amzDate)
        let secret = token.secret(0..<token.count)
        canonical.clear()
        token.clear()
        return secret
    }

    /// The parameters before the security token, already sorted by name.
    private mutating func appendParameters(
        _ request: TokenRequest, _ accessKeyID: String, _ scope: CredentialScope, _ amzDate: String
    ) {
        switch request.service {
        case .rds(_, let user):
            canonical.append("Action=connect&DBUser=")
            canonical.appendEncoded(user)
        case .dsql(let isAdmin):
            canonical.append(isAdmin ? "Action=DbConnectAdmin" : "Action=DbConnect")
        }
        canonical.append("&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=")
        canonical.appendEncoded(accessKeyID)
        canonical.append("%2F")
        canonical.append(scope.date)
        canonical.append("%2F")
        canonical.appendEncoded(scope.region)
        canonical.append("%2F")
        canonical.append(scope.service)
        canonical.append("%2Faws4_request&X-Amz-Date=")
        canonical.append(amzDate)
        canonical.append("&X-Amz-Expires=")
        canonical.append(String(request.lifetime))
    }

    /// Replaces the canonical request by the string to sign, and appends its signature to the token.
    private mutating func appendSignature(_ key: SigningKey, _ scope: CredentialScope, _ amzDate: String) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: SHA256.byteCount) { digest in
            guard let start = digest.baseAddress else { return }
            canonical.revealBytes { SHA256.digest($0, into: start) }
            canonical.clear()
            canonical.append("AWS4-HMAC-SHA256\n")
            canonical.append(amzDate)
            canonical.append("\n")
            canonical.append(scope.date)
            canonical.append("/")
            canonical.append(scope.region)
            canonical.append("/")
            canonical.append(scope.service)
            canonical.append("/aws4_request\n")
            canonical.appendHexadecimal(UnsafeBufferPointer(digest))
            canonical.revealBytes { key.sign($0, into: start) }
            token.appendHexadecimal(UnsafeBufferPointer(digest))
        }
    }
}

/// SHA-256 of no bytes, in hexadecimal.
let emptyPayloadHash: StaticString = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
