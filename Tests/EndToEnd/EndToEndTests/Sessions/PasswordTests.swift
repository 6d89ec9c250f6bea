import Foundation
import Secrets
import TestSupport
import Testing
import Threads

@testable import Sandbox

/// Logins by standard passwords at the sandbox's servers.
@Suite struct PasswordTests {
    private let sandbox: SandboxDescription
    private let folder: TemporaryDirectory
    /// The password of `password_only` on both servers.
    private let password: String

    init() throws {
        sandbox = try SharedSandbox.description.get()
        folder = try TemporaryDirectory()
        password = try String(contentsOfFile: sandbox.data + "/conf/password", encoding: .utf8)
            .trimmingCharacters(in: .newlines)
        try folder.write(password + "\n", to: "password")
    }

    /// Runs the program with a profile file in which `password_only` has a password from `origin`.
    private func run(
        _ arguments: [String], origin: String, user: String = "password_only", more: [String: String] = [:]
    ) throws -> Program {
        // A user cannot log in both ways.
        var text = try String(contentsOfFile: sandbox.config, encoding: .utf8)
            .replacing("users = [\"jane_doe\", \"jane_ro\"]", with: "users = []")
        for cluster in ["harbor", "ferry"] {
            let value = origin.replacing("CLUSTER", with: cluster)
            text += "\n[clusters.\(cluster).passwords]\n\(user) = \"\(value)\"\n"
        }
        try folder.write(text, to: "clusters.toml")
        var environment = sandbox.env.merging(more) { $1 }
        environment["QUARTERDECK_CONFIG"] = folder.path("clusters.toml")
        environment["HOME"] = folder.path
        let run = try Program.run([Program.product("quarterdeck")] + arguments, environment: environment)
        #expect(!(run.text + run.errors).contains(password), "\(arguments)")
        return run
    }

    private static let secret = "secret:rds!cluster-CLUSTER"

    private func sql(_ cluster: String, _ origin: String, _ more: String..., environment: [String: String] = [:]) throws
        -> Program
    {
        let query = cluster == "ferry" ? "select substring_index(current_user(), '@', 1)" : "select current_user"
        return try run(
            ["sql", cluster, "--user", "password_only", "-c", query] + more, origin: origin, more: environment)
    }

    @Test(arguments: ["harbor", "ferry"])
    func `sql logs in with a password from a secret and from a program`(_ cluster: String) throws {
        for origin in [Self.secret, "command:cat \(folder.path("password"))"] {
            let run = try sql(cluster, origin)
            #expect(run.status == 0, "\(origin): \(run.errors)")
            #expect(run.text.hasSuffix("\npassword_only\n"), "\(run.text)")
        }
    }

    @Test(arguments: ["harbor", "ferry"])
    func `a refused password is fetched once more, and then the refusal is explained`(_ cluster: String) throws {
        let script = "command:sh -c 'echo x >> \(folder.path("calls")); echo wrong-wrong-wrong'"
        let run = try sql(cluster, script)
        #expect(run.status == 77)
        #expect(run.errors.contains("refused the password of password_only"), "\(run.errors)")
        #expect(!run.errors.contains("wrong-wrong"))
        #expect(try folder.text("calls") == "x\nx\n")
    }

    @Test(arguments: ["harbor", "ferry"])
    func `a password that was rotated between two fetches opens the session`(_ cluster: String) throws {
        let stub = try stub(["{\"username\":\"password_only\",\"password\":\"old-old-old-old\"}", fresh])
        let run = try sql(cluster, Self.secret, environment: ["AWS_ENDPOINT_URL_SECRETS_MANAGER": stub.url])
        #expect(run.status == 0, "\(run.errors)")
        #expect(stub.requests.count == 2)
    }

    private var fresh: String { "{\"username\":\"password_only\",\"password\":\"\(password)\"}" }

    /// A Secrets Manager that answers with these texts, the last one repeatedly.
    private func stub(_ texts: [String]) throws -> StubServer {
        let rest = Locked(texts)
        return try StubServer { _ in
            let text = rest.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
            let escaped = text.replacing("\"", with: "\\\"")
            return .reply(200, "{\"Name\":\"rds!cluster\",\"SecretString\":\"\(escaped)\"}")
        }
    }

