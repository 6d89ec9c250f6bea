import Failures
import Profiles
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
    func `a file at its maximum size stays unchanged`(_ text: String) {
        #expect(throws: Failure.self) { try add([database("orders")], to: text) }
    }

    @Test func `random files keep every byte and every cluster`() throws {
        var generator = SeededGenerator(seed: 170)
        let pieces = [
            "# a comment", "", "[defaults]", "user = \"jane_doe\"", "  ", "\t# tab", "[clusters.a]",
            "engine = \"mysql\"", "endpoint = \"a.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com\"",
            "[clusters.\"b.c\"]", "note = '''x\ny'''", "tags = [ \"x\",\n \"y\" ]", "nonsense", "ca_file = \"ü\"",
        ]
        for _ in 0..<300 {
            let count = Int.random(in: 0...10, using: &generator)
            var text = (0..<count).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &generator)] }
                .joined(separator: Bool.random(using: &generator) ? "\n" : "\r\n")
            if Bool.random(using: &generator) { text += "\n" }
            let before = ProfileFile(reading: Array(text.utf8), file: "x")
            let databases = ["a", "orders", "b.c"].map { database($0) }
            guard let addition = try? add(databases, to: text) else { continue }
            #expect(addition.text.starts(with: Array(text.utf8)))
            let after = ProfileFile(reading: addition.text, file: "x")
            #expect(Set(after.entries.map(\.name)).isSuperset(of: before.entries.map(\.name)), "\(text)")
            let again = try add(databases, to: String(decoding: addition.text, as: UTF8.self))
            #expect(again.added.isEmpty, "\(text)")
        }
    }
}
