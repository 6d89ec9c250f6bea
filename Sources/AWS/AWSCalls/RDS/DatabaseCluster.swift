/// An Aurora cluster as RDS describes it.
///
/// Source: Amazon RDS API Reference, DBCluster, version 2014-10-31.
public struct DatabaseCluster: Sendable, Equatable {
    /// The name that the user gave it.
    public let identifier: String
    /// `cluster-ABC…`, which policies name.
    public let resourceID: String
    /// `arn:aws:rds:REGION:ACCOUNT:cluster:NAME`.
    public let arn: String
    /// `aurora-postgresql`, `aurora-mysql` and others.
    public let engine: String
    /// For instance `16.4`, or `8.0.mysql_aurora.3.07.1`.
    public let version: String
    /// `provisioned`, `serverless` (version 1), `global`, `multimaster`, `parallelquery`.
    public let mode: String
    /// `available` and others.
    public let status: String
    /// The writer's name; nil where there is none yet.
    public let endpoint: String?
    /// The readers' name.
    public let readerEndpoint: String?
    /// Further names.
    public let customEndpoints: [String]
    /// The port of all of them.
    public let port: Int?
    /// Whether logins by IAM are on.
    public let isIAMOn: Bool
    /// What is about to become of that; nil where no change is pending.
    public let pendingIAM: Bool?
    /// The first user.
    public let masterUser: String?
    /// The database that was made with it.
    public let database: String?
    /// Whether an internet access gateway leads to it and it is in no VPC: the express configuration.
    public let isExpress: Bool
    /// Whether it is a limitless database.
    public let isLimitless: Bool
    /// Whether its capacity follows the load (serverless version 2).
    public let scales: Bool
    /// The names of its instances, the writer's first.
    public let members: [String]
    /// The logs that go to CloudWatch.
    public let logExports: [String]
    /// The global database that it belongs to.
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

    /// Whether it is Aurora at all: RDS describes Neptune's and DocumentDB's clusters, too.
    public var isAurora: Bool { engine == "aurora-postgresql" || engine == "aurora-mysql" || engine == "aurora" }
}

/// The parts of an ARN that tell where a resource is.
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
