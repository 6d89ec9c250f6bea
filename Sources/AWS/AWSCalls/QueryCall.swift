public import AWSCredentials
import JSON
import Secrets
import SigV4

/// A call in AWS's query protocol: the request is a form with an action, the reply is XML.
///
/// Source: smithy.io, "AWS query protocol".
public struct QueryCall: Sendable {
    private let service: AWSService
    private let region: String?
    private let version: String
    private let action: String
    private let fields: [(name: String, value: String)]

    /// The maximum size of a reply in bytes. A page of a hundred clusters has about half a megabyte.
    private static let largestReply = 8 << 20

    /// - Parameter fields: The fields besides `Action` and `Version`.
    public init(
        _ service: AWSService, region: String?, version: String, action: String,
        fields: [(name: String, value: String)] = []
    ) {
        self.service = service
        self.region = region
        self.version = version
        self.action = action
        self.fields = fields
    }

    /// Sends the call and returns the element `ACTIONResult`. Blocks.
    public func result(_ client: AWSClient) throws(AWSRefusal) -> XMLElement {
        var form = SecretBuffer(capacity: 1_024)
        for (index, field) in ([("Action", action), ("Version", version)] + fields.map { ($0.name, $0.value) })
            .enumerated()
        {
            if index > 0 { form.append("&") }
            form.append(field.0)
            form.append("=")
            form.appendEncoded(Secret(field.1))
        }
        var call = ServiceCall(service, region: region)
        call.headers = [.init("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")]
        call.body = form.secret(0..<form.count)
        call.largestReply = Self.largestReply
        let body = try client.reply(to: call)
        guard let document = body.revealBytes({ XMLElement($0) }),
            let result = document[action + "Result"] ?? plainResult(document)
        else {
            throw AWSRefusal(.unreachable, reason: "the reply to \(action) is not one of AWS")
        }
        return result
    }

    /// EC2's replies have no element around the result.
    private func plainResult(_ document: XMLElement) -> XMLElement? {
        service == .computeCloud && document.name == action + "Response" ? document : nil
    }

    /// Sends the call for each page in turn. Blocks.
    ///
    /// - Parameter page: Receives each page's result; returns whether to continue.
    public func pages(_ client: AWSClient, _ page: (XMLElement) -> Bool) throws(AWSRefusal) {
        var marker: String?
        var seen: Set<String> = []
        while true {
            let more = marker.map { [("Marker", $0)] } ?? []
            let result = try QueryCall(
                service, region: region, version: version, action: action, fields: fields + more
            ).result(client)
            guard page(result), let next = result.text("Marker") else { return }
            // A repeated marker would make the loop endless.
            guard seen.insert(next).inserted else {
                throw AWSRefusal(.unreachable, reason: "\(action) repeats a page")
            }
            marker = next
        }
    }
}
