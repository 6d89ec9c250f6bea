import Endpoints
import Profiles
import TOML
import TestSupport
import Testing

private func read(_ text: String) -> ProfileFile {
    ProfileFile(reading: Array(text.utf8), file: "clusters.toml")
}

private let host = "orders.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"

/// A file with one cluster and these further lines.
private func oneCluster(_ lines: String, engine: String? = "engine = \"postgresql\"") -> ProfileFile {
    read("[clusters.orders]\n\(engine.map { $0 + "\n" } ?? "")endpoint = \"\(host)\"\n\(lines)\n")
}

extension ProfileFile {
    fileprivate func cluster(_ name: String) throws -> Cluster {
        guard case .cluster(let cluster) = self[name] else {
            throw Unusable(entry: "\(String(describing: self[name]))")
        }
        return cluster
    }

    fileprivate func issues(_ name: String) -> [SourceIssue] {
        if case .broken(_, let issues) = self[name] { issues } else { [] }
    }

    private struct Unusable: Error {
        let entry: String
    }
}

@Suite struct ProfileFileTests {
    @Test func `every key of a cluster is read`() throws {
        let cluster = try read(
            """
            [clusters.orders]
            engine = "postgresql"
            endpoint = "\(host)"
            reader_endpoint = "orders.cluster-ro-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
            port = 6432
            database = "orders"
            user = "jane_doe"
            users = ["jane_doe", "jane_rw"]
            environment = "production"
            tags = ["payments", "pii"]
            read_only = true
            region = "eu-west-1"
            connect_to = "127.0.0.1:15432"
            ca_file = "/etc/ssl/rds.pem"
            statement_timeout = 30
            aws_profile = "dba"
            note = "writer fails over to 1b"
            """
        ).cluster("orders")
        #expect(cluster.engine == .postgresql)
        #expect(cluster.endpoint.host == host)
        #expect(cluster.readerEndpoint?.kind == .reader)
        #expect(cluster.port == 6_432)
        #expect(cluster.database == "orders")
        #expect(cluster.user == "jane_doe")
        #expect(cluster.users == ["jane_doe", "jane_rw"])
        #expect(cluster.environment == "production")
        #expect(cluster.tags == ["payments", "pii"])
        #expect(cluster.isReadOnly)
        #expect(cluster.region == "eu-west-1")
        #expect(cluster.connectTo == DialAddress("127.0.0.1:15432"))
        #expect(cluster.caFile == "/etc/ssl/rds.pem")
        #expect(cluster.statementTimeout == 30)
        #expect(cluster.awsProfile == "dba")
        #expect(cluster.note == "writer fails over to 1b")
    }

    @Test func `defaults apply where a cluster sets nothing`() throws {
        let file = read(
            """
            [defaults]
            engine = "mysql"
            user = "jane"
            aws_profile = "dba"
            read_only = true
            tags = ["x"]
            region = "us-east-1"

            [clusters.a]
            endpoint = "a.cluster-1.eu-west-1.rds.amazonaws.com"

            [clusters.b]
            endpoint = "b.cluster-1.eu-west-1.rds.amazonaws.com"
            engine = "postgresql"
            user = "joe"
            read_only = false

            [clusters.g]
            endpoint = "g.global-1.global.rds.amazonaws.com"
            """)
        #expect(file.issues.isEmpty)
        let (a, b) = (try file.cluster("a"), try file.cluster("b"))
        #expect((a.engine, a.port, a.user, a.awsProfile, a.isReadOnly) == (.mysql, 3_306, "jane", "dba", true))
        #expect((b.engine, b.port, b.user, b.isReadOnly) == (.postgresql, 5_432, "joe", false))
        #expect(a.region == "eu-west-1")
        #expect(try file.cluster("g").region == "us-east-1")
        #expect(file.entries.map(\.name) == ["a", "b", "g"])
    }

    @Test func `a DSQL endpoint needs no engine`() throws {
        let file = read("[clusters.d]\nendpoint = \"abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws\"")
        #expect(try file.cluster("d").engine == .dsql)
    }

