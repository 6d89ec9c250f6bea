import Foundation
import TestSupport
import Testing
import Threads

@testable import Sandbox

/// `quarterdeck discover` with the sandbox's AWS and with stubs.
@Suite struct DiscoverCommandTests {
    private let sandbox: SandboxDescription
    private let folder: TemporaryDirectory

    init() throws {
        sandbox = try SharedSandbox.description.get()
        folder = try TemporaryDirectory()
    }

    private struct Line: Decodable {
        let name: String
        let engine: String?
        let kind: String
        let region: String
        let iam: String?
        let usable: Bool
        let reason: String?
        let endpoint: String?
        let tunnel: String?
    }

    private func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Program {
        try Program.run(
            [Program.product("quarterdeck"), "discover"] + arguments,
            environment: sandbox.env.merging(environment) { _, own in own })
    }

    private func lines(_ run: Program) throws -> [Line] {
        try run.text.split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
    }

    @Test func `the sandbox's own clusters are usable, and each other one has a reason`() throws {
        let run = try run("--json")
        #expect(run.status == 0, "\(run.errors)")
        let lines = try lines(run)
        #expect(Set(lines.filter(\.usable).map(\.name)) == ["ferry", "freeze", "harbor"])
        let reasons = Dictionary(uniqueKeysWithValues: lines.map { ($0.name, $0.reason ?? "") })
        let expected = [
            "antique": "too old", "anchored": "stopped", "dinghy": "db.t3.small", "fledgling": "creating",
            "galleon": "too old", "graph": "not Aurora", "locked": "IAM authentication is off",
            "thaw": "being switched on", "wreck": "failed", "sinking": "deleting",
            "drydock": "inaccessible-encryption-credentials",
        ]
        for (name, words) in expected {
            #expect(reasons[name]?.contains(words) == true, "\(name): \(reasons[name] ?? "")")
        }
        #expect(lines.first { $0.name == "freeze" }?.iam == "pending")
        // The instance stands in the same VPC; a cluster that no token opens needs no tunnel.
        #expect(lines.first { $0.name == "harbor" }?.tunnel == "ssm:\(SandboxNames.bastion)")
        #expect(lines.first { $0.name == "wreck" }?.tunnel == nil)
        #expect(run.text.split(separator: "\n").allSatisfy { $0.contains("\"tunnel\":") })
        #expect(lines.first { $0.name == "harbor" }?.endpoint == SandboxNames.writer("harbor"))
    }

    @Test func `writing keeps the file and adds each cluster once`() throws {
        let text = "# ours\n[clusters.shop]\nengine = \"mysql\"\nendpoint = \"\(SandboxNames.writer("ferry"))\""
        try folder.write(text, to: "clusters.toml")
        let file = ["--config", folder.path("clusters.toml")]
        let first = try run("--write", "--user", "jane_doe", file[0], file[1])
        #expect(first.status == 0, "\(first.errors)")
        let written = try String(contentsOfFile: file[1], encoding: .utf8)
        #expect(written.hasPrefix(text + "\n"))
        #expect(written.contains("[clusters.harbor]"))
        #expect(written.contains("\n# tunnel = \"ssm:\(SandboxNames.bastion)\""))
        #expect(!written.contains("[clusters.ferry]"))
        #expect(try run("--write", file[0], file[1]).status == 0)
        #expect(try String(contentsOfFile: file[1], encoding: .utf8) == written)
        let list = try Program.run(
            [Program.product("quarterdeck"), "list"] + file, environment: sandbox.env)
        #expect(list.status == 0)
        #expect(list.text.contains("harbor"))
    }

    @Test func `a file that --config names is created, and only with --write`() throws {
        let file = folder.path("new.toml")
        #expect(try run("--config", file).status == 66)
        let run = try run("--write", "--user", "jane_doe", "--config", file)
        #expect(run.status == 0, "\(run.errors)")
        #expect(try String(contentsOfFile: file, encoding: .utf8).contains("[clusters.harbor]"))
        let line = try #require(run.text.split(separator: "\n").first { $0.hasPrefix("harbor ") })
        #expect(line.contains("yes  \(SandboxNames.writer("harbor"))"), "\(line)")
    }

    @Test func `a first profile file is created at the default path`() throws {
        let run = try run(
            "--write", environment: ["XDG_CONFIG_HOME": folder.path("config"), "QUARTERDECK_CONFIG": ""])
        #expect(run.status == 0, "\(run.errors)")
        let text = try String(contentsOfFile: folder.path("config/quarterdeck/clusters.toml"), encoding: .utf8)
        #expect(text.hasPrefix("[clusters."))
    }

    @Test func `an identity without the permission gets a clear error`() throws {
        let run = try run("--aws-profile", "nobody")
        #expect(run.status == 77)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("AccessDenied"))
    }

    @Test func `one failing region does not stop the others, and throttled calls are retried`() throws {
        let refused = Locked<Set<String>>([])
        let server = try StubServer { request in
            let form = StubServer.Request.fields(request.body)
            let scope = request.headers["authorization"] ?? ""
            let region = scope.split(separator: "/").dropFirst(2).first.map(String.init) ?? ""
            if region == "us-west-2" { return .reply(403, Self.refusal("AccessDenied")) }
            guard form["Action"] == "DescribeDBClusters" else { return .reply(403, Self.refusal("AccessDenied")) }
            // Each page is throttled once.
            let page = "\(region) \(form["Marker"] ?? "")"
            if refused.withLock({ $0.insert(page).inserted }) { return .reply(400, Self.refusal("Throttling")) }
            let start = form["Marker"].flatMap { Int($0) } ?? 0
            return .reply(200, Self.page(start..<start + 50, region, next: start < 100 ? start + 50 : nil))
        }
        let regions = ["eu-west-1", "eu-central-1", "us-east-1", "us-west-2"]
        let run = try Program.run(
            [Program.product("quarterdeck"), "discover", "--json"] + regions.flatMap { ["--region", $0] },
            environment: sandbox.env.merging(["AWS_ENDPOINT_URL_RDS": server.url]) { _, own in own })
        #expect(run.status == 77)
        let lines = try lines(run)
        #expect(lines.count == 450)
        #expect(Set(lines.map(\.region)) == ["eu-west-1", "eu-central-1", "us-east-1"])
        #expect(run.errors.contains("us-west-2"))
        #expect(run.errors.contains("450 clusters in 4 regions"))
    }

    private static func refusal(_ code: String) -> String {
        "<ErrorResponse><Error><Code>\(code)</Code><Message>words</Message></Error></ErrorResponse>"
    }

    private static func page(_ clusters: Range<Int>, _ region: String, next: Int?) -> String {
        let all = clusters.map {
            "<DBCluster><DBClusterIdentifier>c\($0)</DBClusterIdentifier><Engine>aurora-postgresql</Engine>"
                + "<EngineVersion>16.4</EngineVersion><Status>available</Status>"
                + "<Endpoint>c\($0).cluster-c1a2b3c4d5e6.\(region).rds.amazonaws.com</Endpoint>"
                + "<IAMDatabaseAuthenticationEnabled>true</IAMDatabaseAuthenticationEnabled></DBCluster>"
        }
        let marker = next.map { "<Marker>\($0)</Marker>" } ?? ""
        return "<R><DescribeDBClustersResult><DBClusters>\(all.joined())</DBClusters>\(marker)"
            + "</DescribeDBClustersResult></R>"
    }
}
