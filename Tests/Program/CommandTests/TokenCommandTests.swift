import Foundation
import TestSupport
import Testing

@Suite struct TokenCommandTests {
    private let machine: Machine

    init() throws { machine = try Machine() }

    @Test func `outside of a terminal the token has no newline`() throws {
        let run = try machine.quarterdeck("token", "orders")
        #expect(run.status == 0)
        #expect(run.errors == "")
        #expect(run.text.hasPrefix("\(Machine.host):5432/?Action=connect&DBUser=jane_doe&"))
        #expect(run.text.utf8.last != UInt8(ascii: "\n"))
    }

    @Test func `on a terminal the token has a newline`() throws {
        let run = try machine.shell("script -qec '\"$Q\" token orders' /dev/null")
        #expect(run.text.hasSuffix("\r\n"))
        #expect(run.text.split(separator: "\r\n").count == 1)
    }

    @Test func `it equals the AWS CLI's token of the same second`() throws {
        let aws = URL(fileURLWithPath: Oracle.python).deletingLastPathComponent().appendingPathComponent("aws").path
        for _ in 0..<5 {
            let run = try machine.shell(
                "\"$Q\" token orders; echo; '\(aws)' rds generate-db-auth-token --hostname \(Machine.host) --port 5432 "
                    + "--username jane_doe --region eu-west-1; \"$Q\" token orders")
            let lines = run.text.split(separator: "\n")
            try #require(lines.count == 3, "\(run.errors)")
            if lines[0] == lines[1] || lines[1] == lines[2] { return }
        }
        Issue.record("no second in which both signed the same")
    }

    @Test func `flags are allowed before and after the command`() throws {
        let file = try machine.home.write(Machine.profile, to: "team.toml")
        for arguments in [["--config", file, "token", "orders"], ["token", "orders", "--config", file]] {
            let run = try Program.run([Program.product("quarterdeck")] + arguments, environment: machine.environment)
            #expect(run.status == 0, "\(run.errors)")
        }
        #expect(try machine.quarterdeck("token", "orders", "--user", "joe").text.contains("DBUser=joe&"))
        #expect(try machine.quarterdeck("--user", "joe", "token", "orders").text.contains("DBUser=joe&"))
    }

    @Test func `an endpoint on the command line needs no profile file`() throws {
        let bare = try Machine(profile: nil)
        let run = try bare.quarterdeck(
            "token", "--endpoint", Machine.host, "--engine", "mysql", "--user", "joe", "--format", "json")
        let object = try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
        #expect(object["cluster"] as? String == Machine.host)
        #expect(object["port"] as? Int == 3306)
        #expect(object["limited_by"] as? String == "token")
        let dsql = try bare.quarterdeck("token", "--endpoint", "abc.dsql.us-east-1.on.aws", "--user", "admin")
        #expect(dsql.text.hasPrefix("abc.dsql.us-east-1.on.aws/?Action=DbConnectAdmin&"))
    }

    @Test func `a global database's region comes from a flag, the environment or the AWS files`() throws {
        let global = ["token", "--endpoint", "g.global-x.global.rds.amazonaws.com", "--engine", "mysql", "--user", "u"]
        func run(_ more: String...) throws -> Program {
            try Program.run([Program.product("quarterdeck")] + global + more, environment: machine.environment)
        }
        #expect(try run().status == 78)
        #expect(try run("--region", "us-east-1").text.contains("%2Fus-east-1%2F"))
        try machine.home.write("[default]\nregion = eu-north-1\n", to: ".aws/config")
        #expect(try run().text.contains("%2Feu-north-1%2F"))
        machine.environment["AWS_REGION"] = "ap-south-1"
        #expect(try run().text.contains("%2Fap-south-1%2F"))
    }

