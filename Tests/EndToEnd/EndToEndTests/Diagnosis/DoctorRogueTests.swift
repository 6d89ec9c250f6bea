import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// Causes that only a misbehaving server can produce.
@Suite struct DoctorRogueTests {
    private let sandbox: SandboxDescription
    private let folder: TemporaryDirectory

    init() throws {
        sandbox = try SharedSandbox.description.get()
        folder = try TemporaryDirectory()
    }

    private func ask(
        _ servers: RogueServers, _ name: String, engine: String = "mysql", host: String = RogueServers.host,
        described: DescribedCluster? = nil
    ) throws -> DoctorReply {
        let port = try #require(servers.ports[name])
        try folder.write(
            """
            [clusters.one]
            engine = "\(engine)"
            endpoint = "\(host)"
            connect_to = "127.0.0.1:\(port)"
            user = "jane_doe"
            ca_file = "\(servers.authority)"
            """, to: "clusters.toml")
        let stub = try described?.server()
        var environment = sandbox.env
        environment["QUARTERDECK_CONFIG"] = folder.path("clusters.toml")
        environment["HOME"] = folder.path(".")
        if let stub {
            environment["AWS_ENDPOINT_URL_RDS"] = stub.url
            environment["AWS_ENDPOINT_URL_CLOUDWATCH_LOGS"] = stub.url
        }
        return try DoctorReply.ask(["one"], environment: environment)
    }

    private static let refusing = RogueServers.Behaviour(
        name: "refusing", steps: ["ask:mysql_clear_password", "token", "error:1045:Access denied"])
    private static let careless = RogueServers.Behaviour(name: "careless", steps: ["error:1045:Access denied"])

    @Test(arguments: [
        (["error:1040:Too many connections"], "max-connections", Int32(75)),
        (["error:1524:Plugin is not loaded"], "iam-off", 77),
        (["ask:auth_gssapi_client"], "plugin-missing", 77),
        (["ask:mysql_native_password"], "user-unknown", 77),
    ])
    func `a server's response to a login shows the cause`(
        _ steps: [String], _ cause: String, _ status: Int32
    ) throws {
        let servers = try RogueServers("mysql", [.init(name: "one", steps: steps)])
        let reply = try ask(servers, "one")
        #expect(reply.cause == cause, "\(reply.evidence("login"))")
        #expect(reply.status == status)
        #expect(try servers.records(of: "one").allSatisfy { $0.token.isEmpty })
    }

    @Test func `a server that has the token and does not respond is overloaded`() throws {
        let servers = try RogueServers(
            "mysql", [.init(name: "mute", steps: ["ask:mysql_clear_password", "token"], stays: true)])
        let reply = try ask(servers, "mute")
        #expect(reply.cause == "agent-overloaded", "\(reply.evidence("login"))")
        #expect(reply.status == 69)
    }

    @Test func `RDS's description of the cluster shows the cause`() throws {
        let servers = try RogueServers("mysql", [Self.refusing, Self.careless])
        func cause(_ name: String, _ change: (inout DescribedCluster) -> Void) throws -> String? {
            var described = DescribedCluster()
            change(&described)
            let reply = try ask(servers, name, described: described)
            #expect(reply.status == 77)
            return reply.cause
        }
        #expect(try cause("careless") { $0.isIAMOn = false } == "iam-off")
        #expect(
            try cause("refusing") {
                $0.isIAMOn = false
                $0.pendingIAM = true
            } == "iam-pending")
        #expect(try cause("refusing") { $0.instanceClass = "db.t3.small" } == "instance-class")
        #expect(
            try cause("refusing") {
                $0.engine = "aurora"
                $0.version = "5.6.mysql_aurora.1.9.0"
            } == "engine-version")
        #expect(try cause("refusing") { $0.port = 3_307 } == "port-mismatch")
        #expect(try cause("refusing") { $0.line = "429 ThrottlingException: jane_doe" } == "throttled")
        #expect(try cause("refusing") { $0.line = "500 InternalError: jane_doe" } == "agent-overloaded")
        // A line about another user is ignored.
        #expect(try cause("refusing") { $0.line = "429 ThrottlingException: john" } == "policy-denied")
    }

    @Test func `a proxy that rejects a login is distinguished from a cluster`() throws {
        let host = "pool.proxy-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
        let servers = try RogueServers("mysql", [Self.refusing], host: host)
        let reply = try ask(servers, "refusing", host: host, described: DescribedCluster())
        #expect(reply.cause == "proxy-auth")
        #expect(reply.status == 77)
    }

    @Test func `a server without TLS and one with another name get no token`() throws {
        let plain = try RogueServers("mysql", [.init(name: "plain", greeting: .init(tls: false))])
        let noTLS = try ask(plain, "plain")
        #expect(noTLS.cause == "no-tls")
        #expect(noTLS.failed == "tls")
        #expect(noTLS.status == 69)
        let other = try RogueServers("mysql", [.init(name: "other")], certificate: .otherName)
        let mismatch = try ask(other, "other")
        #expect(mismatch.cause == "name-mismatch", "\(mismatch.evidence("tls"))")
        #expect(mismatch.status == 69)
        #expect(try other.records(of: "other").allSatisfy { $0.secure.isEmpty && $0.token.isEmpty })
    }

    @Test func `a server of the other engine is found at the wrong port`() throws {
        let servers = try RogueServers("mysql", [.init(name: "one")])
        let reply = try ask(servers, "one", engine: "postgresql")
        #expect(reply.cause == "port-mismatch", "\(reply.evidence("tls"))")
        #expect(reply.status == 69)
    }

    @Test func `an expired certificate is the cause`() throws {
        let state = folder.path("s")
        chmod(folder.path, 0o755)
        let expired = try SharedSandbox.up(state, "--fault", "expired")
        defer { _ = try? Program.run([Program.product("quarterdeck"), "sandbox", "down", "--state", state]) }
        let reply = try DoctorReply.ask(
            ["ferry"], environment: expired.env.merging(["HOME": folder.path("home")]) { _, own in own })
        #expect(reply.cause == "certificate-expired", "\(reply.evidence("tls"))")
        #expect(reply.failed == "tls")
        #expect(reply.status == 69)
    }
}
