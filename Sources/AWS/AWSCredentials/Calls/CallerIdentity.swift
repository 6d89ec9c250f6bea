public import Failures
import HTTP
import Secrets
public import SigV4

/// The identity that AWS sees behind credentials.
///
/// Source: AWS Security Token Service API Reference, GetCallerIdentity. No policy can deny that call.
public enum CallerIdentity {
    /// The ARN: `arn:aws:sts::123456789012:assumed-role/dba/jane`. Blocks.
    ///
    /// - Throws: A `Failure` when STS is unreachable or rejects the credentials.
    public static func arn(of credentials: Credentials, _ lookup: CredentialLookup) throws(Failure) -> String {
        let what = "cannot ask AWS whose credentials these are"
        let (reply, _) = try SecurityTokenCall("GetCallerIdentity").reply(
            lookup, signedBy: credentials, failing: what)
        guard let text = XMLReply(reply.body)?["GetCallerIdentityResponse/GetCallerIdentityResult/Arn"]?.revealText(),
            text.hasPrefix("arn:"), text.utf8.count <= 2_048
        else { throw Failure(.unavailable, what, why: "the reply is not one of STS") }
        return text
    }
}
