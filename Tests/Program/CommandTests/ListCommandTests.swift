import Foundation
import TestSupport
import Testing

@Suite struct ListCommandTests {
    @Test func `clusters are in columns, and broken ones have their position`() throws {
        let machine = try Machine(
            profile: Machine.profile + "\n[clusters.\"海の\"]\nengine = \"mysql\"\nendpoint = \"10.0.0.1\"\n")
        let run = try machine.quarterdeck("list")
        #expect(run.status == 78)
        #expect(
            run.text.replacing(machine.home.path, with: "~") == """
                ENV         NAME     ENGINE      REGION     USER      ENDPOINT
                production  orders   PostgreSQL  eu-west-1  jane_doe  \(Machine.host):5432
                -           billing  MySQL       eu-west-1  jane_doe  billing.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com:3306
                ???         海の     ~/.config/quarterdeck/clusters.toml:15:12 10.0.0.1 is an IP address; a token is signed \
                for a cluster's own name; put the cluster's own name into `endpoint`, and connect_to = "10.0.0.1:PORT" to \
                dial the address

                """)
    }

    @Test func `JSON has the keys of the profile file, and errors have their position`() throws {
        let machine = try Machine(profile: Machine.profile + "\n[clusters.bad]\nengin = \"mysql\"\n")
        let run = try machine.quarterdeck("list", "--json")
        #expect(run.status == 78)
        let items = try #require(try JSONSerialization.jsonObject(with: run.output) as? [[String: Any]])
        #expect(items.map { $0["name"] as? String } == ["orders", "billing", "bad"])
        #expect(items[0]["endpoint"] as? String == Machine.host)
        #expect(items[0]["read_only"] as? Bool == false)
        let error = try #require(items[2]["error"] as? [String: Any])
        #expect(error["line"] as? Int == 14 && error["column"] as? Int == 1)
        #expect(error["suggestion"] as? String == "did you mean `engine`?")
    }

    @Test func `JSON has every key, and null for those that are not set`() throws {
        let machine = try Machine(
            profile: Machine.profile
                + "\ntunnel_command = \"nc %h %p\"\n[clusters.billing.passwords]\nops = \"command:op read 'a b'\"\n"
                + "[clusters.bad]\nendpoint = \"\u{5C}u001b[2J\"\nport = 0\n")
        let run = try machine.quarterdeck("list", "--json")
        let items = try #require(try JSONSerialization.jsonObject(with: run.output) as? [[String: Any]])
        let keys: Set = [
            "name", "engine", "endpoint", "reader_endpoint", "port", "database", "user", "users", "environment", "tags",
            "read_only", "region", "regions", "connect_to", "ca_file", "ca_only", "statement_timeout", "note", "tunnel",
            "tunnel_command", "aws_profile", "passwords", "error", "errors",
        ]
        for item in items { #expect(Set(item.keys) == keys) }
        for key in ["reader_endpoint", "connect_to", "ca_file", "statement_timeout", "note", "tunnel", "error"] {
            #expect(items[0][key] is NSNull, "\(key)")
        }
        #expect(items[0]["users"] as? [String] == [])
        #expect(items[1]["tunnel_command"] as? String == "nc %h %p")
        #expect(items[1]["passwords"] as? [String: String] == ["ops": "command:op read 'a b'"])
        #expect(items[2]["engine"] is NSNull)
        #expect((items[2]["errors"] as? [[String: Any]])?.count == 3)
    }

    @Test func `the list shows each mistake of a cluster in a line`() throws {
        let machine = try Machine(profile: "[clusters.x]\nengin = \"mysql\"\nport = 0\n")
        let lines = try machine.quarterdeck("list").text.split(separator: "\n")
        #expect(
            lines.dropFirst().map { $0.split(separator: " ")[0...1].joined(separator: " ") }
                == Array(repeating: "??? x", count: 4))
        let token = try machine.quarterdeck("token", "x")
        #expect(token.errors.contains("unknown key `engin` (3 more in `quarterdeck list`)"), "\(token.errors)")
    }

    @Test func `flags change the list as they change a login`() throws {
        let machine = try Machine(
            profile: Machine.profile
                + "\n[clusters.world]\nengine = \"mysql\"\nendpoint = \"w.global-abc.global.rds.amazonaws.com\"\n")
        let run = try machine.quarterdeck(
            "list", "--json", "--user", "kim", "--region", "us-east-1", "--aws-profile", "dba")
        let items = try #require(try JSONSerialization.jsonObject(with: run.output) as? [[String: Any]])
        #expect(items.map { $0["user"] as? String } == ["kim", "kim", "kim"])
        #expect(items.map { $0["aws_profile"] as? String } == ["dba", "dba", "dba"])
        #expect(items.map { $0["region"] as? String } == ["eu-west-1", "eu-west-1", "us-east-1"])
        #expect(run.status == 0)
        #expect(
            run.errors
                == "quarterdeck: warning: --region us-east-1 contradicts the endpoint of orders and 1 more; the list "
                + "shows the endpoint's region\n")
        #expect(try machine.quarterdeck("list", "--region", "Europe").status == 64)
        #expect(try machine.quarterdeck("list", "--user", "").status == 64)
    }

    @Test func `tags can be separated by commas, unless a tag has one`() throws {
        let machine = try Machine(
            profile: Machine.profile + "\ntags = [\"a\", \"x,y\"]\n"
                + Machine.profile.split(separator: "\n").dropFirst(2).joined(separator: "\n")
                .replacing("clusters.", with: "clusters.second-") + "\ntags = [\"b\", \"x\"]\n")
        let names = { (tag: String) in
            try machine.quarterdeck("sql", "--dry-run", "--tag", tag, "-c", "select 1").text
                .split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
        }
        #expect(try names("a") == ["billing"])
        #expect(try names("b, a") == ["billing", "second-billing"])
        #expect(try names("x,y") == ["billing"])
        #expect(try machine.quarterdeck("sql", "--tag", "c,d", "-c", "select 1").errors.contains("\"c\" or \"d\""))
    }

    @Test func `a mistake outside the clusters is warned of once`() throws {
        let machine = try Machine(profile: "uzer = \"x\"\n" + Machine.profile)
        for command in [["doctor", "orders", "--user", "u", "--aws-profile", "none"], ["list"], ["doctor"]] {
            let run = try Program.run(
                [Program.product("quarterdeck")] + command, environment: machine.environment,
                directory: machine.home.path)
            #expect(run.errors.split(separator: "unknown key `uzer`").count == 2, "\(command): \(run.errors)")
        }
    }

    @Test func `names from the file have no effect on the terminal`() throws {
        let machine = try Machine(
            profile: "[clusters.\"a\\u001b]52;c;aGk=\\u0007\"]\nengine = \"x\\u001b[2J\"\n[\"\\u009b2J\"]\n")
        let run = try machine.quarterdeck("list")
        for text in [run.text, run.errors] {
            #expect(
                !text.unicodeScalars.contains { ($0.value < 0x20 && $0 != "\n") || (0x7F...0x9F).contains($0.value) })
        }
        #expect(run.text.contains("␛]52"))
    }

    @Test(
        arguments: [
            "[clusters", "\u{0}", "a = [[[[", "= 1", "[clusters.x]\nendpoint = \"é",
            .repeating("a.", count: 3_000_000),
            .repeating("[", count: 5_000_000), .repeating("x", count: 17 << 20),
        ] as [LongText])
    func `an unreadable file is a configuration error`(text: LongText) throws {
        let machine = try Machine(profile: text.text)
        let run = try machine.quarterdeck("list")
        // A broken cluster is listed; any other error names the position.
        #expect(run.status == 78)
        #expect(run.errors.contains("clusters.toml") || run.text.contains("???"))
    }

    @Test func `ten megabytes of random bytes give a clear error`() throws {
        var random = SeededGenerator(seed: 7)
        let machine = try Machine(profile: nil)
        let bytes = (0..<(10 << 20) / 8).flatMap { _ in withUnsafeBytes(of: random.next(), Array.init) }
        try machine.home.write(bytes, to: ".config/quarterdeck/clusters.toml")
        #expect(try machine.quarterdeck("list").status == 78)
    }

    @Test func `a profile file may be a pipe, a directory, or missing`() throws {
        let machine = try Machine()
        let piped = try machine.shell("\"$Q\" list --config <(cat .config/quarterdeck/clusters.toml) | wc -l")
        #expect(piped.text == "3\n")
        #expect(try machine.quarterdeck("list", "--config", machine.home.path).status == 66)
        #expect(try machine.quarterdeck("list", "--config", "none").status == 66)
        machine.environment["QUARTERDECK_CONFIG"] = machine.home.path(".config/quarterdeck/clusters.toml")
        machine.environment["HOME"] = "/nonexistent"
        #expect(try machine.quarterdeck("list").status == 0)
    }
}
