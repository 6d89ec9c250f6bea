import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// Each cause that `doctor` names, produced with the sandbox, its AWS and local files.
@Suite struct DoctorCauseTests {
    private let sandbox: SandboxDescription
    private let folder: TemporaryDirectory

    init() throws {
        sandbox = try SharedSandbox.description.get()
        folder = try TemporaryDirectory()
    }

    private func ask(
        _ arguments: String..., environment: [String: String] = [:], wrapper: [String] = []
    ) throws -> DoctorReply {
        let own = ["HOME": folder.path("."), "XDG_CACHE_HOME": folder.path("cache")]
        return try DoctorReply.ask(
            arguments,
            environment: sandbox.env.merging(own) { _, own in own }.merging(environment) { _, own in own },
            wrapper: wrapper)
    }

    /// A profile file with one cluster.
    private func profile(_ lines: String) throws -> [String: String] {
        try folder.write("[clusters.one]\nengine = \"postgresql\"\nuser = \"jane_doe\"\n" + lines, to: "clusters.toml")
        return ["QUARTERDECK_CONFIG": folder.path("clusters.toml")]
    }

    private var harbor: String { SandboxNames.writer("harbor") }

    @Test(arguments: ["harbor", "ferry", "harbor-ro"])
    func `a healthy login has every check in order and no cause`(_ cluster: String) throws {
        let reply = try ask(cluster)
        #expect(reply.status == 0)
        #expect(reply.cluster == cluster)
        #expect(reply.cause == nil)
        #expect(
            reply.checks.map(\.name) == [
                "profile", "endpoint", "region", "credentials", "identity", "clock", "tunnel", "network", "tls",
                "login",
                "server-log", "metrics",
            ])
        #expect(reply.failed == nil)
        #expect(reply.checks.first { $0.name == "login" }?.status == "ok")
    }

    @Test func `mistakes of the profile file are distinguished`() throws {
        let broken = try ask("one", environment: try profile("endpoint = \"\(harbor)\"\nport = \"x\"\n"))
        #expect(broken.cause == "profile-invalid")
        #expect(broken.status == 78)
        #expect(broken.failed == "profile")
        let custom = try ask("one", environment: try profile("endpoint = \"db.example.com\"\n"))
        #expect(custom.cause == "custom-dns-name")
        #expect(custom.status == 78)
        let region = try ask("one", environment: try profile("endpoint = \"\(harbor)\"\nregion = \"us-east-1\"\n"))
        #expect(region.cause == "region-mismatch")
        #expect(region.status == 78)
    }

    @Test func `missing, expired and incomplete credentials are distinguished`() throws {
        let none = try ask(
            "harbor",
            environment: [
                "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
            ])
        #expect(none.cause == "credentials-missing")
        #expect(none.status == 77)
        #expect(none.failed == "credentials")
        #expect(try ask("harbor", "--aws-profile", "nowhere").cause == "credentials-missing")
        let expired = try ask("harbor", "--aws-profile", "expired")
        #expect(expired.cause == "credentials-expired")
        #expect(expired.status == 77)
        let login = try ask("harbor", "--aws-profile", "sso")
        #expect(login.cause == "login-expired")
        #expect(login.try.first == "aws sso login --profile sso")
        let token = try ask(
            "harbor",
            environment: [
                "AWS_ACCESS_KEY_ID": "ASIAEXAMPLEEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret",
            ])
        #expect(token.cause == "session-token-missing")
        #expect(token.status == 78)
    }

    @Test func `a clock that differs from AWS's is the cause`() throws {
        let stub = try StubServer { _ in
            .reply(
                403,
                "<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>Signature expired</Message></Error>"
                    + "</ErrorResponse>", headers: ["Date: Sun, 06 Nov 1994 08:49:37 GMT"])
        }
        let reply = try ask("harbor", environment: ["AWS_ENDPOINT_URL_STS": stub.url])
        #expect(reply.cause == "clock-skew")
        #expect(reply.failed == "clock")
        #expect(reply.status == 77)
    }

    @Test func `unknown users and wrong ports are distinguished`() throws {
        let unknown = try ask("harbor", "--user", "ghost")
        #expect(unknown.cause == "user-unknown")
        #expect(unknown.status == 77)
        let plain = try ask("harbor", "--user", "password_only")
        #expect(plain.cause == "rds-iam-missing")
        let spelled = try ask("harbor", "--user", "Jane_Doe")
        #expect(spelled.cause == "user-mismatch")
        #expect(spelled.try.first?.contains("jane_doe") == true)
        let (port, authority) = (try sandbox.port("harbor"), sandbox.ca_file)
        let signed = try ask(
            "one",
            environment: try profile(
                "endpoint = \"\(harbor)\"\nport = 5433\nconnect_to = \"127.0.0.1:\(port)\"\nca_file = \"\(authority)\"\ndatabase = \"harbor\"\n"
            ))
        #expect(signed.cause == "port-mismatch", "\(signed.evidence("login"))")
        #expect(signed.status == 77)
    }

    @Test(arguments: ["harbor", "ferry"])
    func `a policy that does not allow the login is reported with the server's log line`(_ cluster: String) throws {
        let reply = try ask(cluster, "--aws-profile", "nobody")
        #expect(reply.cause == "policy-denied")
        #expect(reply.status == 77)
        #expect(reply.failed == "login")
        #expect(reply.evidence("server-log").contains("user/nobody"))
        #expect(reply.evidence("metrics").contains("FailureInsufficientPermissions"))
    }

    @Test func `an authority that did not sign the server's certificate is the cause`() throws {
        let port = try sandbox.port("harbor")
        let reply = try ask(
            "one", environment: try profile("endpoint = \"\(harbor)\"\nconnect_to = \"127.0.0.1:\(port)\"\n"))
        #expect(reply.cause == "ca-unknown")
        #expect(reply.failed == "tls")
        #expect(reply.status == 69)
        #expect(reply.try.contains { $0.contains("is not AWS") })
    }

    @Test func `a missing tunnel is the cause`() throws {
        let reply = try ask("one", environment: try profile("endpoint = \"\(harbor)\"\nconnect_to = \"127.0.0.1:1\"\n"))
        #expect(reply.cause == "tunnel-down")
        #expect(reply.failed == "tunnel")
        #expect(reply.status == 69)
    }

    /// The command runs in a network namespace of its own, where a file resolves the names.
    private func alone(_ hosts: String, _ lines: String) throws -> DoctorReply {
        try folder.write("127.0.0.1 localhost\n" + hosts, to: "hosts")
        try folder.write("", to: "resolv.conf")
        let script = """
            mount --bind \(folder.path("hosts")) /etc/hosts && mount --bind \(folder.path("resolv.conf")) /etc/resolv.conf
            ip link set lo up && exec "$@"
            """
        return try ask(
            "one", environment: try profile(lines), wrapper: ["unshare", "-Urmn", "sh", "-c", script, "sh"])
    }

    @Test func `network errors are distinguished`() throws {
        let lines = "endpoint = \"\(harbor)\"\n"
        let refused = try alone("127.0.0.1 \(harbor)\n", lines)
        #expect(refused.cause == "connection-refused", "\(refused.evidence("network"))")
        let far = try alone("192.0.2.1 \(harbor)\n", lines)
        #expect(far.cause == "unreachable", "\(far.evidence("network"))")
        let unknown = try alone("", lines)
        #expect(unknown.cause == "name-not-found", "\(unknown.evidence("network"))")
        for reply in [refused, far, unknown] {
            #expect(reply.status == 69)
            #expect(reply.failed == "network")
        }
    }

    @Test func `an unknown cluster name is a mistake of the command line`() throws {
        let run = try Program.run([Program.product("quarterdeck"), "doctor", "nowhere"], environment: sandbox.env)
        #expect(run.status == 64)
        #expect(run.output.isEmpty)
    }

    @Test func `without a name every cluster gets the checks of local files`() throws {
        let run = try Program.run([Program.product("quarterdeck"), "doctor", "--json"], environment: sandbox.env)
        #expect(run.status == 0, "\(run.errors)")
        let replies = try run.text.split(separator: "\n").map {
            try JSONDecoder().decode(DoctorReply.self, from: Data($0.utf8))
        }
        #expect(
            replies.map(\.cluster).sorted()
                == ["ferry", "ferry-private", "ferry-ro", "harbor", "harbor-private", "harbor-ro"])
        #expect(replies.allSatisfy { $0.checks.map(\.name) == ["profile", "endpoint", "region", "credentials"] })
    }
}
