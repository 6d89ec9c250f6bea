/// An instance of a cluster as RDS describes it.
///
/// Source: Amazon RDS API Reference, DBInstance.
public struct DatabaseInstance: Sendable, Equatable {
    /// The name that the user chose.
    public let identifier: String
    /// The cluster that the instance belongs to; nil for none.
    public let cluster: String?
    /// For instance `db.r6g.large` or `db.serverless`.
    public let instanceClass: String
    /// Whether the DNS name resolves to a public address.
    public let isPublic: Bool
    /// The VPC.
    public let network: String?
    /// The resource ID, `db-ABC…`.
    public let resourceID: String
    /// The DNS name of the instance.
    public let endpoint: String?

    init?(_ xml: XMLElement) {
        guard let identifier = xml.text("DBInstanceIdentifier") else { return nil }
        self.identifier = identifier
        cluster = xml.text("DBClusterIdentifier")
        instanceClass = xml.text("DBInstanceClass") ?? ""
        isPublic = xml.flag("PubliclyAccessible") ?? false
        network = xml.text("DBSubnetGroup", "VpcId")
        resourceID = xml.text("DbiResourceId") ?? ""
        endpoint = xml.text("Endpoint", "Address")
    }
}
