import Secrets
import SigV4
import Timestamps

/// The Security Token Service: `AssumeRole`, `GetSessionToken` and `GetCallerIdentity` for signed requests,
/// `AssumeRoleWithWebIdentity` for any bearer of the token.
///
/// Source: AWS Security Token Service API Reference, version 2011-06-15.
struct SecurityTokenService {
    let identities: IdentityStore
    let now: Timestamp
    let webIdentityToken: String

    /// The suffix of roles that require an MFA code.
    static let guardedSuffix = "-mfa"
    /// The MFA device with its only code.
    static let device = (serial: "arn:aws:iam::\(SandboxNames.account):mfa/jane", code: "123456")

    private static let largestPolicy = 60_000

    func response(to request: HTTPRequest) -> HTTPResponse {
        guard let body = String(validating: request.body, as: UTF8.self),
            let fields = QueryString.fields(body, plusIsBlank: true)
        else { return refusal(.init(code: "MalformedQueryString", message: "The query string is malformed")) }
        let form = Dictionary(fields.map { ($0.name, $0.value) }) { first, _ in first }
        do throws(SignedRequest.Refusal) {
            if form["Action"] == "AssumeRoleWithWebIdentity" { return try assumeByToken(form) }
            let caller = try SignedRequest.identity(of: request, service: "sts", identities: identities, now: now)
            switch form["Action"] {
            case "GetCallerIdentity": return callerIdentity(caller)
            case "AssumeRole": return try assumeRole(form, caller)
            case "GetSessionToken": return sessionToken(form, caller)
            default: throw SignedRequest.Refusal(code: "InvalidAction", message: "Could not find that operation")
            }
        } catch {
            return refusal(error)
        }
    }

    private func callerIdentity(_ caller: SandboxIdentity) -> HTTPResponse {
        result(
            "GetCallerIdentity",
            "<Arn>\(XML.escaped(caller.arn))</Arn><UserId>AIDAQUARTERDECK</UserId><Account>\(SandboxNames.account)</Account>"
        )
    }

    private func assumeRole(_ form: [String: String], _ caller: SandboxIdentity) throws(SignedRequest.Refusal)
        -> HTTPResponse
    {
        let prefix = "arn:aws:iam::\(SandboxNames.account):role/"
        guard let role = form["RoleArn"], role.hasPrefix(prefix), let session = form["RoleSessionName"] else {
            throw .init(code: "ValidationError", message: "RoleArn and RoleSessionName are required")
        }
        guard !caller.databaseUsers.isEmpty else {
            throw .init(
                code: "AccessDenied",
                message: "User: \(caller.arn) is not authorized to perform: sts:AssumeRole on \(role)")
        }
        let isProven = form["SerialNumber"] == Self.device.serial && form["TokenCode"] == Self.device.code
        guard isProven || !role.hasSuffix(Self.guardedSuffix) && form["SerialNumber"] == nil else {
            throw .init(
                code: "AccessDenied",
                message: "MultiFactorAuthentication failed with invalid MFA one time pass code.")
        }
        let arn = "arn:aws:sts::\(SandboxNames.account):assumed-role/\(role.dropFirst(prefix.count))/\(session)"
        let identity = try temporary(form, arn: arn, databaseUsers: caller.databaseUsers, longest: 43_200)
        return result(
            "AssumeRole",
            credentials(identity)
                + "<AssumedRoleUser><Arn>\(XML.escaped(arn))</Arn>"
                + "<AssumedRoleId>AROAQUARTERDECK:\(XML.escaped(session))</AssumedRoleId></AssumedRoleUser>")
    }

    private func assumeByToken(_ form: [String: String]) throws(SignedRequest.Refusal) -> HTTPResponse {
        let prefix = "arn:aws:iam::\(SandboxNames.account):role/"
        guard let role = form["RoleArn"], role.hasPrefix(prefix), let session = form["RoleSessionName"] else {
            throw .init(code: "ValidationError", message: "RoleArn and RoleSessionName are required")
        }
        guard let token = form["WebIdentityToken"], Secret(token).matches(Secret(webIdentityToken)) else {
            throw .init(code: "InvalidIdentityToken", message: "The ID Token provided is not a valid JWT")
        }
        let arn = "arn:aws:sts::\(SandboxNames.account):assumed-role/\(role.dropFirst(prefix.count))/\(session)"
        let identity = try temporary(
            form, arn: arn, databaseUsers: Set(SandboxNames.users), longest: 43_200)
        return result("AssumeRoleWithWebIdentity", credentials(identity))
    }

    private func sessionToken(_ form: [String: String], _ caller: SandboxIdentity) -> HTTPResponse {
        let identity = try? temporary(form, arn: caller.arn, databaseUsers: caller.databaseUsers, longest: 129_600)
        guard let identity else {
            return refusal(.init(code: "ValidationError", message: "DurationSeconds is out of range"))
        }
        return result("GetSessionToken", credentials(identity))
    }

    /// As in AWS, a session token grows with its session policy.
    private func temporary(
        _ form: [String: String], arn: String, databaseUsers: Set<String>, longest: Int64
    ) throws(SignedRequest.Refusal) -> SandboxIdentity {
        let duration = form["DurationSeconds"].flatMap { Int64($0) } ?? 3_600
        guard (900...longest).contains(duration) else {
            throw .init(code: "ValidationError", message: "DurationSeconds is out of range")
        }
        return identities.addTemporary(
            arn: arn, databaseUsers: databaseUsers, expiration: now + duration,
            tokenLength: 356 + min(form["Policy"]?.utf8.count ?? 0, Self.largestPolicy))
    }

    private func credentials(_ identity: SandboxIdentity) -> String {
        let keys = identity.credentials
        return "<Credentials><AccessKeyId>\(keys.accessKeyID)</AccessKeyId>"
            + "<SecretAccessKey>\(XML.escaped(keys.secretAccessKey.revealText()))</SecretAccessKey>"
            + "<SessionToken>\(XML.escaped(keys.sessionToken?.revealText() ?? ""))</SessionToken>"
            + "<Expiration>\(keys.expiration?.rfc3339 ?? "")</Expiration></Credentials>"
    }

    private func result(_ action: String, _ content: String) -> HTTPResponse {
        .xml(
            "<\(action)Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><\(action)Result>\(content)"
                + "</\(action)Result><ResponseMetadata><RequestId>sandbox</RequestId></ResponseMetadata></\(action)Response>"
        )
    }

    private func refusal(_ refusal: SignedRequest.Refusal) -> HTTPResponse {
        .xml(
            "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type>"
                + "<Code>\(refusal.code)</Code><Message>\(XML.escaped(refusal.message))</Message></Error>"
                + "<RequestId>sandbox</RequestId></ErrorResponse>",
            status: refusal.code == "ValidationError" || refusal.code == "IncompleteSignature" ? 400 : 403)
    }
}

/// Text within XML.
enum XML {
    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
