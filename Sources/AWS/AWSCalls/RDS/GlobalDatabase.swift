/// A global database as RDS describes it.
///
/// Source: Amazon RDS API Reference, GlobalCluster.
public struct GlobalDatabase: Sendable, Equatable {
    /// A member cluster.
    public struct Member: Sendable, Equatable {
        /// The region in the cluster's ARN.
        public let region: String
        /// The cluster's name.
        public let cluster: String
        /// Whether the cluster is the writer now.
        public let isWriter: Bool
    }

    /// The name that the user chose.
    public let identifier: String
    /// `aurora-postgresql` or `aurora-mysql`.
    public let engine: String
    /// For instance `16.4`.
    public let version: String
    /// For instance `available`.
    public let status: String
    /// The writer endpoint, which follows a failover.
    public let endpoint: String?
    /// The member clusters.
    public let members: [Member]

    init?(_ xml: XMLElement) {
        guard let identifier = xml.text("GlobalClusterIdentifier") else { return nil }
        self.identifier = identifier
        engine = xml.text("Engine") ?? ""
        version = xml.text("EngineVersion") ?? ""
        status = xml.text("Status") ?? ""
        endpoint = xml.text("Endpoint")
        members = xml.list("GlobalClusterMembers").compactMap { member in
            guard let arn = member.text("DBClusterArn"), let parts = ResourceARN(arn) else { return nil }
            return Member(
                region: parts.region, cluster: arn.split(separator: ":").last.map(String.init) ?? "",
                isWriter: member.flag("IsWriter") ?? false)
        }
    }
}
