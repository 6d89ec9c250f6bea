import AWSCredentials

/// The instances of Amazon EC2.
///
/// Source: Amazon EC2 API Reference, DescribeInstances, version 2016-11-15.
public struct ComputeCloud: Sendable {
    private let client: AWSClient
    private let region: String

    /// The maximum number of values of a filter.
    private static let mostValues = 200

    public init(_ client: AWSClient, region: String) {
        self.client = client
        self.region = region
    }

    /// The VPCs of the instances that run. Blocks.
    ///
    /// - Parameter instances: Identifiers, `i-…`; of more than 200, the first 200 count.
    /// - Returns: VPC identifiers by instance.
    public func networks(of instances: [String]) throws(AWSRefusal) -> [String: String] {
        var fields = [
            ("Filter.1.Name", "instance-state-name"), ("Filter.1.Value.1", "running"), ("Filter.2.Name", "instance-id"),
        ]
        for (index, instance) in instances.prefix(Self.mostValues).enumerated() {
            fields.append(("Filter.2.Value.\(index + 1)", instance))
        }
        guard fields.count > 3 else { return [:] }
        var found: [String: String] = [:]
        var next: [(String, String)] = []
        // A page may be empty although others follow.
        for _ in 0..<20 {
            let result = try QueryCall(
                .computeCloud, region: region, version: "2016-11-15", action: "DescribeInstances", fields: fields + next
            ).result(client)
            for instance in result.list("reservationSet").flatMap({ $0.list("instancesSet") }) {
                guard let identifier = instance.text("instanceId") else { continue }
                found[identifier] = instance.text("vpcId")
            }
            guard let token = result.text("nextToken") else { break }
            next = [("NextToken", token)]
        }
        return found
    }
}
