/// An instance of a cluster as RDS describes it.
///
/// Source: Amazon RDS API Reference, DBInstance.
public struct DatabaseInstance: Sendable, Equatable {
    /// The name that the user gave it.
    public let identifier: String
    /// The cluster that it belongs to; nil for none.
    public let cluster: String?
    /// `db.r6g.large`, `db.serverless`.
    public let instanceClass: String
    /// Whether its name leads to a public address.
    public let isPublic: Bool
    /// Its VPC.
    public let network: String?
    /// `db-ABC…`.
    public let resourceID: String
    /// Its own name in DNS.
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
