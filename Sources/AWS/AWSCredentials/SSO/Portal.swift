import Failures
import HTTP
import JSON
import Secrets
import SigV4
import Timestamps

/// The portal of IAM Identity Center. Source: IAM Identity Center Portal API Reference, `GetRoleCredentials`.
struct Portal {
    private let configuration: SSOConfiguration
    private let lookup: CredentialLookup

    init(_ configuration: SSOConfiguration, _ lookup: CredentialLookup) {
        self.configuration = configuration
        self.lookup = lookup
    }

    /// The role's credentials; nil when the portal rejects the token.
    ///
    /// - Throws: A `Failure`: unreachable, or this user does not have the role.
    func credentials(_ token: SSOToken) throws(Failure) -> Credentials? {
        let what = "the role \(configuration.roleName) in account \(configuration.accountID) is not available to you"
        let endpoint = try lookup.endpoint(.portal, region: configuration.region)
        var query = SecretBuffer(capacity: 256)
        query.append("role_name=")
        query.appendEncoded(configuration.roleName)
        query.append("&account_id=")
        query.appendEncoded(configuration.accountID)
        let text = query.revealBytes { String(decoding: $0, as: UTF8.self) }
        var request = HTTPRequest(endpoint.url + "/federation/credentials?" + text)
        request.headers = [.init("x-amz-sso_bearer_token", token.accessToken)]
        let place = HTTPAddress(endpoint.url).place
        let reply: HTTPReply
        switch try lookup.outcome(retrying: { request }) {
        case .success(let answer): reply = answer
        case .failure(let fault): throw fault.failure(what, next: "see that this machine reaches \(place)")
        }
        if reply.status == 401 { return nil }
        let json = JSONValue(reply.body)
        guard reply.status == 200 else {
            let message = json?["message"]?.text.map { ": \($0.prefix(4_000))" } ?? ""
            throw Failure(
                reply.status >= 500 || reply.status == 429 ? .temporary : .notPermitted, what,
                why: "\(place) answered \(reply.status)\(message)",
                next: "see on \(configuration.shownStartURL) which roles you have")
        }
        let role = json?["roleCredentials"]
        let end = role?["expiration"]?.integer.map { Timestamp(secondsSince1970: $0 / 1_000).rfc3339 }
        let keys = ReplyKeys(
            accessKeyID: role?.nonEmpty("accessKeyId"), secretAccessKey: role?.nonEmpty("secretAccessKey"),
            sessionToken: role?.nonEmpty("sessionToken"), expiration: end)
        return try keys.credentials { Failure(.unavailable, what, why: "the reply of \(place) is incomplete: \($0)") }
    }
}
