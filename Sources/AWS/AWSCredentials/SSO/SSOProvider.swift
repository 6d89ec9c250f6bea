public import Failures
import HTTP
import Secrets
import SigV4
import Timestamps

/// A role of IAM Identity Center, for a logged-in user.
///
/// Source: `botocore.credentials.SSOProvider`; IAM Identity Center Portal API Reference.
public struct SSOProvider: CredentialProvider {
    public let name = "IAM Identity Center (SSO)"

    public init() {}

    /// Queries the portal with the token of a login and renews that token if possible. If the login has expired, the
    /// user may be offered to log in.
    public func answer(_ lookup: CredentialLookup) throws(Failure) -> CredentialAnswer {
        guard let configuration = try SSOConfiguration(lookup.profile, lookup.files) else {
            return .absent(CredentialTrail.notConfigured)
        }
        let cache = CredentialCache(lookup.environment, key: configuration.cacheKey)
        let now = lookup.services.clock()
        func found(_ credentials: Credentials, _ warnings: [String] = []) -> CredentialAnswer {
            var found = FoundCredentials(
                credentials: credentials,
                source: "role \(configuration.roleName) in account \(configuration.accountID) by "
                    + configuration.sessionInWords, warnings: warnings, isRenewable: true)
            found.access = SSOTokenStore(configuration, lookup.environment).access?
                .lasting(until: credentials.expiration)
            return .found(found)
        }
        let kept = cache.read()
        if let kept, let end = kept.expiration, end.seconds(since: now) >= CredentialCache.renewalSeconds {
            lookup.note("AWS CLI's cache", "found: \(cache.place)")
            return found(kept)
        }
        do throws(Failure) {
            return found(try ask(configuration, lookup))
        } catch {
            guard let kept, let end = kept.expiration, end > now, error.status != .interrupted else { throw error }
            return found(kept, ["the role's credentials cannot be renewed: \(error.why ?? error.what)"])
        }
    }

    private func ask(_ configuration: SSOConfiguration, _ lookup: CredentialLookup) throws(Failure) -> Credentials {
        let store = SSOTokenStore(configuration, lookup.environment)
        let reason: String
        var what = "the SSO login of profile \"\(configuration.profile)\" has ended"
        let isDamaged = store.isDamaged
        if isDamaged {
            what = "the SSO login of profile \"\(configuration.profile)\" cannot be used"
            reason = "\(store.place) holds no token, or not its expiry"
        } else if let token = try store.current(lookup) {
            if token.end > lookup.services.clock() {
                if let credentials = try Portal(configuration, lookup).credentials(token) { return credentials }
                reason = "the portal does not accept the login in \(store.place) any more"
            } else {
                reason = "\(configuration.sessionInWords) ended at \(token.end.rfc3339) (\(store.place))"
            }
        } else {
            what = "there is no SSO login of profile \"\(configuration.profile)\" yet"
            reason = "no login to \(configuration.sessionInWords) has been made (\(store.place) does not exist)"
        }
        let expired = Failure(
            .notPermitted, what, why: reason,
            next: "aws sso login --profile \(Quoting.shellWord(configuration.profile))", cause: .loginExpired,
            advice: .logIn)
        let offer = LoginOffer(
            profile: configuration.profile, session: configuration.sessionInWords, reason: reason)
        switch lookup.services.interaction.offer(offer) {
        case .decline: throw expired
        case .interrupt: throw Failure(.interrupted, "interrupted")
        case .done: break
        case .ownLogin:
            let before = isDamaged ? nil : try store.read()?.accessToken
            let (token, isOurs) = try DeviceLogin(configuration: configuration, lookup: lookup).perform {
                guard !store.isDamaged, let token = (try? store.read()) ?? nil, token.end > lookup.services.clock(),
                    before.map({ !$0.matches(token.accessToken) }) ?? true
                else { return nil }
                return token
            }
            if isOurs { try store.write(token) }
            lookup.note(
                "SSO login", (isOurs ? "" : "another program has ") + "logged in, good until \(token.end.rfc3339)")
        }
        guard let token = try store.current(lookup), token.end > lookup.services.clock(),
            let credentials = try Portal(configuration, lookup).credentials(token)
        else { throw expired }
        return credentials
    }
}
