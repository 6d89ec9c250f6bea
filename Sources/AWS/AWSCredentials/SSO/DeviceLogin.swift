import CPlatform
import Failures
import JSON
import Secrets
import Timestamps

/// A login to IAM Identity Center without the AWS CLI: the user confirms a code in a browser on any machine.
///
/// Source: RFC 8628; IAM Identity Center OIDC API Reference.
struct DeviceLogin {
    let configuration: SSOConfiguration
    let lookup: CredentialLookup

    /// The maximum number of seconds between two polls.
    private static let slowest: Int64 = 60
    private static let grant = "urn:ietf:params:oauth:grant-type:device_code"

    /// In seconds; Identity Center registers a client for 90 days.
    private static let longestRegistration: Int64 = 366 * 86_400

    private struct Client {
        let id: Secret
        let secret: Secret
        let end: Timestamp
    }

    /// Shows the page and the code, and waits until the user has confirmed them or another program has logged in.
    ///
    /// - Parameter other: Returns the token of another program's login when there is one.
    /// - Throws: A `Failure`: refused, too late, or the search was cancelled.
    func perform(noticing other: () -> SSOToken?) throws(Failure) -> (token: SSOToken, isOurs: Bool) {
        let service = IdentityService(lookup: lookup, region: configuration.region)
        let client = try register(service)
        let authorization = try done(
            try service.post(
                "/device_authorization",
                [
                    ("clientId", .secret(client.id)), ("clientSecret", .secret(client.secret)),
                    ("startUrl", .text(configuration.startURL)),
                ]))
        guard let device = authorization.nonEmpty("deviceCode"), let code = authorization["userCode"]?.text,
            let seconds = authorization["expiresIn"]?.integer, (1...86_400).contains(seconds)
        else { throw failure("its reply lacks the device's code, or its expiry") }
        guard let url = authorization["verificationUri"]?.text, LoginAddress.isFit(url) else {
            throw failure("its reply names no https page on which to confirm the code")
        }
        guard LoginAddress.isCode(code) else {
            throw failure("the code in its reply is not one that a person can type")
        }
        let now = lookup.services.clock()
        let invitation = LoginInvitation(
            profile: configuration.profile, url: url,
            completeURL: LoginAddress.complete(authorization["verificationUriComplete"]?.text, beside: url),
            code: code, end: now + seconds)
        lookup.services.interaction.show(invitation)
        defer { lookup.services.interaction.close(invitation) }
        let authorized = Authorization(
            client: client, device: device, seconds: seconds, interval: authorization["interval"]?.integer ?? 5)
        return try wait(service, authorized, noticing: other)
    }

    private struct Authorization {
        let client: Client
        let device: Secret
        /// The lifetime of the code, and the pause between two polls, in seconds.
        let seconds, interval: Int64
    }

    private func register(_ service: IdentityService) throws(Failure) -> Client {
        var members: [(StaticString, IdentityService.Member)] = [
            ("clientName", .text("quarterdeck")), ("clientType", .text("public")),
        ]
        if configuration.session != nil {
            let scopes = configuration.scopes
            members.append(("scopes", .list(scopes.isEmpty ? ["sso:account:access"] : scopes)))
        }
        let json = try done(try service.post("/client/register", members))
        guard let id = json.nonEmpty("clientId"), let secret = json.nonEmpty("clientSecret") else {
            throw failure("its reply lacks the client's id")
        }
        // The AWS CLI reads this from its cache, and its format ends with the year 9999.
        let now = lookup.services.clock().secondsSince1970
        let end = min(max(json["clientSecretExpiresAt"]?.integer ?? now, now), now + Self.longestRegistration)
        return Client(id: id, secret: secret, end: Timestamp(secondsSince1970: end))
    }

    private func wait(
        _ service: IdentityService, _ authorized: Authorization, noticing other: () -> SSOToken?
    ) throws(Failure) -> (token: SSOToken, isOurs: Bool) {
        let client = authorized.client
        var pause = Int32(max(100, min(max(authorized.interval, 0), Self.slowest) * 1_000))
        let end = qd_monotonic_nanoseconds() + authorized.seconds * 1_000_000_000
        var last: Failure?
        while qd_monotonic_nanoseconds() < end {
            try lookup.pause(milliseconds: pause)
            if let token = other() { return (token, false) }
            let reply = try service.post(
                "/token",
                [
                    ("grantType", .text(Self.grant)), ("clientId", .secret(client.id)),
                    ("clientSecret", .secret(client.secret)), ("deviceCode", .secret(authorized.device)),
                ], isPolling: true)
            switch reply {
            case .done(let json):
                let token = SSOToken(
                    reply: json, at: lookup.services.clock(), clientID: client.id, clientSecret: client.secret,
                    registrationEnd: client.end)
                guard let token else { throw failure("its reply has no token") }
                return (token, true)
            case .refused("authorization_pending", _): last = nil
            case .refused("slow_down", _): pause = min(pause + 5_000, Int32(Self.slowest) * 1_000)
            // The page is open in the user's browser, so a transient failure does not end the login.
            case .unanswered(let failure): last = failure
            case .refused("access_denied", _): throw failure("the request was denied")
            case .refused("expired_token", _): throw failure("the code was not confirmed in time")
            case .refused(let code, let message): throw failure("\(code): \(message)")
            }
        }
        throw failure("the code was not confirmed in time" + (last?.why.map { "; last, \($0)" } ?? ""))
    }

    private func done(_ reply: IdentityService.Reply) throws(Failure) -> JSONValue {
        switch reply {
        case .done(let json): return json
        case .refused(let code, let message): throw failure("\(code): \(message)")
        case .unanswered(let reason): throw reason
        }
    }

    private func failure(_ why: String) -> Failure {
        Failure(
            .notPermitted, "logging in to \(configuration.sessionInWords) failed", why: why,
            next: "try again, or aws sso login --profile \(Quoting.shellWord(configuration.profile))",
            advice: .tryLoginAgain)
    }
}
