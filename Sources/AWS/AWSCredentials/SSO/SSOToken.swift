import JSON
import Secrets
import Timestamps

/// The token of a login to IAM Identity Center, in the AWS CLI's form.
struct SSOToken {
    /// The data that renews the token.
    struct Renewal {
        let refreshToken: Secret
        let clientID: Secret
        let clientSecret: Secret
        /// The expiry of the client's registration.
        let registrationEnd: Timestamp
    }

    let accessToken: Secret
    let end: Timestamp
    let renewal: Renewal?

    /// Parses a cache file; nil when the token or its expiry is missing.
    init?(_ json: JSONValue) {
        guard let token = json.nonEmpty("accessToken"),
            let end = json["expiresAt"]?.text.flatMap({ Timestamp(text: $0) })
        else { return nil }
        accessToken = token
        self.end = end
        if let refresh = json.nonEmpty("refreshToken"), let client = json.nonEmpty("clientId"),
            let secret = json.nonEmpty("clientSecret"),
            let registration = json["registrationExpiresAt"]?.text.flatMap({ Timestamp(text: $0) })
        {
            renewal = Renewal(
                refreshToken: refresh, clientID: client, clientSecret: secret, registrationEnd: registration)
        } else {
            renewal = nil
        }
    }

    init(accessToken: Secret, end: Timestamp, renewal: Renewal?) {
        self.accessToken = accessToken
        self.end = end
        self.renewal = renewal
    }

    /// The cache file's content.
    func written(_ configuration: SSOConfiguration) -> SecretBuffer {
        var members: [(StaticString, Secret)] = [
            ("startUrl", Secret(configuration.startURL)), ("region", Secret(configuration.region)),
            ("accessToken", accessToken), ("expiresAt", Secret(end.rfc3339)),
        ]
        if let renewal {
            members += [
                ("clientId", renewal.clientID), ("clientSecret", renewal.clientSecret),
                ("registrationExpiresAt", Secret(renewal.registrationEnd.rfc3339)),
            ]
            if !renewal.refreshToken.isEmpty { members.append(("refreshToken", renewal.refreshToken)) }
        }
        var text = SecretBuffer(capacity: 4_096)
        for (index, (name, value)) in members.enumerated() {
            text.append(index == 0 ? "{\"" : ", \"")
            text.append(name)
            text.append("\": ")
            text.appendJSON(value)
        }
        text.append("}")
        return text
    }
}