    @Test(arguments: [
        ("endpont = \"x\"", 4, 1, "unknown key `endpont`", "did you mean `endpoint`?"),
        ("prot = 5432", 4, 1, "unknown key `prot`", "did you mean `port`?"),
        ("read_onyl = true", 4, 1, "unknown key `read_onyl`", "did you mean `read_only`?"),
        ("port = \"5432\"", 4, 8, "`port` is a string, it has to be an integer", "write port = 5432"),
        (
            "port = \"many\"", 4, 8, "`port` is a string, it has to be an integer", "write port = NUMBER, 1 to 65535"
        ),
        ("port = 70000", 4, 8, "`port` is 70000, not in 1 to 65535", nil),
        ("port = 5432.0", 4, 8, "`port` is a number with a fraction, it has to be an integer", "write port = 5432"),
        ("read_only = \"yes\"", 4, 13, "`read_only` is a string, it has to be true or false", "write read_only = true"),
        ("tags = \"pii\"", 4, 8, "`tags` is a string, it has to be an array of strings", "write tags = [\"…\"]"),
        ("tags = [\"a\", 1]", 4, 14, "`tags` is an integer, it has to be an array of strings", "write tags = [\"…\"]"),
        ("user = \"\"", 4, 8, "`user` is empty", "leave the line out"),
        ("user = \"a\\nb\"", 4, 8, "`user` holds the control character U+A", nil),
        (
            "region = \"us-east-1\"", 4, 10, "`region` is \"us-east-1\", the endpoint is in eu-west-1",
            "leave `region` out: the endpoint says it"
        ),
        ("region = \"Ireland\"", 4, 10, "\"Ireland\" is not a region", "region = \"eu-west-1\", for instance"),
        (
            "connect_to = \"localhost\"", 4, 14, "`connect_to` is \"localhost\", it has to be host:port",
            "connect_to = \"127.0.0.1:15432\""
        ),
        (
            "connect_to = \"jane:Tr0ub4dor9@bastion:5432\"", 4, 14, "`connect_to` has to be host:port",
            "connect_to = \"bastion:5432\""
        ),
        (
            "connect_to = \"bastion:Tr0ub4dor9\"", 4, 14, "`connect_to` has to be host:port",
            "connect_to = \"127.0.0.1:15432\""
        ),
        ("statement_timeout = -1", 4, 21, "`statement_timeout` is -1, not in 1 to 86400", nil),
    ])
    func `a mistake is reported with its position and a suggestion`(
        line: String, row: Int, column: Int, message: String, suggestion: String?
    ) throws {
        let issue = try #require(oneCluster(line).issues("orders").first)
        #expect(issue.message == message)
        #expect(issue.position == SourcePosition(line: row, column: column))
        #expect(issue.suggestion == suggestion)
        #expect(issue.place == "clusters.toml:\(row):\(column)")
    }

    @Test(arguments: [("\"postgres\"", "did you mean \"postgresql\"?"), ("\"oracle\"", nil)])
    func `an unknown engine is refused`(engine: String, suggestion: String?) throws {
        let issue = try #require(oneCluster("", engine: "engine = \(engine)").issues("orders").first)
        #expect(issue.message.hasSuffix("not one of postgresql, mysql, dsql"))
        #expect(issue.suggestion == suggestion)
    }

    @Test(arguments: ["10.0.0.1", "localhost", "db.example.com", "\(host):5432"])
    func `an endpoint that cannot be signed for breaks its cluster`(endpoint: String) throws {
        let file = read("[clusters.x]\nengine = \"mysql\"\nendpoint = \"\(endpoint)\"")
        let issue = try #require(file.issues("x").first)
        #expect(issue.position == SourcePosition(line: 3, column: 12))
        #expect(issue.suggestion != nil)
    }

    @Test(arguments: [
        ("[clusters.x]\nengine = \"mysql\"", "cluster `x` has no `endpoint`"),
        ("[clusters.x]\nendpoint = \"\(host)\"", "cluster `x` has no `engine`"),
        ("[clusters]\nx = 1", "`x` is an integer, not a cluster"),
    ])
    func `missing keys are named`(text: String, message: String) {
        #expect(read(text).issues("x").first?.message == message)
    }

