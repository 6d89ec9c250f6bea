import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// `quarterdeck policy` with and without the sandbox's AWS.
@Suite struct PolicyCommandTests {
    private let sandbox: SandboxDescription
    private let folder: TemporaryDirectory

    init() throws {
        sandbox = try SharedSandbox.description.get()
        folder = try TemporaryDirectory()
    }

    private func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Program {
        try Program.run(
            [Program.product("quarterdeck"), "policy"] + arguments,
            environment: sandbox.env.merging(environment) { _, own in own })
    }

    private static let offline = [
        "AWS_ENDPOINT_URL_RDS": "http://127.0.0.1:1", "AWS_ENDPOINT_URL_STS": "http://127.0.0.1:1",
    ]

    private func statements(_ run: Program) throws -> [[String: String]] {
        let object = try JSONSerialization.jsonObject(with: run.output) as? [String: Any]
        return try #require(object?["Statement"] as? [[String: String]], "\(run.errors)")
    }

    @Test(arguments: ["harbor", "harbor-ro", "ferry"])
    func `resource id and account are looked up`(_ cluster: String) throws {
        let run = try run(cluster)
        #expect(run.status == 0, "\(run.errors)")
        let id = LocalDatabase(cluster.replacing("-ro", with: "")).resourceID
        let user = cluster == "harbor-ro" ? "jane_ro" : "jane_doe"
        #expect(
            try statements(run).map { $0["Resource"] } == ["arn:aws:rds-db:eu-west-1:123456789012:dbuser:\(id)/\(user)"]
        )
        #expect(run.errors.contains(cluster == "ferry" ? "REQUIRE SSL" : "GRANT rds_iam TO \"\(user)\""))
    }

    @Test func `flags need neither network nor profile file`() throws {
        let run = try Program.run(
            [
                Program.product("quarterdeck"), "policy", "--endpoint",
                "orders.cluster-c1a2b3c4d5e6.cn-north-1.rds.amazonaws.com.cn", "--engine", "mysql", "--user",
                "jane_doe",
                "--account", "111122223333", "--resource-id", "cluster-ABC",
            ], environment: ["HOME": folder.path(".")])
        #expect(run.status == 0, "\(run.errors)")
        #expect(
            try statements(run).map { $0["Resource"] } == [
                "arn:aws-cn:rds-db:cn-north-1:111122223333:dbuser:cluster-ABC/jane_doe"
            ])
    }

    @Test func `a proxy's policy has a statement for each of its two logins`() throws {
        let run = try Program.run(
            [
                Program.product("quarterdeck"), "policy", "--endpoint",
                "pool.proxy-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com", "--engine", "postgresql", "--user", "jane_doe",
                "--account", "111122223333", "--resource-id", "prx-0a1b", "--resource-id", "cluster-ABC",
            ], environment: ["HOME": folder.path(".")])
        #expect(run.status == 0, "\(run.errors)")
        #expect(
            try statements(run).map { $0["Resource"] } == [
                "arn:aws:rds-db:eu-west-1:111122223333:dbuser:prx-0a1b/jane_doe",
                "arn:aws:rds-db:eu-west-1:111122223333:dbuser:cluster-ABC/jane_doe",
            ])
    }

    @Test func `only the SQL goes to standard output`() throws {
        let run = try run("harbor", "--sql", environment: Self.offline)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.text.contains("GRANT rds_iam TO \"jane_doe\";\n"))
        #expect(run.errors.isEmpty)
    }

    @Test func `unknown values are named with the command that shows them`() throws {
        let run = try run("harbor", environment: Self.offline)
        #expect(run.status == 77)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("aws rds describe-db-clusters --region eu-west-1 --db-cluster-identifier harbor"))
        #expect(run.errors.contains("--account"))
        let denied = try self.run("harbor", "--aws-profile", "nobody")
        #expect(denied.status == 77)
        #expect(denied.errors.contains("AccessDenied"))
    }

    @Test func `a policy file is checked`() throws {
        let good = try run("harbor")
        try folder.write(good.text, to: "good.json")
        #expect(try run("harbor", "--check", folder.path("good.json")).status == 0)
        try folder.write(good.text.replacing("eu-west-1", with: "eu-west-2"), to: "other.json")
        let other = try run("harbor", "--check", folder.path("other.json"))
        #expect(other.status == 77)
        #expect(other.errors.contains("names the region eu-west-2"))
        try folder.write("no policy", to: "none.json")
        #expect(try run("harbor", "--check", folder.path("none.json")).status == 65)
        #expect(try run("harbor", "--check", folder.path("absent.json")).status == 66)
        #expect(try run("harbor", "--account", "12").status == 64)
        #expect(try run("harbor", "--resource-id", "orders").status == 64)
    }
}