    @Test func `programs log in through the relay, and once more after a rotation`() throws {
        for (cluster, program) in [
            ("harbor", ["psql", "-X", "-Atc", "select current_user"]),
            ("ferry", ["mariadb", "-NBe", "select substring_index(current_user(), '@', 1)"]),
        ] {
            let stub = try stub(["old-old-old-old", password])
            let run = try run(
                ["exec", cluster, "--user", "password_only", "--"] + program, origin: Self.secret,
                more: ["AWS_ENDPOINT_URL_SECRETS_MANAGER": stub.url])
            #expect(run.status == 0, "\(cluster): \(run.errors)")
            #expect(run.text == "password_only\n")
            #expect(stub.requests.count == 2)
        }
        let direct = try run(
            ["exec", "harbor", "--user", "password_only", "--direct", "--", "psql", "-X", "-Atc", "select 1"],
            origin: Self.secret)
        #expect(direct.text == "1\n", "\(direct.errors)")
    }

    @Test func `several clusters, proxy and doctor log in with passwords`() throws {
        let both = try run(
            ["sql", "harbor,ferry", "--user", "password_only", "-c", "select 7 as n"], origin: Self.secret)
        #expect(both.text == "cluster,n\nharbor,7\nferry,7\n", "\(both.errors)")
        let proxy = try run(["proxy", "harbor", "ferry", "--user", "password_only", "--check"], origin: Self.secret)
        #expect(proxy.status == 0, "\(proxy.errors)")
        for cluster in ["harbor", "ferry"] {
            let doctor = try run(["doctor", cluster, "--user", "password_only"], origin: Self.secret)
            #expect(doctor.status == 0, "\(doctor.text) \(doctor.errors)")
            #expect(doctor.text.contains("accepted the password of password_only"), "\(doctor.text)")
        }
        let audit = try run(["audit", "--json"], origin: Self.secret)
        #expect(audit.text.contains("password_only"))
    }

    @Test func `a user with a password has no token`() throws {
        for arguments in [["token", "harbor"], ["copy", "harbor"], ["token", "ferry", "--format", "env"]] {
            let run = try run(arguments + ["--user", "password_only"], origin: "ask")
            #expect(run.status == 78)
            #expect(run.text.isEmpty)
            #expect(run.errors.contains("there is no token for password_only"), "\(run.errors)")
            #expect(run.errors.contains("try: quarterdeck sql \(arguments[1]) --user password_only"), "\(run.errors)")
        }
    }

    @Test func `a password that is asked for needs a terminal`() throws {
        let run = try sql("harbor", "ask")
        #expect(run.status == 77)
        #expect(run.errors.contains("there is no terminal to ask on"), "\(run.errors)")
    }

    @Test func `rds_iam takes precedence over a password, and the refusal says so`() throws {
        let run = try run(
            ["sql", "harbor", "-c", "select 1"], origin: "command:echo not-a-token-at-all", user: "jane_doe")
        #expect(run.status == 77)
        #expect(run.errors.contains("jane_doe has rds_iam, which takes precedence over a password"), "\(run.errors)")
        #expect(!run.errors.contains("not-a-token"))
    }

    @Test func `a typed password opens the session and is not shown`() throws {
        _ = try run(["list"], origin: "ask")
        var environment = sandbox.env
        environment["QUARTERDECK_CONFIG"] = folder.path("clusters.toml")
        environment["HOME"] = folder.path
        environment["PATH"] = "/usr/bin:/bin"
        let terminal = try TerminalSession(environment)
        try terminal.type("\(Program.product("quarterdeck")) sql ferry --user password_only -c 'select 40 + 2'")
        try terminal.press("Enter")
        try terminal.wait(for: "Password of password_only on ferry:")
        try terminal.type(password)
        try terminal.press("Enter")
        try terminal.wait(for: "42")
        #expect(!(try String(contentsOfFile: terminal.log, encoding: .utf8)).contains(password))
    }
}
