import AWSCalls
import Profiles

extension FoundDatabase {
    init(_ cluster: DatabaseCluster, region: String, writer: DatabaseInstance?) {
        let kind: Kind =
            if cluster.isExpress {
                .express
            } else if cluster.isLimitless {
                .limitless
            } else {
                cluster.scales || cluster.mode == "serverless" ? .serverless : .provisioned
            }
        self.init(name: cluster.identifier, engine: Self.engine(cluster.engine), kind: kind, region: region)
        version = cluster.version
        account = cluster.account
        status = cluster.status
        endpoint = cluster.endpoint
        readerEndpoint = cluster.readerEndpoint
        customEndpoints = cluster.customEndpoints
        port = cluster.port
        resourceID = cluster.resourceID
        authentication = cluster.pendingIAM != nil ? .pending : cluster.isIAMOn ? .on : .off
        database = cluster.database
        masterUser = cluster.masterUser
        isPublic = cluster.isExpress ? true : writer?.isPublic
        reason = Usability.reason(cluster, writerClass: writer?.instanceClass)
    }

    init(_ proxy: DatabaseProxy, region: String) {
        let engine: Engine? =
            switch proxy.family {
            case "POSTGRESQL": .postgresql
            case "MYSQL": .mysql
            default: nil
            }
        self.init(name: proxy.name, engine: engine, kind: .proxy, region: region)
        account = proxy.account
        status = proxy.status
        endpoint = proxy.endpoint
        port = engine?.defaultPort
        resourceID = proxy.resourceID
        authentication = proxy.takesTokens ? .on : .off
        isPublic = false
        reason = Usability.reason(proxy)
    }

    init(_ global: GlobalDatabase) {
        let members = global.members.filter(\.isWriter) + global.members.filter { !$0.isWriter }
        self.init(
            name: global.identifier, engine: Self.engine(global.engine), kind: .global,
            region: members.first?.region ?? "")
        version = global.version
        status = global.status
        endpoint = global.endpoint
        port = engine?.defaultPort
        memberRegions = members.map(\.region)
        reason =
            global.endpoint == nil
            ? "the global database has no writer endpoint"
            : engine == nil
                ? "\(global.engine) is not Aurora"
                : members.isEmpty ? "the global database has no clusters" : nil
    }

    init(_ cluster: ServerlessClusters.Cluster, region: String) {
        self.init(name: cluster.identifier, engine: .dsql, kind: .dsql, region: region)
        account = cluster.account
        status = cluster.status
        endpoint = cluster.endpoint
        port = Engine.dsql.defaultPort
        resourceID = cluster.identifier
        authentication = .on
        database = "postgres"
        masterUser = "admin"
        isPublic = true
        if let status, !["ACTIVE", "IDLE", "INACTIVE"].contains(status) {
            reason = "the cluster is in the state \(status)"
        }
    }

    private static func engine(_ name: String) -> Engine? {
        switch name {
        case "aurora-postgresql": .postgresql
        case "aurora-mysql", "aurora": .mysql
        default: nil
        }
    }
}
