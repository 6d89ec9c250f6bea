/// A proxy as RDS describes it.
///
/// Source: Amazon RDS API Reference, DBProxy.
public struct DatabaseProxy: Sendable, Equatable {
    /// The name that the user chose.
    public let name: String
    /// The resource ID, `prx-…`: the last part of the ARN, which policies name.
    public let resourceID: String
    /// `arn:aws:rds:REGION:ACCOUNT:db-proxy:prx-…`.
    public let arn: String
    /// `POSTGRESQL`, `MYSQL` or `SQLSERVER`.
    public let family: String
    /// For instance `available`.
    public let status: String
    /// The DNS name.
    public let endpoint: String?
    /// Whether the proxy signs in to the cluster with IAM and needs no secret.
    public let isIAMThroughout: Bool
    /// Whether a client may sign in with IAM: `REQUIRED` or `ENABLED` for at least one of the proxy's users.
    public let takesTokens: Bool

    init?(_ xml: XMLElement) {
        guard let name = xml.text("DBProxyName"), let arn = xml.text("DBProxyArn") else { return nil }
        self.name = name
        self.arn = arn
        resourceID = arn.split(separator: ":").last.map(String.init) ?? ""
        family = xml.text("EngineFamily") ?? ""
        status = xml.text("Status") ?? ""
        endpoint = xml.text("Endpoint")
        isIAMThroughout = xml.text("DefaultAuthScheme") == "IAM_AUTH"
        takesTokens =
            isIAMThroughout
            || xml.list("Auth").contains { ["REQUIRED", "ENABLED"].contains($0.text("IAMAuth") ?? "") }
    }

    /// The account in the ARN.
    public var account: String? { ResourceARN(arn)?.account }
}
