public import AWSCredentials
import Failures
import HTTP
import Secrets
public import SigV4
public import Timestamps

/// Queries STS for the caller's identity and the time.
///
/// Source: AWS Security Token Service API Reference, GetCallerIdentity, which no policy can forbid.
public struct CallerProbe: Sendable {
    /// The reply of STS.
    public struct Answer: Sendable, Equatable {
        /// The caller's ARN, for instance `arn:aws:sts::123456789012:assumed-role/dba/jane`.
        public var arn: String?
        /// The reason why there is no ARN.
        public var refusal: AWSRefusal?
        /// The time of AWS's clock, where a reply contains it.
        public var date: Timestamp?
    }

    private static let form = "Action=GetCallerIdentity&Version=2011-06-15"

    /// Sends the call once. Blocks for at most 15 seconds.
    ///
    /// - Parameter region: The region to use where the environment and the profile name none.
    public static func ask(_ lookup: CredentialLookup, _ credentials: Credentials) -> Answer {
        var call = ServiceCall(.securityToken, region: nil)
        call.headers = [.init("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")]
        call.body = Secret(form)
        var answer = Answer()
        do throws(Failure) {
            switch try lookup.send(call, signedBy: credentials) {
            case .success(let reply):
                answer.date = reply.date.flatMap { Timestamp(httpDate: $0) }
                let xml = reply.body.revealBytes { XMLElement($0) }
                if reply.status == 200,
                    let arn = xml?["GetCallerIdentityResult"]?.text("Arn"), arn.hasPrefix("arn:")
                {
                    answer.arn = String(arn.prefix(2_048))
                } else {
                    let error = xml?["Error"]
                    let code = String((error?.text("Code") ?? "").prefix(100))
                    answer.refusal = AWSRefusal(
                        AWSRefusal.kind(code: code, status: reply.status), code: code,
                        reason: error?.text("Message").map { String($0.prefix(2_000)) }
                            ?? "the service answered \(reply.status)")
                }
            case .failure(let fault):
                answer.refusal = AWSRefusal(
                    fault.kind == .cancelled ? .cancelled : .unreachable, reason: fault.reason, advice: fault.advice)
            }
        } catch {
            answer.refusal = AWSRefusal(.misconfigured, reason: error.what, advice: error.next)
        }
        return answer
    }
}
