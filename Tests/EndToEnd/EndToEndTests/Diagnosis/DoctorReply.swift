import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// The output of `doctor --json`.
struct DoctorReply: Decodable {
    struct Check: Decodable {
        let name: String
        let status: String
        let evidence: String
        let seconds: Double
    }

    let cluster: String
    let checks: [Check]
    let cause: String?
    let `try`: [String]
    /// The exit code.
    var status: Int32 = -1

    private enum CodingKeys: CodingKey {
        case cluster
        case checks
        case cause
        case `try`
    }

    /// The first check that failed.
    var failed: String? { checks.first { $0.status == "failed" }?.name }

    func evidence(_ name: String) -> String { checks.first { $0.name == name }?.evidence ?? "" }

    static func ask(_ arguments: [String], environment: [String: String], wrapper: [String] = []) throws -> DoctorReply
    {
        let run = try Program.run(
            wrapper + [Program.product("quarterdeck"), "doctor", "--json"] + arguments, environment: environment)
        let lines = run.text.split(separator: "\n")
        try #require(lines.count == 1, "\(run.text)\(run.errors)")
        var reply = try JSONDecoder().decode(DoctorReply.self, from: Data(lines[0].utf8))
        reply.status = run.status
        return reply
    }
}

/// A stub of RDS and CloudWatch that describes one cluster.
struct DescribedCluster: Sendable {
    var name = "rogue"
    var engine = "aurora-mysql"
    var version = "8.0.mysql_aurora.3.07.1"
    var port = 3_306
    var isIAMOn = true
    var pendingIAM: Bool?
    var instanceClass = "db.r6g.large"
    /// A line of the log `iam-db-auth-error`.
    var line: String?

    func server() throws -> StubServer {
        try StubServer { request in
            if request.headers["x-amz-target"] != nil { return .reply(200, self.events) }
            switch StubServer.Request.fields(request.body)["Action"] {
            case "DescribeDBClusters": return .reply(200, self.wrapped("DescribeDBClusters", self.cluster))
            case "DescribeDBInstances": return .reply(200, self.wrapped("DescribeDBInstances", self.instance))
            case "DescribeDBProxies": return .reply(200, self.wrapped("DescribeDBProxies", "<DBProxies/>"))
            default: return .reply(400, "<ErrorResponse><Error><Code>InvalidAction</Code></Error></ErrorResponse>")
            }
        }
    }

    private func wrapped(_ action: String, _ text: String) -> String {
        "<\(action)Response><\(action)Result>\(text)</\(action)Result></\(action)Response>"
    }

    private var cluster: String {
        let pending = pendingIAM.map {
            "<PendingModifiedValues><IAMDatabaseAuthenticationEnabled>\($0)</IAMDatabaseAuthenticationEnabled>"
                + "</PendingModifiedValues>"
        }
        return "<DBClusters><DBCluster><DBClusterIdentifier>\(name)</DBClusterIdentifier><Engine>\(engine)</Engine>"
            + "<EngineVersion>\(version)</EngineVersion><Port>\(port)</Port><Status>available</Status>"
            + "<DbClusterResourceId>cluster-ROGUE</DbClusterResourceId>"
            + "<DBClusterArn>arn:aws:rds:eu-west-1:123456789012:cluster:\(name)</DBClusterArn>"
            + "<Endpoint>\(RogueServers.host)</Endpoint>"
            + "<IAMDatabaseAuthenticationEnabled>\(isIAMOn)</IAMDatabaseAuthenticationEnabled>" + (pending ?? "")
            + "<DBClusterMembers><DBClusterMember><DBInstanceIdentifier>one</DBInstanceIdentifier>"
            + "<IsClusterWriter>true</IsClusterWriter></DBClusterMember></DBClusterMembers>"
            + "<EnabledCloudwatchLogsExports><member>iam-db-auth-error</member></EnabledCloudwatchLogsExports>"
            + "</DBCluster></DBClusters>"
    }

    private var instance: String {
        "<DBInstances><DBInstance><DBInstanceIdentifier>one</DBInstanceIdentifier>"
            + "<DBInstanceClass>\(instanceClass)</DBInstanceClass></DBInstance></DBInstances>"
    }

    private var events: String {
        let time = Int(Date().timeIntervalSince1970) * 1_000
        let event = line.map { "{\"timestamp\":\(time),\"message\":\"\($0)\"}" }
        return "{\"events\":[\(event ?? "")]}"
    }
}
