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
