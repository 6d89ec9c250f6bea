import Failures
import JSON
import LocalFiles
import Secrets
import SigV4
import Timestamps

/// The AWS CLI's file of a login, `~/.aws/sso/cache/SHA1.json`.
///
/// Source: `botocore.utils.SSOTokenLoader`, `botocore.tokens.SSOTokenProvider`.
struct SSOTokenStore {
    /// The number of seconds before expiry at which a token is renewed.
    static let renewalSeconds: Int64 = 900

    let configuration: SSOConfiguration
    private let file: JSONFile

    init(_ configuration: SSOConfiguration, _ environment: AWSEnvironment) {
        self.configuration = configuration
        file = JSONFile(
            environment, directory: "~/.aws/sso/cache", name: NameDigest.sha1(configuration.tokenName) + ".json")
    }

    /// For messages.
    var place: String { file.place }

    /// The stored token; nil when there is none.
    ///
    /// - Throws: A `Failure` when the file exists but is unusable.
    func read() throws(Failure) -> SSOToken? {
        guard let json = try file.read() else { return nil }
        return try token(json)
    }

    /// Until when the stored login lasts; nil when there is none.
    var access: AccessWindow? {
        guard let token = (try? read()) ?? nil else { return nil }
        let isRenewed = configuration.session != nil && token.renewal != nil
        return AccessWindow(
            source: configuration.sessionInWords, end: token.end, movesBefore: isRenewed ? Self.renewalSeconds : nil)
    }

    /// A valid token: the stored one, or a renewed one if it expires soon and its session allows that. Only one process
    /// renews at a time.
    func current(_ lookup: CredentialLookup) throws(Failure) -> SSOToken? {
        guard let kept = try read() else { return nil }
        let now = lookup.services.clock()
        func isFresh(_ token: SSOToken) -> Bool { token.end.seconds(since: now) >= Self.renewalSeconds }
        guard configuration.session != nil, !isFresh(kept), kept.renewal != nil else { return kept }
        let directory = try PrivateDirectory(opening: file.directory)
        directory.lock()
        guard let json = try file.read(in: directory) else { return nil }
        let latest = try token(json)
        guard !isFresh(latest), let renewal = latest.renewal, renewal.registrationEnd > now else { return latest }
        do throws(Failure) {
            guard let renewed = try renew(renewal, lookup) else { return latest }
            // Otherwise the next program would use a refresh token that is no longer valid.
            try file.write(renewed.written(configuration), in: directory)
            lookup.note("SSO login", "renewed: \(place), good until \(renewed.end.rfc3339)")
            return renewed
        } catch {
            // If the renewal of an expired login fails for the moment, the user need not log in again.
            guard error.status != .interrupted, latest.end > now else { throw error }
            lookup.note("SSO login", "cannot be renewed: \(error.why ?? error.what)")
            return latest
        }
    }

    /// Whether the file is the user's own and damaged or empty. A new login replaces it.
    var isDamaged: Bool {
        guard let content = try? file.content() else { return false }
        return switch content {
        case .absent: false
        case .damaged: true
        case .json(let json): SSOToken(json) == nil
        }
    }

    /// Stores the token of a new login.
    func write(_ token: SSOToken) throws(Failure) {
        try file.write(token.written(configuration), in: try PrivateDirectory(creating: file.directory))
    }

    private func token(_ json: JSONValue) throws(Failure) -> SSOToken {
        guard let token = SSOToken(json) else {
            throw Failure(
                .notPermitted, "the SSO login of profile \"\(configuration.profile)\" cannot be used",
                why: "\(place) holds no token, or not its end",
                next: "aws sso login --profile \(Quoting.shellWord(configuration.profile))", cause: .loginExpired,
                advice: .logIn)
        }
        return token
    }

    private func renew(_ renewal: SSOToken.Renewal, _ lookup: CredentialLookup) throws(Failure) -> SSOToken? {
        let service = IdentityService(lookup: lookup, region: configuration.region)
        let reply = try service.post(
            "/token",
            [
                ("grantType", .text("refresh_token")), ("clientId", .secret(renewal.clientID)),
                ("clientSecret", .secret(renewal.clientSecret)), ("refreshToken", .secret(renewal.refreshToken)),
            ])
        switch reply {
        case .unanswered(let failure):
            throw Failure(
                failure.status, "the SSO login of profile \"\(configuration.profile)\" cannot be renewed",
                why: failure.why, next: failure.next)
        case .refused(let code, let message):
            lookup.note("SSO login", "cannot be renewed: \(code) \(message)")
            return nil
        case .done(let json):
            return SSOToken(
                reply: json, at: lookup.services.clock(), clientID: renewal.clientID,
                clientSecret: renewal.clientSecret, registrationEnd: renewal.registrationEnd)
        }
    }
}

extension SSOToken {
    /// The token in a reply to `CreateToken`; nil when the reply has none.
    init?(
        reply: JSONValue, at now: Timestamp, clientID: Secret, clientSecret: Secret, registrationEnd: Timestamp
    ) {
        guard let token = reply.nonEmpty("accessToken"), let seconds = reply["expiresIn"]?.integer,
            (1...10_000_000).contains(seconds)
        else { return nil }
        self.init(
            accessToken: token, end: now + seconds,
            renewal: Renewal(
                refreshToken: reply.nonEmpty("refreshToken") ?? Secret(""), clientID: clientID,
                clientSecret: clientSecret, registrationEnd: registrationEnd))
    }
}
