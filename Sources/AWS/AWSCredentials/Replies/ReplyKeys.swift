import Failures
import JSON
import Secrets
import SigV4
import Timestamps

/// Keys as a service or a program gives them, not looked at yet.
struct ReplyKeys {
    var accessKeyID: Secret?
    var secretAccessKey: Secret?
    var sessionToken: Secret?
    var expiration: String?

    /// Keys under the names of most replies.
    init(_ json: JSONValue, token: String = "SessionToken") {
        accessKeyID = json.nonEmpty("AccessKeyId")
        secretAccessKey = json.nonEmpty("SecretAccessKey")
        sessionToken = json.nonEmpty(token)
        expiration = json["Expiration"]?.text
    }

    /// Keys one by one.
    init(accessKeyID: Secret?, secretAccessKey: Secret?, sessionToken: Secret?, expiration: String?) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiration = expiration
    }

    /// What is wrong with them, by the names that replies have for them; nil for nothing.
    func flaw(needsToken: Bool = true, needsExpiration: Bool = true) -> String? {
        let parts: [(String, Secret?, Bool)] = [
            ("AccessKeyId", accessKeyID, true), ("SecretAccessKey", secretAccessKey, true),
            ("the session token", sessionToken, needsToken),
        ]
        for (name, value, isNeeded) in parts {
            guard let value else {
                if isNeeded { return "\(name) is missing" }
                continue
            }
            if value.isEmpty { return "\(name) is empty" }
            guard value.revealBytes({ $0.allSatisfy { 0x21...0x7E ~= $0 } }) else {
                return "\(name) has a character in it that no key has"
            }
        }
        if let flaw = accessKeyID?.revealBytes({ KeyShape.flaw(ofID: $0) }) { return "AccessKeyId is \(flaw)" }
        guard let expiration else { return needsExpiration ? "Expiration is missing" : nil }
        return Timestamp(text: expiration) == nil ? "Expiration is not a date and time" : nil
    }

    /// Credentials of the keys.
    ///
    /// - Throws: A `Failure` that `refuse` makes of what is wrong with them.
    func credentials(
        needsToken: Bool = true, needsExpiration: Bool = true, _ refuse: (String) -> Failure
    ) throws(Failure) -> Credentials {
        if let flaw = flaw(needsToken: needsToken, needsExpiration: needsExpiration) { throw refuse(flaw) }
        guard let accessKeyID, let secretAccessKey else { throw refuse("keys are missing") }
        return Credentials(
            accessKeyID: accessKeyID.revealText(), secretAccessKey: secretAccessKey, sessionToken: sessionToken,
            expiration: expiration.flatMap { Timestamp(text: $0) })
    }
}