    @Test func `every mistake of a cluster is reported, in the order of the file, and missing keys last`() {
        let file = read(
            """
            [clusters.x]
            engin = "mysql"
            port = 0
            ca_only = true
            connect_to = "127.0.0.1:1"
            tunnel = "ssh:bastion"
            users = ["jane"]
            region = "nowhere"
            [clusters.x.passwords]
            jane = "ask"
            """)
        #expect(
            file.issues("x").map(\.message) == [
                "unknown key `engin`", "`port` is 0, not in 1 to 65535", "`ca_only` is set, but there is no `ca_file`",
                "`connect_to` and a tunnel exclude each other", "\"nowhere\" is not a region",
                "`jane` stands in `users`, who log in with a token, and in `passwords`",
                "cluster `x` has no `endpoint`", "cluster `x` has no `engine`",
            ])
    }

    @Test func `the regions of a global database are read, and belong to no other endpoint`() throws {
        let global = "[clusters.g]\nengine = \"mysql\"\nendpoint = \"g.global-abc.global.rds.amazonaws.com\"\n"
        let regions = "regions = [\"eu-west-1\", \"eu-central-1\"]\n"
        #expect(try read(global + regions).cluster("g").regions == ["eu-west-1", "eu-central-1"])
        #expect(try read("[defaults]\n" + regions + global).cluster("g").regions.count == 2)
        #expect(read(global + "regions = [\"Europe\"]").issues("g").first?.position.line == 4)
        #expect(oneCluster(regions).issues("orders").first?.message.contains("global database") == true)
        #expect(throws: Never.self) {
            try read("[defaults]\n\(regions)[clusters.a]\nengine = \"mysql\"\nendpoint = \"\(host)\"").cluster("a")
        }
    }

    private static let breakages = [
        "[clusters.bad]\nengine = \n", "[clusters.bad]\nengine = \"mysql\nendpoint = 1\n", "[clusters.bad]\n= 3\n",
        "[clusters.bad]\nengine = 'x\u{1}'\n", "[clusters.bad]\nport = 00\n", "[clusters.bad]\nport = 1\nport = 2\n",
        "[clusters.bad]\ntags = [\"x\",\n", "[clusters.bad]\nnote = \"\"\"open\n", "  [ clusters . bad ]\n= 1\n",
        "[\"clusters\".'bad']\n= 1\n",
    ]

    @Test(arguments: breakages)
    func `one broken cluster does not hide the others`(breakage: String) throws {
        let good = { (name: String) in "[clusters.\(name)]\nengine = \"mysql\"\nendpoint = \"\(host)\"\n" }
        let file = read(good("a") + breakage + good("b"))
        #expect(throws: Never.self) { try file.cluster("a") }
        #expect(throws: Never.self) { try file.cluster("b") }
        #expect(file.entries.map(\.name) == ["a", "bad", "b"])
        #expect((4...8).contains(file.issues("bad").first?.position.line ?? 0))
    }

    @Test func `a cluster defined twice is refused`() throws {
        let one = "[clusters.a]\nengine = \"mysql\"\nendpoint = \"\(host)\"\n"
        let file = read(one + one + one.replacing("clusters.a", with: "clusters.b"))
        #expect(file.issues("a").first?.message == "cluster `a` stands twice; the first is in line 1")
        #expect(throws: Never.self) { try file.cluster("b") }
    }

    @Test func `a mistake in the defaults breaks all clusters, because it could remove read_only`() {
        let file = read("[defaults]\nread_only = ture\n[clusters.a]\nengine = \"mysql\"\nendpoint = \"\(host)\"\n")
        #expect(file.entries.isEmpty)
        #expect(file.issues.first?.position.line == 2)
    }

    @Test func `forty broken clusters do not hide a good one`() throws {
        let bad = (0..<40).map { "[clusters.c\($0)]\nport = 0123\n" }.joined()
        let file = read(bad + "[clusters.a]\nengine = \"mysql\"\nendpoint = \"\(host)\"\n")
        #expect(throws: Never.self) { try file.cluster("a") }
        #expect(file.entries.count == 41)
    }

    @Test func `many unknown keys give few messages`() {
        let keys = (0..<100_000).map { "key\($0) = 1\n" }.joined()
        #expect(oneCluster(keys).issues("orders").count == 21)
    }

    @Test func `an unquoted dot in a name is reported with the quoted form`() {
        let file = read("[clusters.prod.eu]\nengine = \"mysql\"\n")
        #expect(file.issues("prod").contains { $0.suggestion?.contains("quoted") == true })
    }

    @Test func `the defaults may have every key but the endpoint`() throws {
        let reader = "orders.cluster-ro-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
        let file = read(
            "[defaults]\nengine = \"mysql\"\nreader_endpoint = \"\(reader)\"\n[clusters.a]\nendpoint = \"\(host)\"\n")
        #expect(try file.cluster("a").readerEndpoint?.host == reader)
        #expect(file.issues.isEmpty)
    }

    @Test func `mistakes outside the clusters are issues of the file`() throws {
        let file = read("[default]\nuser = \"x\"\n[defaults]\nendpoint = \"\(host)\"\nuzer = \"x\"\n[clusters]\n")
        #expect(
            file.issues.map(\.message).sorted() == [
                "unknown key `default`", "unknown key `endpoint`", "unknown key `uzer`",
            ])
    }

    @Test func `a byte order mark and CR LF are accepted`() throws {
        let text = "\u{FEFF}[clusters.a]\r\nengine = \"mysql\"\r\nendpoint = \"\(host)\"\r\n"
        #expect(try read(text).cluster("a").endpoint.host == host)
    }

    @Test func `hostile files give issues or the valid rest`() {
        var random = SeededGenerator(seed: 5)
        let pieces = [
            "[clusters.", "a", "]", "\n", "endpoint", " = ", "\"", "'''", "[", "{", "1", "true", "\u{0}", "\u{FEFF}",
            "\r\n",
            "defaults", ".", "#", "\u{202E}", host, "engine = \"mysql\"\n", "[[clusters]]", "=",
        ]
        for _ in 0..<2_000 {
            let text = (0..<Int.random(in: 0...60, using: &random)).map { _ in random.pick(pieces) }.joined()
            _ = read(text)
        }
        for _ in 0..<200 {
            let bytes = (0..<5_000).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(!ProfileFile(reading: bytes, file: "f").issues.isEmpty)
        }
    }

    @Test func `ten thousand clusters are read`() throws {
        let text = (0..<10_000).map { index in
            "[clusters.c\(index)]\nengine = \"mysql\"\nendpoint = \"c\(index).cluster-x.eu-west-1.rds.amazonaws.com\"\n"
        }.joined()
        let file = read(text)
        #expect(file.entries.count == 10_000)
        #expect(file.entries.last?.name == "c9999")
    }
}

