import SigV4
import Timestamps

/// A parsed database token.
struct TokenParts {
    let host: String
    let port: Int
    let user: String
    let accessKeyID: String
    let scope: CredentialScope
    let signedAt: Timestamp
    /// In seconds.
    let lifetime: Int64
    let sessionToken: String?
    let signature: String
    /// The signed request.
    let request: CanonicalRequest

    /// Nil for a text other than `host:port/?` with exactly the parameters of a token.
    init?(_ text: String) {
        guard let slash = text.firstIndex(of: "/"), text[slash...].hasPrefix("/?"),
            let colon = text[..<slash].lastIndex(of: ":"),
            let port = Self.number(text[text.index(after: colon)..<slash]),
            let query = QueryString.fields(text[slash...].dropFirst(2))
        else { return nil }
        var values: [String: String] = [:]
        for field in query {
            guard values.updateValue(field.value, forKey: field.name) == nil else { return nil }
        }
        let known: Set = [
            "Action", "DBUser", "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires",
            "X-Amz-SignedHeaders", "X-Amz-Security-Token", "X-Amz-Signature",
        ]
        guard Set(values.keys).isSubset(of: known), values["Action"] == "connect",
            values["X-Amz-Algorithm"] == "AWS4-HMAC-SHA256", values["X-Amz-SignedHeaders"] == "host",
            let user = values["DBUser"], let signature = values["X-Amz-Signature"],
            let lifetime = values["X-Amz-Expires"].flatMap({ Self.number($0) }),
            let signedAt = values["X-Amz-Date"].flatMap({ Timestamp(amzDate: $0) }),
            let credential = values["X-Amz-Credential"].flatMap({ CredentialText($0) }),
            credential.scope
                == CredentialScope(
                    at: signedAt, region: credential.scope.region, service: credential.scope.service)
        else { return nil }
        // A different spelling of the same values, such as `%2f` for `%2F`, is not the original token.
        let raw = text[slash...].dropFirst(2).split(separator: "&", omittingEmptySubsequences: false).map { String($0) }
        let everything = CanonicalRequest(method: "GET", path: "/", query: query, headers: [], payloadHash: "")
        guard raw.sorted() == everything.canonicalQuery.split(separator: "&").map({ String($0) }).sorted() else {
            return nil
        }
        host = String(text[..<colon])
        self.port = port
        self.user = user
        self.signature = signature
        self.lifetime = Int64(lifetime)
        self.signedAt = signedAt
        accessKeyID = credential.accessKeyID
        scope = credential.scope
        sessionToken = values["X-Amz-Security-Token"]
        request = CanonicalRequest(
            method: "GET", path: "/", query: query.filter { $0.name != "X-Amz-Signature" },
            headers: [.init("Host", String(text[..<slash]))], payloadHash: RequestSignature.payloadHash(of: []))
    }

    /// A number in its canonical form.
    private static func number(_ text: some StringProtocol) -> Int? {
        Int(text).flatMap { String($0) == text ? $0 : nil }
    }
}

/// `AKID/date/region/service/aws4_request`.
struct CredentialText {
    let accessKeyID: String
    let scope: CredentialScope

    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { String($0) }
        guard parts.count == 5, parts[4] == "aws4_request" else { return nil }
        accessKeyID = parts[0]
        scope = CredentialScope(date: parts[1], region: parts[2], service: parts[3])
    }
}
