import Failures
import JSON
import Secrets
import SigV4
import Timestamps

/// Keys in the reply of a service or a program, not validated yet.
struct ReplyKeys {
    var accessKeyID: Secret?
    var secretAccessKey: Secret?
    var sessionToken: Secret?
    var expiration: String?

    /// Keys under the names that most replies use.
    init(_ json: JSONValue, token: String = "SessionToken") {
        accessKeyID = json.nonEmpty("AccessKeyId")
        secretAccessKey = json.nonEmpty("SecretAccessKey")
        sessionToken = json.nonEmpty(token)
        expiration = json["Expiration"]?.text
    }

    init(accessKeyID: Secret?, secretAccessKey: Secret?, sessionToken: Secret?, expiration: String?) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiration = expiration
    }

    /// The first error in the keys, with the reply's names for them; nil when they are valid.
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

    /// The credentials.
    ///
    /// - Throws: The `Failure` that `refuse` creates from the error in the keys.
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
