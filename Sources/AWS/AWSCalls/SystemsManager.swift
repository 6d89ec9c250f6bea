import AWSCredentials
import JSON
public import Secrets

/// Port forwarding through instances that AWS Systems Manager manages.
///
/// Source: AWS Systems Manager API Reference, DescribeInstanceInformation, StartSession, TerminateSession.
public struct SystemsManager: Sendable {
    /// A managed instance.
    public struct Instance: Sendable, Equatable {
        /// `i-…`, or `mi-…` for a machine outside of EC2.
        public let identifier: String
        /// Whether its agent is connected.
        public let isOnline: Bool
    }

    /// A started session, which a program must take over within a minute.
    public struct PortSession: Sendable {
        public let identifier: String
        /// JSON with `SessionId`, `TokenValue` and `StreamUrl`: it is enough to use the session, so it is a secret.
        public let response: Secret
        /// The parameters of StartSession as JSON.
        public let request: String
    }

    /// The document that leads from an instance to another host.
    public static let document = "AWS-StartPortForwardingSessionToRemoteHost"

    private let client: AWSClient
    /// The region of the instances.
    public let region: String
    /// The URL of the service.
    public let endpoint: String

    public init(_ client: AWSClient, region: String, endpoint: String) {
        self.client = client
        self.region = region
        self.endpoint = endpoint
    }

    /// The managed instances with a tag, at most a thousand. Blocks.
    public func instances(tag: String, value: String) throws(AWSRefusal) -> [Instance] {
        try instances("tag:" + tag, value)
    }

    /// The managed instances whose agent is connected, at most a thousand. Blocks.
    public func connectedInstances() throws(AWSRefusal) -> [Instance] { try instances("PingStatus", "Online") }

    private func instances(_ key: String, _ value: String) throws(AWSRefusal) -> [Instance] {
        let filter = "{\"Key\":\(Self.quoted(key)),\"Values\":[\(Self.quoted(value))]}"
        var found: [Instance] = []
        var next = ""
        // A page may be empty although others follow.
        for _ in 0..<20 {
            let reply = try call("DescribeInstanceInformation", "{\"Filters\":[\(filter)],\"MaxResults\":50\(next)}")
            found += (reply["InstanceInformationList"]?.values ?? []).compactMap { instance in
                guard let identifier = instance["InstanceId"]?.text else { return nil }
                return Instance(identifier: identifier, isOnline: instance["PingStatus"]?.text == "Online")
            }
            guard let token = reply["NextToken"]?.text, !token.isEmpty else { break }
            next = ",\"NextToken\":\(Self.quoted(token))"
        }
        return found
    }

    /// Starts a session that forwards `localPort` of loopback to a port of a host that the instance reaches. Blocks.
    public func start(
        on instance: String, host: String, port: Int, localPort: Int
    ) throws(AWSRefusal) -> PortSession {
        let request =
            "{\"Target\":\(Self.quoted(instance)),\"DocumentName\":\"\(Self.document)\",\"Parameters\":"
            + "{\"host\":[\(Self.quoted(host))],\"portNumber\":[\"\(port)\"],\"localPortNumber\":[\"\(localPort)\"]}}"
        let reply = try call("StartSession", request)
        guard let identifier = reply["SessionId"]?.text, let token = reply["TokenValue"]?.text,
            let stream = reply["StreamUrl"]?.text
        else { throw AWSRefusal(.unreachable, reason: "the reply to StartSession names no session") }
        let response =
            "{\"SessionId\":\(Self.quoted(identifier)),\"TokenValue\":\(Self.quoted(token)),"
            + "\"StreamUrl\":\(Self.quoted(stream))}"
        return PortSession(identifier: identifier, response: Secret(response), request: request)
    }

    /// Ends a session. Blocks.
    public func terminate(_ session: String) throws(AWSRefusal) {
        _ = try call("TerminateSession", "{\"SessionId\":\(Self.quoted(session))}")
    }

    private func call(_ name: String, _ body: String) throws(AWSRefusal) -> JSONValue {
        try JSONCall(.systemsManager, region: region, target: "AmazonSSM." + name, body: body).result(client)
    }

    /// A JSON string. Source: RFC 8259, section 7.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\" + String(scalar)
            case _ where scalar.value < 0x20:
                result += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
