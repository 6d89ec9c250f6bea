/// A cluster that the local AWS describes: one of the sandbox's own, or one that is not usable.
struct LocalDatabase: Sendable {
    let name: String
    var engine = "aurora-postgresql"
    var version = "16.4"
    var mode = "provisioned"
    var status = "available"
    var port = 5_432
    var isIAMOn = true
    var pendingIAM: Bool?
    var instanceClass = "db.r6g.large"
    var isPublic = false
    var hasEndpoint = true
    var masterUser = "postgres"
    var isExpress = false
    var isLimitless = false
    var scales = false
    var logExports: [String] = ["iam-db-auth-error"]

    init(_ name: String, _ change: (inout LocalDatabase) -> Void = { _ in }) {
        self.name = name
        change(&self)
    }

    /// The resource id for policies, with the length of AWS's ids.
    var resourceID: String {
        let letters = name.uppercased().filter { $0.isLetter }
        return "cluster-" + String((letters + "QUARTERDECKSANDBOXCLUSTER00").prefix(26))
    }

    var arn: String { "arn:aws:rds:\(SandboxNames.region):\(SandboxNames.account):cluster:\(name)" }

    /// All clusters in the order of their names, as RDS lists them.
    static let all: [LocalDatabase] =
        ([
            LocalDatabase(SandboxEngine.postgresql.cluster) { $0.version = "15.8" },
            LocalDatabase(SandboxEngine.mysql.cluster) {
                $0.engine = "aurora-mysql"
                $0.version = "8.0.mysql_aurora.3.07.1"
                $0.port = 3_306
                $0.masterUser = "admin"
            },
        ] + unusable).sorted { $0.name < $1.name }

    private static let unusable: [LocalDatabase] = [
        LocalDatabase("antique") { $0.version = "9.6.8" },
        LocalDatabase("anchored") { $0.status = "stopped" },
        LocalDatabase("dinghy") {
            $0.engine = "aurora-mysql"
            $0.version = "5.7.mysql_aurora.2.11.4"
            $0.port = 3_306
            $0.instanceClass = "db.t3.small"
        },
        LocalDatabase("drydock") { $0.status = "inaccessible-encryption-credentials" },
        LocalDatabase("fledgling") {
            $0.status = "creating"
            $0.hasEndpoint = false
        },
        LocalDatabase("galleon") {
            $0.engine = "aurora"
            $0.version = "5.6.mysql_aurora.1.9.0"
            $0.port = 3_306
        },
        LocalDatabase("graph") { $0.engine = "neptune" },
        LocalDatabase("locked") { $0.isIAMOn = false },
        LocalDatabase("sinking") { $0.status = "deleting" },
        LocalDatabase("thaw") {
            $0.isIAMOn = false
            $0.pendingIAM = true
        },
        LocalDatabase("freeze") { $0.pendingIAM = false },
        LocalDatabase("wreck") { $0.status = "failed" },
    ]
}
