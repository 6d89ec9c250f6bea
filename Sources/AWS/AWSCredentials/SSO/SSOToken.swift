import JSON
import Secrets
import Timestamps

/// What a login to IAM Identity Center gives, as the AWS CLI keeps it.
struct SSOToken {
    /// With what it can be renewed.
    struct Renewal {
        let refreshToken: Secret
        let clientID: Secret
        let clientSecret: Secret
        /// When the client that asked for it has to register again.
        let registrationEnd: Timestamp
    }

    let accessToken: Secret
    let end: Timestamp
    let renewal: Renewal?

    /// Reads a cache file's content; nil where the token or its end is missing.
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
