import Foundation
import Secrets
import SigV4
import TestSupport
import Testing
import Timestamps

@testable import Sandbox

/// Real logins to the shared sandbox.
@Suite(.serialized) struct DoorTests {
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    private struct Request: Encodable {
        var source = "default"
        var policy = 0
        var host: String
        var port: Int
        var user = "jane_doe"
    }

    private func botocore(
        _ cluster: String, in other: SandboxDescription? = nil, _ change: (inout Request) -> Void = { _ in }
    ) throws -> String {
        let sandbox = other ?? sandbox
        let target = try sandbox.cluster(cluster)
        var request = Request(host: target.endpoint, port: target.port)
        change(&request)
        return try Oracle.ask(
            "aws_tokens.py", beside: #filePath, [request], environment: sandbox.env, as: [String].self)[
                0]
    }

    @Test func `our tokens log in to both servers with every name and user`() throws {
        #expect(try sandbox.psql(sandbox.token("harbor")).text == "jane_doe\n")
        #expect(try sandbox.psql(sandbox.token("harbor-ro"), user: "jane_ro").text == "jane_ro\n")
        #expect(try sandbox.mariadb(sandbox.token("ferry")).text == "jane_doe\n")
        #expect(try sandbox.mariadb(sandbox.token("ferry-ro"), user: "jane_ro").text == "jane_ro\n")
    }

    @Test(arguments: ["default", "temporary", "role", "imds"])
    func `botocore's tokens log in to both servers from any source of keys`(source: String) throws {
        #expect(try sandbox.psql(botocore("harbor") { $0.source = source }).text == "jane_doe\n")
        #expect(try sandbox.mariadb(botocore("ferry") { $0.source = source }).text == "jane_doe\n")
    }

    @Test func `keys that expire soon log in to both servers until then`() throws {
        // They expire two minutes after the start, which may be long ago in the shared sandbox.
        let folder = try TemporaryDirectory()
        chmod(folder.path, 0o755)
        let young = try SharedSandbox.up(folder.path("s"))
        defer { _ = try? Program.run([Program.product("quarterdeck"), "sandbox", "down", "--state", young.state]) }
        #expect(try young.psql(botocore("harbor", in: young) { $0.source = "short" }).text == "jane_doe\n")
        #expect(try young.mariadb(botocore("ferry", in: young) { $0.source = "short" }).text == "jane_doe\n")
    }

    @Test(arguments: [1, 1_000, 10_000, 50_000, 56_000])
    func `long tokens are not cut`(policy: Int) throws {
        let token = try botocore("harbor") {
            $0.source = "role"
            $0.policy = policy
        }
        try #require((policy..<65_530).contains(token.utf8.count), "\(token.utf8.count)")
        #expect(try sandbox.psql(token).text == "jane_doe\n")
        let mysql = try botocore("ferry") {
            $0.source = "role"
            $0.policy = policy
        }
        #expect(try sandbox.mariadb(mysql).text == "jane_doe\n")
        // Other tests log in at the same time.
        #expect(try sandbox.verdicts().contains { $0.token_bytes == mysql.utf8.count && $0.accepted })
    }

    private static let refusals = ["user", "host", "port", "old", "flipped", "cut", "nobody", "session"]

