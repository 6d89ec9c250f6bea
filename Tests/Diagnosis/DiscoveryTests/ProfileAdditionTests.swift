import Failures
import Profiles
import TOML
import TestSupport
import Testing

@testable import Discovery

/// `discover --write` on a profile file.
@Suite struct ProfileAdditionTests {
    private func database(_ name: String, _ change: (inout FoundDatabase) -> Void = { _ in }) -> FoundDatabase {
        var database = FoundDatabase(name: name, engine: .postgresql, kind: .provisioned, region: "eu-west-1")
        database.endpoint = "\(name).cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
        database.readerEndpoint = "\(name).cluster-ro-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
        change(&database)
        return database
    }

    private func add(
        _ databases: [FoundDatabase], to text: String, user: String? = nil
    ) throws(Failure) -> ProfileAddition {
        try ProfileAddition(databases, to: Array(text.utf8), file: "clusters.toml", user: user, awsProfile: nil)
    }

    @Test(arguments: [
        "eu-west-1\"\ntunnel_command = \"touch /tmp/x\"\nnote = \"x", "eu-west-1\\", "\u{301}eu-west-1", "", "a b",
    ])
    func `a reply's region becomes no other setting`(region: String) throws {
        let found = database("orders") {
            $0.endpoint = "orders.global-abcdefghijkl.global.rds.amazonaws.com"
            $0.readerEndpoint = nil
            $0.region = region
        }
        let text = try String(decoding: add([found], to: "").text, as: UTF8.self)
        #expect(!text.contains("tunnel_command") && !text.contains("region"), "\(text)")
    }

    @Test func `an empty file begins with the first cluster`() throws {
        let addition = try add([database("orders") { $0.database = "orders" }], to: "", user: "jane_doe")
        #expect(
            String(decoding: addition.text, as: UTF8.self) == """
                [clusters.orders]
                engine = "postgresql"
                endpoint = "orders.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
                reader_endpoint = "orders.cluster-ro-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
                database = "orders"
                user = "jane_doe"

                """)
    }

    @Test func `a cluster whose endpoint is already in the file is not added again under any name`() throws {
        let text = """
            [clusters.shop]  # ours
            engine = "postgresql"
            endpoint = "Orders.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com."
            """
        let addition = try add([database("orders"), database("shop")], to: text)
        #expect(addition.added == ["shop-provisioned"])
        #expect(addition.known == 1)
        #expect(String(decoding: addition.text, as: UTF8.self).hasPrefix(text + "\n\n[clusters.shop-provisioned]\n"))
    }

    @Test func `a cluster that accepts no tokens is not added`() throws {
        let addition = try add([database("locked") { $0.reason = "IAM authentication is off" }], to: "# mine\n")
        #expect(addition.added.isEmpty)
        #expect(addition.text == Array("# mine\n".utf8))
    }

    @Test func `a global database gets its writer's region`() throws {
        let global = database("world") {
            $0.kind = .global
            $0.endpoint = "world.global-abc.global.rds.amazonaws.com"
            $0.readerEndpoint = nil
            $0.region = "us-east-1"
        }
        let addition = try add([global], to: "")
        guard case .cluster(let cluster) = ProfileFile(reading: addition.text, file: "x")["world"] else {
            Issue.record("\(addition.text)")
            return
        }
        #expect(cluster.region == "us-east-1")
    }

    @Test(arguments: ["clusters = {}\n", "[defaults\n", "x = \n"])
    func `a file that is not TOML, or has its clusters in one line, stays unchanged`(_ text: String) {
        #expect(throws: Failure.self) { try add([database("orders")], to: text) }
    }

    @Test func `random files keep every byte and every cluster`() throws {
        var generator = SeededGenerator(seed: 170)
        let pieces = [
            "# a comment", "", "[defaults]", "user = \"jane_doe\"", "  ", "\t# tab", "[clusters.a]",
            "engine = \"mysql\"", "endpoint = \"a.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com\"",
            "[clusters.\"b.c\"]", "note = '''x\ny'''", "tags = [ \"x\",\n \"y\" ]", "nonsense", "ca_file = \"ü\"",
        ]
        var added = 0
        for _ in 0..<300 {
            let count = Int.random(in: 0...10, using: &generator)
            var text = (0..<count).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &generator)] }
                .joined(separator: Bool.random(using: &generator) ? "\n" : "\r\n")
            if Bool.random(using: &generator) { text += "\n" }
            let before = ProfileFile(reading: Array(text.utf8), file: "x")
            let databases = ["a", "orders", "b.c"].map { database($0) }
            guard (try? TOMLDocument(parsing: Array(text.utf8))) != nil else {
                #expect(throws: Failure.self) { try add(databases, to: text) }
                continue
            }
            let addition = try add(databases, to: text)
            added += 1
            #expect(addition.text.starts(with: Array(text.utf8)))
            let after = ProfileFile(reading: addition.text, file: "x")
            #expect(Set(after.entries.map(\.name)).isSuperset(of: before.entries.map(\.name)), "\(text)")
            let again = try add(databases, to: String(decoding: addition.text, as: UTF8.self))
            #expect(again.added.isEmpty, "\(text)")
        }
        #expect(added > 50)
    }

    @Test(arguments: [
        "ca_file = \"/ca.pem\"", "connect_to = \"127.0.0.1:5432\"", "tunnel = \"ssh:bastion\"",
        "tunnel_command = \"nc %h %p\"", "ca_file = \"/ca.pem\"\nca_only = true", "engine = \"mysql\"",
        "region = \"us-east-1\"", "user = \"jane\"\npasswords = { admin = \"ask\" }",
    ])
    func `the file's own defaults are no obstacle`(defaults: String) throws {
        let addition = try add([database("orders")], to: "[defaults]\n\(defaults)\n")
        #expect(addition.added == ["orders"])
    }

    @Test func `the databases that a file does not have are told from the others`() throws {
        let file = ProfileFile(reading: try add([database("orders")], to: "").text, file: "x")
        let reader = database("replica") { $0.endpoint = database("orders").readerEndpoint }
        let unknown = ProfileAddition.unknown([database("orders"), reader, database("shop")], in: file)
        #expect(unknown.map(\.name) == ["shop"])
    }
}
