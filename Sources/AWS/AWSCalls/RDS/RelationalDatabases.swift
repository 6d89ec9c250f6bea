import AWSCredentials

/// The calls to Amazon RDS that describe databases.
///
/// Source: Amazon RDS API Reference, version 2014-10-31.
public struct RelationalDatabases: Sendable {
    private let client: AWSClient
    private let region: String

    static let version = "2014-10-31"

    public init(_ client: AWSClient, region: String) {
        self.client = client
        self.region = region
    }

    /// Reads the clusters page by page.
    ///
    /// - Parameters:
    ///   - name: The name of one cluster, or nil for all.
    ///   - page: Receives at most 100 clusters; returns whether to continue.
    public func clusters(named name: String? = nil, _ page: ([DatabaseCluster]) -> Bool) throws(AWSRefusal) {
        let fields = name.map { [("DBClusterIdentifier", $0)] } ?? []
        try describe("DescribeDBClusters", "DBClusters", fields, isPaged: name == nil) { elements in
            page(elements.compactMap(DatabaseCluster.init))
        }
    }

    /// Reads the instances of some clusters page by page.
    public func instances(
        of clusters: [String], _ page: ([DatabaseInstance]) -> Bool
    ) throws(AWSRefusal) {
        let names = clusters.enumerated().map { ("Filters.Filter.1.Values.Value.\($0 + 1)", $1) }
        try describe("DescribeDBInstances", "DBInstances", [("Filters.Filter.1.Name", "db-cluster-id")] + names) {
            page($0.compactMap(DatabaseInstance.init))
        }
    }

    /// The instance with that name.
    public func instance(named name: String) throws(AWSRefusal) -> DatabaseInstance? {
        var found: DatabaseInstance?
        try describe("DescribeDBInstances", "DBInstances", [("DBInstanceIdentifier", name)], isPaged: false) {
            found = $0.compactMap(DatabaseInstance.init).first
            return false
        }
        return found
    }

    /// The resource IDs of the clusters that a proxy connects to.
    public func targets(ofProxy name: String) throws(AWSRefusal) -> [String] {
        var found: [String] = []
        try describe("DescribeDBProxyTargets", "Targets", [("DBProxyName", name)]) { targets in
            found += targets.compactMap { $0.text("TrackedClusterId") ?? $0.text("RdsResourceId") }
            return true
        }
        return found
    }

    /// Reads the proxies page by page.
    public func proxies(_ page: ([DatabaseProxy]) -> Bool) throws(AWSRefusal) {
        try describe("DescribeDBProxies", "DBProxies", []) { page($0.compactMap(DatabaseProxy.init)) }
    }

    /// The name of the proxy that an additional endpoint belongs to.
    public func proxyOfEndpoint(at host: String) throws(AWSRefusal) -> String? {
        try owner("DescribeDBProxyEndpoints", "DBProxyEndpoints", at: host, "DBProxyName")
    }

    /// The name of the cluster whose shard group has that endpoint.
    public func clusterOfShardGroup(at host: String) throws(AWSRefusal) -> String? {
        try owner("DescribeDBShardGroups", "DBShardGroups", at: host, "DBClusterIdentifier")
    }

    private func owner(
        _ action: String, _ list: String, at host: String, _ field: String
    ) throws(AWSRefusal) -> String? {
        var found: String?
        try describe(action, list, []) { page in
            found = page.first { $0.text("Endpoint") == host }?.text(field)
            return found == nil
        }
        return found
    }

    /// Reads the global databases page by page. Every region of an account lists the same ones.
    public func globalDatabases(_ page: ([GlobalDatabase]) -> Bool) throws(AWSRefusal) {
        try describe("DescribeGlobalClusters", "GlobalClusters", []) { page($0.compactMap(GlobalDatabase.init)) }
    }

    private func describe(
        _ action: String, _ list: String, _ fields: [(name: String, value: String)], isPaged: Bool = true,
        _ page: ([XMLElement]) -> Bool
    ) throws(AWSRefusal) {
        // A request for one named resource has no pages.
        let all = fields + (isPaged ? [("MaxRecords", "100")] : [])
        try QueryCall(.databases, region: region, version: Self.version, action: action, fields: all)
            .pages(client) { page($0.list(list)) }
    }
}
