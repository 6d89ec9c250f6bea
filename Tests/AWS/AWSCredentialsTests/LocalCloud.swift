import Foundation
import SigV4
import TestSupport
import Threads
import Timestamps

/// Minimal services that issue credentials, on loopback. The access key of a reply is derived from the whole request:
/// equal keys mean equal requests.
final class LocalCloud: Sendable {
    let server: StubServer
    private let clock: @Sendable () -> Timestamp

    /// `http://127.0.0.1:PORT`, the endpoint of every service.
    var url: String { server.url }

    /// The variables of the services, and a region.
    var environment: [String: String] {
        ["AWS_ENDPOINT_URL": url, "AWS_DEFAULT_REGION": "eu-west-1"]
    }

    static let code = "123456"

    /// - Parameter clock: The current time; credentials expire one hour later.
    init(clock: @escaping @Sendable () -> Timestamp = { Situation.now }) throws {
        let tokens = Locked<[String]>([])
        self.clock = clock
        server = try StubServer { Self.answer($0, now: clock(), tokens) }
    }

    /// The services' reply to a request that another server received.
    func reply(to request: StubServer.Request) -> StubServer.Answer {
        Self.answer(request, now: clock(), Locked([]))
    }

    private static func answer(_ request: StubServer.Request, now: Timestamp, _ tokens: Locked<[String]>)
        -> StubServer.Answer
    {
        let halves = request.target.split(separator: "?", maxSplits: 1).map(String.init)
        let end = (now + 3_600).rfc3339
        switch (request.method, halves[0]) {
        case ("POST", "/"): return securityToken(request, end)
        case ("GET", "/federation/credentials"):
            let fields = StubServer.Request.fields(halves.count == 2 ? halves[1] : "")
            let bearer = request.headers["x-amz-sso_bearer_token"] ?? ""
            guard bearer.hasPrefix("bearer"), fields["account_id"] != "000000000000" else {
                return .reply(
                    401, #"{"message":"Session token not found or invalid"}"#,
                    headers: ["x-amzn-ErrorType: UnauthorizedException", "Content-Type: application/json"])
            }
            let key = Self.key("sso", fields["role_name"], fields["account_id"], bearer)
            let milliseconds = (now + 3_600).secondsSince1970 * 1_000
            return .reply(
                200,
                #"{"roleCredentials":{"accessKeyId":"\#(key)","secretAccessKey":"S","sessionToken":"T","expiration":\#(milliseconds)}}"#
            )
        case ("POST", "/token"): return token(request, tokens)
        case ("GET", "/container"), ("GET", "/role/latest/meta-data/iam/security-credentials/bastion"):
            let key = Self.key(halves[0], request.headers["authorization"])
            return .reply(
                200,
                #"{"AccessKeyId":"\#(key)","SecretAccessKey":"S","Token":"T","Expiration":"\#((now + 36_000).rfc3339)"}"#
            )
        case ("GET", "/role/latest/meta-data/iam/security-credentials/"): return .reply(200, "bastion")
        case ("PUT", "/role/latest/api/token"): return .reply(200, "SESSION==")
        default: return .reply(404, "{}")
        }
    }

    private static func securityToken(_ request: StubServer.Request, _ end: String) -> StubServer.Answer {
        let form = StubServer.Request.fields(request.body)
        let signature = request.headers["authorization"] ?? ""
        let credential = signature.range(of: "Credential=").map { signature[$0.upperBound...] } ?? ""
        let parts = credential.prefix { $0 != "," }.split(separator: "/").map(String.init)
        guard let action = form["Action"], ["AssumeRole", "AssumeRoleWithWebIdentity"].contains(action),
            let role = form["RoleArn"], let session = form["RoleSessionName"]
        else { return refusal(400, "ValidationError", "no such action") }
        if role.contains("denied") { return refusal(403, "AccessDenied", "you are not authorized <&>") }
        if role.contains("odd") { return .reply(200, "<html>") }
        if form["SerialNumber"] != nil, form["TokenCode"] != code {
            return refusal(403, "AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code.")
        }
        // By default both sides choose a session name that contains the time.
        let isChosen = !session.hasPrefix("botocore-session-") && !session.hasPrefix("quarterdeck-")
        let key = key(
            action, role, isChosen ? session : "-", form["ExternalId"], form["DurationSeconds"], form["SerialNumber"],
            form["WebIdentityToken"], parts.first, parts.count > 2 ? parts[2] : nil,
            request.headers["x-amz-security-token"])
        return .reply(
            200,
            "<\(action)Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><\(action)Result><Credentials>"
                + "<AccessKeyId>\(key)</AccessKeyId><SecretAccessKey>S&amp;&#x2F;</SecretAccessKey>"
                + "<SessionToken>T-\(key)</SessionToken><Expiration>\(end)</Expiration></Credentials>"
                + "<AssumedRoleUser><Arn>arn:aws:sts::111122223333:assumed-role/r/s</Arn>"
                + "<AssumedRoleId>AROA:s</AssumedRoleId></AssumedRoleUser></\(action)Result></\(action)Response>",
            headers: ["Content-Type: text/xml"])
    }

    private static func refusal(_ status: Int, _ code: String, _ message: String) -> StubServer.Answer {
        let escaped = message.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        return .reply(
            status,
            "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type>"
                + "<Code>\(code)</Code><Message>\(escaped)</Message></Error><RequestId>1</RequestId></ErrorResponse>",
            headers: ["Content-Type: text/xml"])
    }

    /// Renews a session's token; device logins have their own test.
    private static func token(_ request: StubServer.Request, _ tokens: Locked<[String]>) -> StubServer.Answer {
        guard request.body.contains(#""refresh-good""#), request.body.contains(#""refresh_token""#) else {
            return .reply(
                400, #"{"error":"invalid_grant","error_description":"Invalid refresh token"}"#,
                headers: ["x-amzn-ErrorType: InvalidGrantException", "Content-Type: application/json"])
        }
        return .reply(
            200,
            #"{"accessToken":"bearer-renewed","expiresIn":28800,"refreshToken":"refresh-good","tokenType":"Bearer"}"#,
            headers: ["Content-Type: application/json"])
    }

    private static func key(_ parts: String?...) -> String {
        "ASIA" + NameDigest.sha256(parts.map { $0 ?? "-" }.joined(separator: "|")).uppercased().prefix(16)
    }
}
