public import AWSCalls

public struct RegionSearch: Sendable {
    /// The events of a search, in order.
    public enum Event: Sendable, Equatable {
        /// A database, reported as soon as it is described.
        case found(FoundDatabase)
        /// A part that cannot be searched, with the reason; the search of the other parts continues.
        case skipped(part: String, AWSRefusal)
    }

    private let client: AWSClient
    private let region: String
    private let includesGlobal: Bool

    /// - Parameter includesGlobal: Whether to search global databases, which are the same in every region.
    public init(_ client: AWSClient, region: String, includesGlobal: Bool) {
        self.client = client
        self.region = region
        self.includesGlobal = includesGlobal
    }

    /// Searches clusters, proxies, global databases and DSQL clusters. Blocks until AWS has replied to all calls.
    ///
    /// - Parameter report: Receives each event; returns whether to continue.
    /// - Throws: An `AWSRefusal` when the clusters cannot be listed.
    public func run(_ report: @escaping (Event) -> Bool) throws(AWSRefusal) {
        let databases = RelationalDatabases(client, region: region)
        var goesOn = true
        var knowsInstances = true
        var bastions = BastionSearch(client, region: region)
        try databases.clusters { page in
            var writers: [String: DatabaseInstance] = [:]
            if knowsInstances, !page.isEmpty {
                do throws(AWSRefusal) {
                    writers = try self.writers(page, databases)
                } catch {
                    knowsInstances = false
                    goesOn = report(.skipped(part: "the instances", error))
                }
            }
            for cluster in page where goesOn {
                let writer = cluster.members.first.flatMap { writers[$0] }
                var found = FoundDatabase(cluster, region: region, writer: writer)
                if found.isUsable, found.isPublic == false, let network = writer?.network {
                    do throws(AWSRefusal) {
                        found.tunnel = try bastions.tunnel(to: network)
                    } catch {
                        goesOn =
                            error.kind != .cancelled && report(.skipped(part: "suggestions of tunnels", error))
                    }
                }
                goesOn = goesOn && report(.found(found))
            }
            return goesOn
        }
        guard goesOn else { return }
        goesOn = part("the proxies", report) { (add) throws(AWSRefusal) in
            try databases.proxies { page in page.allSatisfy { add(FoundDatabase($0, region: region)) } }
        }
        guard goesOn else { return }
        if includesGlobal {
            goesOn = part("the global databases", report) { (add) throws(AWSRefusal) in
                try databases.globalDatabases { page in page.allSatisfy { add(FoundDatabase($0)) } }
            }
        }
        guard goesOn else { return }
        _ = part("DSQL", report) { (add) throws(AWSRefusal) in
            try ServerlessClusters(client, region: region).clusters { add(FoundDatabase($0, region: region)) }
        }
    }

    private func writers(
        _ page: [DatabaseCluster], _ databases: RelationalDatabases
    ) throws(AWSRefusal) -> [String: DatabaseInstance] {
        var found: [String: DatabaseInstance] = [:]
        try databases.instances(of: page.map(\.identifier)) { instances in
            for instance in instances { found[instance.identifier] = instance }
            return true
        }
        return found
    }

    /// Searches one part; returns whether to continue.
    private func part(
        _ name: String, _ report: @escaping (Event) -> Bool,
        _ search: ((FoundDatabase) -> Bool) throws(AWSRefusal) -> Void
    ) -> Bool {
        var goesOn = true
        do throws(AWSRefusal) {
            try search { database in
                goesOn = goesOn && report(.found(database))
                return goesOn
            }
        } catch {
            // A service that the region does not have is not reported.
            guard error.kind != .cancelled else { return false }
            if error.kind != .unreachable || name != "DSQL" { return report(.skipped(part: name, error)) }
        }
        return goesOn
    }
}