    @Test func `the regions of a global database limit the one that is signed for`() throws {
        let global =
            "[clusters.g]\nengine = \"mysql\"\nuser = \"u\"\nendpoint = \"g.global-x.global.rds.amazonaws.com\"\n"
        let machine = try Machine(profile: global + "regions = [\"eu-west-1\", \"eu-central-1\"]\n")
        machine.environment["AWS_REGION"] = "us-east-1"
        let other = try machine.quarterdeck("token", "g")
        #expect(other.status == 78)
        #expect(
            other.errors.contains("try: --region eu-west-1, or --region eu-central-1, or region"), "\(other.errors)")
        machine.environment["AWS_REGION"] = "eu-central-1"
        #expect(try machine.quarterdeck("token", "g").text.contains("%2Feu-central-1%2F"))
        try machine.home.write(global + "regions = [\"eu-west-1\"]\n", to: ".config/quarterdeck/clusters.toml")
        #expect(try machine.quarterdeck("token", "g").text.contains("%2Feu-west-1%2F"))
    }

    @Test func `credentials that expire first are named on standard error and in the JSON`() throws {
        let end = ISO8601DateFormatter().string(from: Date(timeIntervalSinceNow: 120))
        machine.environment["AWS_CREDENTIAL_EXPIRATION"] = end
        let run = try machine.quarterdeck("token", "orders", "--format", "json")
        let object = try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
        #expect(object["limited_by"] as? String == "credentials")
        #expect(object["expires_at"] as? String == end)
        #expect((110...120).contains(object["expires_in"] as? Int ?? 0))
        #expect(run.errors.hasPrefix("quarterdeck: warning: the token ends with its credentials at "))
    }

    private static let calls: [(arguments: [String], status: Int32)] = [
        (["token"], 64), (["token", "ordres"], 64), (["token", "orders", "--format", "yaml"], 64), (["tokn"], 64),
        (["token", "orders", "--bogus"], 64), (["token", "orders", "--endpoint", Machine.host], 64),
        (["token", "orders", "--port", "1"], 64), (["token", "--endpoint", "10.0.0.1", "--engine", "mysql"], 64),
        (["token", "--endpoint", Machine.host], 64), (["token", "orders", "--region", "us-east-1"], 64),
        (["token", "orders", "--format", "my.cnf"], 64), (["token", "orders", "--config", "none.toml"], 66),
        (["token", "orders", "--aws-profile", "nobody"], 78), (["--help"], 0), (["token", "--help"], 0),
        (["--version"], 0),
        (["copy", "--version"], 0), (["list", "--help"], 0), ([], 64),
    ]

    @Test(arguments: calls)
    func `exit codes and errors have their documented form`(arguments: [String], status: Int32) throws {
        let run = try Program.run([Program.product("quarterdeck")] + arguments, environment: machine.environment)
        #expect(run.status == status, "\(arguments): \(run.errors)")
        guard status != 0 else {
            #expect(run.errors == "")
            return
        }
        let lines = run.errors.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        #expect(run.text == "")
        #expect((1...3).contains(lines.count))
        #expect(lines[0].hasPrefix("quarterdeck: "))
        #expect(lines.last?.hasPrefix("  try: ") == true, "\(run.errors)")
        #expect(lines.dropFirst().dropLast().allSatisfy { $0.hasPrefix("  why: ") })
    }

    @Test func `missing, incomplete and expired credentials are distinguished`() throws {
        machine.environment["AWS_CREDENTIAL_EXPIRATION"] = "2020-01-01T00:00:00Z"
        #expect(try machine.quarterdeck("token", "orders").status == 77)
        machine.environment["AWS_CREDENTIAL_EXPIRATION"] = nil
        machine.environment["AWS_SECRET_ACCESS_KEY"] = nil
        #expect(try machine.quarterdeck("token", "orders").status == 78)
        machine.environment["AWS_ACCESS_KEY_ID"] = nil
        let run = try machine.quarterdeck("token", "orders")
        #expect(run.status == 77)
        #expect(run.errors.hasPrefix("quarterdeck: no AWS credentials found\n"))
    }

    @Test func `a cluster defined twice signs no token`() throws {
        try machine.home.write(Machine.profile + "\n[clusters.orders]\nengine = \"mysql\"\n", to: "twice.toml")
        #expect(try machine.quarterdeck("token", "orders", "--config", "twice.toml").status == 78)
        #expect(try machine.quarterdeck("token", "billing", "--config", "twice.toml").status == 0)
    }

    @Test func `control characters in flags are refused`() throws {
        for arguments in [["--user", "a\nb"], ["--user", ""], ["--database", "d\u{1B}"]] {
            let run = try Program.run(
                [Program.product("quarterdeck"), "token", "orders"] + arguments, environment: machine.environment)
            #expect(run.status == 64)
        }
    }

    @Test func `MySQL's variables come with a warning, because they verify nothing`() throws {
        let run = try machine.quarterdeck("token", "billing", "--format", "env")
        #expect(run.errors.contains("no variable makes the MySQL clients verify"))
        #expect(!run.text.contains("ENABLE_CLEARTEXT"))
    }

    @Test func `keys and region come from the same profile, whichever variable names it`() throws {
        try machine.home.write("[profile d]\nregion=us-west-2\n[profile p]\nregion=eu-west-1\n", to: ".aws/config")
        machine.environment["AWS_DEFAULT_PROFILE"] = "d"
        machine.environment["AWS_PROFILE"] = "p"
        let run = try machine.quarterdeck(
            "token", "--endpoint", "g.global-x.global.rds.amazonaws.com", "--engine", "mysql", "--user", "u")
        #expect(run.text.contains("%2Fus-west-2%2F"), "\(run.errors)")
    }

    @Test func `a full standard output is an I/O error`() throws {
        let run = try machine.shell("\"$Q\" token orders > /dev/full")
        #expect(run.status == 74)
        #expect(run.errors.contains("No space left on device"))
    }

    @Test func `completion scripts know the commands, and completion knows the clusters`() throws {
        for shell in ["bash", "zsh", "fish"] {
            let run = try machine.quarterdeck("--generate-completion-script", shell)
            #expect(run.status == 0 && run.text.contains("token"))
        }
        let script = try machine.shell(
            """
            source <("$Q" --generate-completion-script bash)
            quarterdeck() { "$Q" "$@"; }
            COMP_WORDS=(quarterdeck token or); COMP_CWORD=2; COMP_LINE="quarterdeck token or"; COMP_POINT=${#COMP_LINE}
            _quarterdeck 2>/dev/null; echo "${COMPREPLY[@]}"
            """)
        #expect(script.text.contains("orders"), "\(script.text) \(script.errors)")
    }
}
