public import AWSCredentials
public import JSON
import Secrets
public import SigV4

/// A call whose reply is JSON: AWS's JSON protocol with a target, or REST with a path.
///
/// Source: smithy.io, "AWS JSON 1.1 protocol" and "AWS restJson1 protocol".
public struct JSONCall: Sendable {
    private var call: ServiceCall

    private static let largestReply = 4 << 20

    /// `POST /` with a target, for instance `Logs_20140328.FilterLogEvents`.
    public init(_ service: AWSService, region: String?, target: String, body: String) {
        call = ServiceCall(service, region: region)
        call.headers = [.init("Content-Type", "application/x-amz-json-1.1"), .init("X-Amz-Target", target)]
        call.body = Secret(body)
        call.largestReply = Self.largestReply
    }

    /// `GET PATH?QUERY`.
    public init(_ service: AWSService, region: String?, path: String, query: [CanonicalRequest.Field] = []) {
        call = ServiceCall(service, region: region)
        call.method = "GET"
        call.path = path
        call.query = query
        call.largestReply = Self.largestReply
    }

    /// Sends the call. Blocks.
    public func result(_ client: AWSClient) throws(AWSRefusal) -> JSONValue {
        guard let value = JSONValue(try client.reply(to: call)) else {
            throw AWSRefusal(.unreachable, reason: "the reply is not one of AWS: it is not JSON")
        }
        return value
    }
}
