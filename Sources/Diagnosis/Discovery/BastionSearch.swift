import AWSCalls

/// Instances through which AWS Systems Manager reaches the VPCs of a region. They are looked up once, when the first
/// cluster without a public address needs one.
struct BastionSearch {
    private let client: AWSClient
    private let region: String
    /// The instance of each VPC; nil before the search.
    private var instances: [String: String]?

    init(_ client: AWSClient, region: String) {
        self.client = client
        self.region = region
    }

    /// A tunnel to a VPC, `ssm:i-…`, as the profile file names it; nil when no managed instance stands in the VPC.
    /// Blocks at the first call. After a failure there are no tunnels.
    mutating func tunnel(to network: String) throws(AWSRefusal) -> String? {
        if instances == nil {
            instances = [:]
            instances = try search()
        }
        return instances?[network].map { "ssm:" + $0 }
    }

    private func search() throws(AWSRefusal) -> [String: String] {
        let managed = try SystemsManager(client, region: region, endpoint: "").connectedInstances()
            .map(\.identifier).filter(Self.isInstance)
        let networks = try ComputeCloud(client, region: region).networks(of: managed)
        var found: [String: String] = [:]
        // The first instance of a VPC in the order of the identifiers, so that each search finds the same one.
        for (instance, network) in networks.sorted(by: { $0.key < $1.key }) where found[network] == nil {
            found[network] = instance
        }
        return found
    }

    /// Whether a text is an identifier of EC2: nothing else of a reply may reach a profile file.
    private static func isInstance(_ text: String) -> Bool {
        text.hasPrefix("i-") && text.utf8.count <= 32
            && text.utf8.dropFirst(2).allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x61...0x66: true
                default: false
                }
            }
    }
}
