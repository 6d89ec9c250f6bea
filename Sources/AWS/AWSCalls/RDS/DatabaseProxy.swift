/// A proxy as RDS describes it.
///
/// Source: Amazon RDS API Reference, DBProxy.
public struct DatabaseProxy: Sendable, Equatable {
    /// The name that the user gave it.
    public let name: String
    /// `prx-…`, the last part of its ARN, which policies name.
    public let resourceID: String
    /// `arn:aws:rds:REGION:ACCOUNT:db-proxy:prx-…`.
    public let arn: String
    /// `POSTGRESQL`, `MYSQL` or `SQLSERVER`.
    public let family: String
    /// `available` and others.
    public let status: String
    /// Its name in DNS.
    public let endpoint: String?
    /// Whether it signs in to the cluster with IAM and needs no secret.
    public let isIAMThroughout: Bool
    /// Whether a client may sign in with IAM: `REQUIRED` or `ENABLED` for one of its users at least.
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
