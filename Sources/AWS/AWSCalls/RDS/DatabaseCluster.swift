/// An Aurora cluster as RDS describes it.
///
/// Source: Amazon RDS API Reference, DBCluster, version 2014-10-31.
public struct DatabaseCluster: Sendable, Equatable {
    /// The name that the user chose.
    public let identifier: String
    /// The resource ID, `cluster-ABC…`, which policies name.
    public let resourceID: String
    /// `arn:aws:rds:REGION:ACCOUNT:cluster:NAME`.
    public let arn: String
    /// For instance `aurora-postgresql` or `aurora-mysql`.
    public let engine: String
    /// For instance `16.4`, or `8.0.mysql_aurora.3.07.1`.
    public let version: String
    /// `provisioned`, `serverless` (version 1), `global`, `multimaster`, `parallelquery`.
    public let mode: String
    /// For instance `available`.
    public let status: String
    /// The writer endpoint; nil where there is none yet.
    public let endpoint: String?
    /// The reader endpoint.
    public let readerEndpoint: String?
    /// The custom endpoints.
    public let customEndpoints: [String]
    /// The port of all endpoints.
    public let port: Int?
    /// Whether IAM authentication is on.
    public let isIAMOn: Bool
    /// The pending value of `isIAMOn`; nil where no change is pending.
    public let pendingIAM: Bool?
    /// The master user.
    public let masterUser: String?
    /// The initial database.
    public let database: String?
    /// Whether the cluster has the express configuration: it is in no VPC and is reached through an internet access
    /// gateway.
    public let isExpress: Bool
    /// Whether it is a limitless database.
    public let isLimitless: Bool
    /// Whether the capacity follows the load (serverless version 2).
    public let scales: Bool
    /// The names of the instances, the writer's first.
    public let members: [String]
    /// The log types that are exported to CloudWatch.
    public let logExports: [String]
    /// The global database that the cluster belongs to.
    public let globalDatabase: String?

    init?(_ xml: XMLElement) {
        guard let identifier = xml.text("DBClusterIdentifier"), let engine = xml.text("Engine") else { return nil }
        self.identifier = identifier
        self.engine = engine
        resourceID = xml.text("DbClusterResourceId") ?? ""
        arn = xml.text("DBClusterArn") ?? ""
        version = xml.text("EngineVersion") ?? ""
        mode = xml.text("EngineMode") ?? "provisioned"
        status = xml.text("Status") ?? ""
        endpoint = xml.text("Endpoint")
        readerEndpoint = xml.text("ReaderEndpoint")
        customEndpoints = xml.list("CustomEndpoints").map(\.text)
        port = xml.text("Port").flatMap { Int($0) }
        isIAMOn = xml.flag("IAMDatabaseAuthenticationEnabled") ?? false
        pendingIAM = xml["PendingModifiedValues"]?.flag("IAMDatabaseAuthenticationEnabled")
        masterUser = xml.text("MasterUsername")
        database = xml.text("DatabaseName")
        isExpress = xml.flag("InternetAccessGatewayEnabled") == true && xml.flag("VPCNetworkingEnabled") != true
        isLimitless = xml.text("ClusterScalabilityType") == "limitless"
        scales = xml["ServerlessV2ScalingConfiguration"] != nil
        let all = xml.list("DBClusterMembers")
        members =
            (all.filter { $0.flag("IsClusterWriter") == true } + all.filter { $0.flag("IsClusterWriter") != true })
            .compactMap { $0.text("DBInstanceIdentifier") }
        logExports = xml.list("EnabledCloudwatchLogsExports").map(\.text)
        globalDatabase = xml.text("GlobalClusterIdentifier")
    }

    /// The account in the ARN; nil where there is none.
    public var account: String? { ResourceARN(arn)?.account }

    /// Whether the cluster is an Aurora cluster. RDS also describes clusters of Neptune and DocumentDB.
    public var isAurora: Bool { engine == "aurora-postgresql" || engine == "aurora-mysql" || engine == "aurora" }
}

/// The location parts of an ARN.
struct ResourceARN {
    let region: String
    let account: String

    init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn" else { return nil }
        region = String(parts[3])
        account = String(parts[4])
    }
}
