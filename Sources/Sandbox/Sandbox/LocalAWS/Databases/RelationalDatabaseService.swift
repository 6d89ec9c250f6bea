import SigV4
import Timestamps

/// The part of Amazon RDS that describes clusters, instances, proxies and global databases.
///
/// Source: Amazon RDS API Reference, version 2014-10-31.
struct RelationalDatabaseService {
    let identities: IdentityStore
    let now: Timestamp

    private static let zone = "c1a2b3c4d5e6.\(SandboxNames.region).rds.amazonaws.com"

    func response(to request: HTTPRequest) -> HTTPResponse {
        guard let body = String(validating: request.body, as: UTF8.self),
            let fields = QueryString.fields(body, plusIsBlank: true)
        else { return refusal(.init(code: "MalformedQueryString", message: "The query string is malformed")) }
        let form = Dictionary(fields.map { ($0.name, $0.value) }) { first, _ in first }
        let action = form["Action"] ?? ""
        do throws(SignedRequest.Refusal) {
            let caller = try SignedRequest.identity(of: request, service: "rds", identities: identities, now: now)
            guard !caller.databaseUsers.isEmpty else {
                throw .init(
                    code: "AccessDenied",
                    message: "User: \(caller.arn) is not authorized to perform: rds:\(action) on resource: *")
            }
            switch action {
            case "DescribeDBClusters": return result(action, try page("DBClusters", clusters(form), form))
            case "DescribeDBInstances": return result(action, try page("DBInstances", instances(form), form))
            case "DescribeDBProxies": return result(action, "<DBProxies/>")
            case "DescribeGlobalClusters": return result(action, "<GlobalClusters/>")
            default: throw .init(code: "InvalidAction", message: "Could not find operation \(action)")
            }
        } catch {
            return refusal(error)
        }
    }

    private func clusters(_ form: [String: String]) throws(SignedRequest.Refusal) -> [String] {
        guard let name = form["DBClusterIdentifier"] else { return LocalDatabase.all.map(Self.cluster) }
        guard let found = LocalDatabase.all.first(where: { $0.name == name }) else {
            throw .init(code: "DBClusterNotFoundFault", message: "DBCluster \(name) not found.")
        }
        return [Self.cluster(found)]
    }

    private func instances(_ form: [String: String]) -> [String] {
        let wanted = form.filter { $0.key.hasPrefix("Filters.Filter.1.Values.Value.") }.map(\.value)
        return LocalDatabase.all.filter { wanted.isEmpty || wanted.contains($0.name) }
            .filter { (form["DBInstanceIdentifier"] ?? $0.name + "-1") == $0.name + "-1" }
            .map(Self.instance)
    }

    /// The page of a marker, which is the index of the page's first element.
    private func page(
        _ list: String, _ elements: [String], _ form: [String: String]
    ) throws(SignedRequest.Refusal) -> String {
        let size = form["MaxRecords"].flatMap { Int($0) } ?? 100
        let start = form["Marker"].map { Int($0) ?? -1 } ?? 0
        guard (20...100).contains(size), (0...elements.count).contains(start)
        else { throw .init(code: "InvalidParameterValue", message: "The parameter MaxRecords or Marker is invalid.") }
        let shown = elements[start..<min(start + size, elements.count)]
        let marker = shown.endIndex < elements.count ? "<Marker>\(shown.endIndex)</Marker>" : ""
        return "<\(list)>\(shown.joined())</\(list)>\(marker)"
    }

    private static func cluster(_ database: LocalDatabase) -> String {
        var text = "<DBCluster>" + element("DBClusterIdentifier", database.name)
        text += element("DbClusterResourceId", database.resourceID) + element("DBClusterArn", database.arn)
        text += element("Engine", database.engine) + element("EngineVersion", database.version)
        text += element("EngineMode", database.mode) + element("Status", database.status)
        text += element("Port", String(database.port)) + element("MasterUsername", database.masterUser)
        text += element("DatabaseName", SandboxNames.database)
        text += element("IAMDatabaseAuthenticationEnabled", String(database.isIAMOn))
        if database.hasEndpoint {
            text += element("Endpoint", SandboxNames.writer(database.name))
            text += element("ReaderEndpoint", SandboxNames.reader(database.name))
        }
        if let pending = database.pendingIAM {
            let change = element("IAMDatabaseAuthenticationEnabled", String(pending))
            text += "<PendingModifiedValues>\(change)</PendingModifiedValues>"
        }
        if database.isExpress {
            text += element("InternetAccessGatewayEnabled", "true") + element("VPCNetworkingEnabled", "false")
        }
        if database.isLimitless { text += element("ClusterScalabilityType", "limitless") }
        if database.scales { text += "<ServerlessV2ScalingConfiguration/>" }
        text += "<DBClusterMembers><DBClusterMember>" + element("DBInstanceIdentifier", database.name + "-1")
        text += element("IsClusterWriter", "true") + "</DBClusterMember></DBClusterMembers>"
        let logs = database.logExports.map { element("member", $0) }.joined()
        return text + "<EnabledCloudwatchLogsExports>\(logs)</EnabledCloudwatchLogsExports></DBCluster>"
    }

    private static func instance(_ database: LocalDatabase) -> String {
        var text = "<DBInstance>" + element("DBInstanceIdentifier", database.name + "-1")
        text += element("DBClusterIdentifier", database.name)
        text += element("DBInstanceClass", database.instanceClass)
        text += element("PubliclyAccessible", String(database.isPublic))
        text += "<DBSubnetGroup>" + element("VpcId", SandboxNames.network) + "</DBSubnetGroup>"
        return text + "<Endpoint>" + element("Address", "\(database.name)-1.\(zone)") + "</Endpoint></DBInstance>"
    }

    private static func element(_ name: String, _ text: String) -> String {
        "<\(name)>\(XML.escaped(text))</\(name)>"
    }

    private func result(_ action: String, _ content: String) -> HTTPResponse {
        .xml(
            "<\(action)Response xmlns=\"http://rds.amazonaws.com/doc/2014-10-31/\"><\(action)Result>\(content)"
                + "</\(action)Result><ResponseMetadata><RequestId>sandbox</RequestId></ResponseMetadata>"
                + "</\(action)Response>")
    }

    private func refusal(_ refusal: SignedRequest.Refusal) -> HTTPResponse {
        let status =
            refusal.code.hasSuffix("NotFoundFault")
            ? 404 : ["InvalidAction", "InvalidParameterValue"].contains(refusal.code) ? 400 : 403
        return .xml(
            "<ErrorResponse xmlns=\"http://rds.amazonaws.com/doc/2014-10-31/\"><Error><Type>Sender</Type>"
                + "<Code>\(refusal.code)</Code><Message>\(XML.escaped(refusal.message))</Message></Error>"
                + "<RequestId>sandbox</RequestId></ErrorResponse>", status: status)
    }
}