    @Test(arguments: refusals)
    func `every other login is refused in Aurora's words`(what: String) throws {
        var tokens = (postgres: "", mysql: "")
        for (cluster, path) in [("harbor", \(postgres: String, mysql: String).postgres), ("ferry", \.mysql)] {
            tokens[keyPath: path] = try spoiled(cluster, what)
        }
        let before = try sandbox.verdicts().count { !$0.accepted }
        let postgres = try sandbox.psql(tokens.postgres)
        #expect(postgres.status == 2)
        #expect(postgres.errors.contains("FATAL:  PAM authentication failed for user \"jane_doe\""))
        let mysql = try sandbox.mariadb(tokens.mysql)
        #expect(mysql.status == 1)
        #expect(
            mysql.errors.contains(
                "ERROR 1045 (28000): Access denied for user 'jane_doe'@'127.0.0.1' (using password: YES)"))
        #expect(try sandbox.verdicts().count { !$0.accepted } >= before + 2)
    }

    private func spoiled(_ cluster: String, _ what: String) throws -> String {
        switch what {
        case "user": return try botocore(cluster) { $0.user = "jane_ro" }
        case "host":
            return try botocore(cluster) {
                $0.host = "other." + $0.host.split(separator: ".").dropFirst().joined(separator: ".")
            }
        case "port": return try botocore(cluster) { $0.port += 1 }
        case "nobody": return try botocore(cluster) { $0.source = "nobody" }
        case "old": return try aged(cluster, seconds: 902)
        case "cut": return String(try botocore(cluster).dropLast())
        case "session": return try botocore(cluster) { $0.source = "temporary" }.replacing("IQoJb3", with: "IQoJb4")
        default:
            var bytes = Array(try botocore(cluster).utf8)
            bytes[bytes.count - 1] ^= 1
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// A token of the default profile with an age.
    private func aged(_ cluster: String, seconds: Int64) throws -> String {
        let file = try String(contentsOfFile: sandbox.aws_credentials_file, encoding: .utf8)
        let section = try #require(file.range(of: "[default]\n").map { file[$0.upperBound...] })
        let values = section.split(separator: "\n").prefix(2).compactMap {
            $0.split(separator: " ").last.map(String.init)
        }
        let target = try sandbox.cluster(cluster)
        let request = try #require(
            TokenRequest(
                host: target.endpoint, region: "eu-west-1", service: .rds(port: target.port, user: "jane_doe")))
        var signer = TokenSigner()
        let credentials = Credentials(
            accessKeyID: values[0], secretAccessKey: Secret(values[1]), sessionToken: nil, expiration: nil)
        let now = Timestamp(secondsSince1970: Int64(Date().timeIntervalSince1970))
        return signer.sign(request, with: credentials, at: now + -seconds).revealText()
    }

    @Test func `without TLS no token is requested`() throws {
        // No other test logs in as this user.
        func seen() throws -> Int { try sandbox.verdicts().filter { $0.user == "nobody_else" }.count }
        let postgres = try sandbox.psql(sandbox.token("harbor"), user: "nobody_else", tls: "disable")
        #expect(postgres.errors.contains("no pg_hba.conf entry") && postgres.errors.contains("no encryption"))
        let mysql = try sandbox.mariadb(sandbox.token("ferry"), user: "nobody_else", tls: ["--skip-ssl"])
        #expect(mysql.status == 1)
        #expect(try seen() == 0)
    }

    @Test func `users without IAM are refused as in Aurora`() throws {
        #expect(
            try sandbox.psql(sandbox.token("harbor"), user: "password_only").errors.contains(
                "password authentication failed"))
        #expect(try sandbox.mariadb(sandbox.token("ferry"), user: "password_only").errors.contains("ERROR 1045"))
    }

    @Test func `there is data to explore, and jane_ro cannot write`() throws {
        let count = "select count(*) from sensor_readings"
        #expect(try sandbox.psql(sandbox.token("harbor"), sql: count).text == "1000000\n")
        #expect(try sandbox.mariadb(sandbox.token("ferry"), sql: count).text == "1000000\n")
        let names = "select name from vessels where name = '海の星'"
        #expect(try sandbox.psql(sandbox.token("harbor"), sql: names).text == "海の星\n")
        #expect(try sandbox.mariadb(sandbox.token("ferry"), sql: "set names utf8mb4; " + names).text == "海の星\n")
        let delete = "delete from cargo"
        #expect(try sandbox.psql(sandbox.token("harbor-ro"), user: "jane_ro", sql: delete).status != 0)
        #expect(try sandbox.mariadb(sandbox.token("ferry-ro"), user: "jane_ro", sql: delete).status != 0)
        let create = "create temporary table t as select 1"
        #expect(try sandbox.psql(sandbox.token("harbor"), sql: create).status == 0)
    }

    @Test func `the option file logs in to MySQL with the name verified`() throws {
        let folder = try TemporaryDirectory()
        let options = try sandbox.token("ferry", "--format", "my.cnf")
        let file = try folder.write(options, to: "my.cnf")
        let run = try Program.run(["mariadb", "--defaults-file=\(file)", "-NBe", "select 7"])
        // The client first claims that it needs no clear-text plugin, which MySQL's own client does not.
        #expect(run.text.hasSuffix("7\n"), "\(run.errors)")
        // With another authority the same file must not log in.
        let other = try folder.write(
            options.replacing(#/ssl-ca *= *[^\n]*/#, with: "ssl-ca=/etc/ssl/certs/ca-certificates.crt"), to: "other.cnf"
        )
        #expect(try Program.run(["mariadb", "--defaults-file=\(other)", "-NBe", "select 7"]).status != 0)
    }

    @Test func `STS accepts only signed requests`() throws {
        let aws = URL(fileURLWithPath: Oracle.python).deletingLastPathComponent().appendingPathComponent("aws").path
        let folder = try TemporaryDirectory()
        func identity(_ profile: String, _ more: [String: String] = [:]) throws -> Program {
            try Program.run(
                [aws, "sts", "get-caller-identity", "--query", "Arn", "--output", "text", "--profile", profile],
                environment: sandbox.env.merging(["HOME": folder.path]) { $1 }.merging(more) { $1 })
        }
        #expect(try identity("default").text == "arn:aws:iam::123456789012:user/jane\n")
        #expect(try identity("role").text.hasPrefix("arn:aws:sts::123456789012:assumed-role/dba-"))
        #expect(try identity("expired").errors.contains("ExpiredToken"))
        let damaged = try folder.write(
            "[default]\naws_access_key_id=AKIAX\naws_secret_access_key=s\n", to: "c")
        #expect(try identity("default", ["AWS_SHARED_CREDENTIALS_FILE": damaged]).status != 0)
    }
}
