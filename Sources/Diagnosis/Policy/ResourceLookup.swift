public import AWSCalls
public import Endpoints

/// Finds the resource that a policy must name for an endpoint, through the RDS API.
public struct ResourceLookup: Sendable {
    /// The resource that was found.
    public struct Found: Sendable, Equatable {
        /// `cluster-…`, `db-…`, `prx-…`, or a DSQL cluster's identifier.
        public let resourceID: String
        /// The account of the resource.
        public let account: String
        /// The region of the resource.
        public let region: String
        /// The resource IDs of the clusters behind a proxy that signs in to them with IAM; otherwise empty.
        public var behindProxy: [String] = []
        /// Whether a proxy signs in to its cluster with secrets instead of IAM.
        public var usesSecrets = false
        /// The cluster, where RDS described one.
        public var cluster: DatabaseCluster?
    }

    private let client: AWSClient
    private let region: String

    public init(_ client: AWSClient, region: String) {
        self.client = client
        self.region = region
    }

    /// The resource that `endpoint` belongs to; nil where RDS has none with that name. Blocks.
    public func find(_ endpoint: Endpoint) throws(AWSRefusal) -> Found? {
        let host = endpoint.host
        let databases = RelationalDatabases(client, region: region)
        let label = String(host.prefix { $0 != "." })
        switch endpoint.kind {
        case .writer, .reader:
            return try cluster(label, in: region) { $0.endpoint == host || $0.readerEndpoint == host }
        case .custom: return try cluster(nil, in: region) { $0.customEndpoints.contains(host) }
        case .instance:
            guard let instance = try databases.instance(named: label), instance.endpoint == host else { return nil }
            guard let name = instance.cluster else { return nil }
            return try cluster(name, in: region) { $0.identifier == name }
        case .shardGroup:
            guard let name = try databases.clusterOfShardGroup(at: host) else { return nil }
            return try cluster(name, in: region) { $0.identifier == name }
        case .globalWriter: return try globalWriter(host, databases)
        case .proxy: return try proxy(host, databases)
        case .dsql:
            guard let found = try ServerlessClusters(client, region: region).cluster(label) else { return nil }
            return found.account.map { Found(resourceID: label, account: $0, region: region) }
        }
    }

    private func cluster(
        _ name: String?, in region: String, _ isMeant: (DatabaseCluster) -> Bool
    ) throws(AWSRefusal) -> Found? {
        var found: DatabaseCluster?
        do throws(AWSRefusal) {
            try RelationalDatabases(client, region: region).clusters(named: name) { page in
                found = page.first(where: isMeant)
                return found == nil
            }
        } catch {
            if error.kind == .notFound { return nil }
            throw error
        }
        guard let found, let account = found.account, !found.resourceID.isEmpty else { return nil }
        return Found(resourceID: found.resourceID, account: account, region: region, cluster: found)
    }

    private func globalWriter(_ host: String, _ databases: RelationalDatabases) throws(AWSRefusal) -> Found? {
        var writer: GlobalDatabase.Member?
        try databases.globalDatabases { page in
            writer = page.first { $0.endpoint == host }?.members.first(where: \.isWriter)
            return writer == nil
        }
        guard let writer else { return nil }
        return try cluster(writer.cluster, in: writer.region) { $0.identifier == writer.cluster }
    }

    private func proxy(_ host: String, _ databases: RelationalDatabases) throws(AWSRefusal) -> Found? {
        // The additional endpoints of a proxy have their own names.
        let owner = try host.contains(".endpoint.proxy-") ? databases.proxyOfEndpoint(at: host) : nil
        var proxy: DatabaseProxy?
        try databases.proxies { page in
            proxy = page.first { $0.endpoint == host || $0.name == owner }
            return proxy == nil
        }
        guard let proxy, let account = proxy.account else { return nil }
        var found = Found(resourceID: proxy.resourceID, account: account, region: region)
        found.usesSecrets = !proxy.isIAMThroughout
        guard proxy.isIAMThroughout else { return found }
        do throws(AWSRefusal) {
            let names = try databases.targets(ofProxy: proxy.name)
            for name in names {
                let behind = try cluster(name, in: region) { $0.identifier == name || $0.resourceID == name }
                found.behindProxy.append(behind?.resourceID ?? name)
            }
            found.behindProxy = found.behindProxy.filter { $0.hasPrefix("cluster-") }
        } catch {
            guard error.kind == .denied || error.kind == .notFound else { throw error }
        }
        return found
    }
}