@Suite struct SettingsTests {
    private func read(_ text: String) -> (settings: Settings, issues: [SourceIssue]) {
        Settings.read(Array(text.utf8), file: "settings.toml", formats: ["raw", "json"], themes: ["default", "nord"])
    }

    @Test func `the clipboard settings are read`() {
        let (settings, issues) = read("[clipboard]\nfile = \"~/token\"\nformat = \"json\"")
        #expect(issues.isEmpty)
        #expect(settings.clipboardFile == "~/token")
        #expect(settings.clipboardFormat == "json")
    }

    @Test func `a theme must exist`() {
        #expect(read("theme = \"nord\"").settings.theme == "nord")
        let (settings, issues) = read("\ntheme = \"nrod\"\n[clipboard]\nformat = \"json\"")
        #expect(settings.theme == nil && settings.clipboardFormat == "json")
        #expect(issues.map(\.message) == ["`theme` is \"nrod\", not one of default, nord"])
        #expect(issues.first?.suggestion == "did you mean \"nord\"?")
        #expect(issues.first?.place == "settings.toml:2:9")
    }

    @Test func `themes are looked up only if one is set`() {
        var isAsked = false
        func themes() -> [String] {
            isAsked = true
            return ["nord"]
        }
        _ = Settings.read(Array("[tls]".utf8), file: "", formats: [], themes: themes())
        #expect(!isAsked)
        _ = Settings.read(Array("theme = \"nord\"".utf8), file: "", formats: [], themes: themes())
        #expect(isAsked)
    }

    @Test(arguments: [
        ("[clipbord]", "unknown key `clipbord`"),
        ("[clipboard]\nformat = \"jsn\"", "`format` is \"jsn\", not one of raw, json"),
        ("[clipboard]\nfile = \"tok\"", "`file` is \"tok\", it has to be an absolute path"),
        ("clipboard = 1", "`clipboard` is an integer, it has to be a table"),
    ])
    func `a mistake is reported and ignored`(text: String, message: String) {
        let (settings, issues) = read(text)
        #expect(issues.first?.message == message)
        #expect(settings.clipboardFormat == nil)
    }
}
