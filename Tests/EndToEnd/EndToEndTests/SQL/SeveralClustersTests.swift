import Foundation
import Glibc
import SQLWire
import TestSupport
import Testing

@testable import Sandbox

/// One script on several clusters of both servers.
@Suite struct SeveralClustersTests {
    private let sandbox: SandboxDescription
    private let folder: TemporaryDirectory

    init() throws {
        sandbox = try SharedSandbox.description.get()
        folder = try TemporaryDirectory()
    }

    private func sql(_ arguments: [String], input: String = "", config: String? = nil) throws -> Program {
        var environment = sandbox.env
        if let config { environment["QUARTERDECK_CONFIG"] = config }
        return try Program.run(
            [Program.product("quarterdeck"), "sql"] + arguments, environment: environment, input: Data(input.utf8))
    }

    /// The sandbox's profile file with further clusters.
    private func profile(_ more: String) throws -> String {
        let shared = try #require(sandbox.env["QUARTERDECK_CONFIG"])
        return try folder.write(
            try String(contentsOfFile: shared, encoding: .utf8) + "\n" + more, to: "clusters.toml")
    }

    /// A cluster without a listening server.
    private static let silent = """
        [clusters.silent]
        engine = "postgresql"
        endpoint = "silent.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
        connect_to = "127.0.0.1:1"
        user = "jane_doe"
        tags = ["quiet"]
        """

    @Test(arguments: [["ferry,harbor"], ["ferry, harbor"], ["ferry,harbor,ferry"]])
    func `rows are in the order of the list with the cluster's name before them`(_ clusters: [String]) throws {
        let run = try sql(clusters + ["-c", "select id, name from vessels where id < 3 order by 1"])
        #expect(run.status == 0, "\(run.errors)")
        let lines = run.text.split(separator: "\n")
        #expect(lines.first == "cluster,id,name")
        #expect(lines.dropFirst().map { $0.prefix { $0 != "," } } == ["ferry", "ferry", "harbor", "harbor"])
        #expect(run.errors.isEmpty)
    }

    @Test func `a dry run lists the clusters that a tag means, and runs nothing`() throws {
        let run = try sql(["--tag", "sandbox", "--dry-run", "-c", "insert into vessels values (1)"])
        #expect(run.status == 0, "\(run.errors)")
        let lines = run.text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(lines.map { $0[0] } == ["harbor", "harbor-ro", "ferry", "ferry-ro"])
        #expect(lines[0][1...3] == ["production", "postgresql", "jane_doe"])
        #expect(run.errors == "quarterdeck: 4 clusters, 2 of them production; nothing was run\n")
        let config = try profile("[clusters.broken]\nengine = \"postgresql\"\nendpoint = \"10.0.0.1\"\n")
        let broken = try sql(["--all", "--dry-run"], config: config)
        #expect(broken.status == 78)
        #expect(broken.text.split(separator: "\n").count == 6)
    }

    @Test func `one cluster at a time gives the same rows`() throws {
        let query = ["--all", "-c", "select count(*) as n from vessels"]
        let (few, many) = (try sql(["--parallel", "1"] + query), try sql(query))
        #expect(few.status == 0, "\(few.errors)")
        #expect(few.text == many.text)
        #expect(try sql(["--parallel", "0"] + query).status == 64)
    }

    @Test(arguments: [["--all"], ["--tag", "sandbox"], ["--tag", "nothing", "--tag", "sandbox"]])
    func `all clusters and those with a tag are in the order of the profile file`(_ flags: [String]) throws {
        let run = try sql(flags + ["--format", "json", "-c", "select count(*) as n from vessels"])
        #expect(run.status == 0, "\(run.errors)")
        let rows = try #require(try JSONSerialization.jsonObject(with: run.output) as? [[String: Any]])
        let tagged = ["harbor", "harbor-ro", "ferry", "ferry-ro"]
        // The clusters behind a tunnel have another tag.
        let expected = flags == ["--all"] ? tagged + ["harbor-private", "ferry-private"] : tagged
        #expect(rows.compactMap { $0["cluster"] as? String } == expected)
        #expect(rows.allSatisfy { $0["n"] as? Int == 48 })
    }

    @Test func `a single cluster with a tag has the column, too`() throws {
        let run = try sql(["--tag", "quiet", "-c", "select 1 as one"], config: try profile(Self.silent))
        #expect(run.status == 69)
        #expect(run.text.isEmpty)
        #expect(run.errors.contains("quarterdeck: silent: "), "\(run.errors)")
        #expect(run.errors.contains("1 of 1 clusters failed: silent"))
    }

    @Test func `an unreachable or broken cluster stops no other`() throws {
        let config = try profile(
            Self.silent + "\n[clusters.broken]\nengine = \"oracle\"\nendpoint = \"x\"\n")
        let run = try sql(
            ["silent,harbor,broken,ferry", "-c", "select current_user as who where 1 = 1"], config: config)
        #expect(run.text.hasPrefix("cluster,who\nharbor,jane_doe\nferry,jane_doe"), "\(run.text)")
        #expect(run.status == 78)
        for line in [
            "silent: ", "broken: ", "2 of 4 clusters failed: silent, broken",
        ] {
            #expect(run.errors.contains("quarterdeck: " + line), "\(line): \(run.errors)")
        }
    }

    @Test func `the exit status is the highest one, and the others' answers are kept`() throws {
        let output = folder.path("out.csv")
        let run = try sql(["harbor,ferry", "-q", "-o", output, "-c", "select 1::int as one"])
        #expect(run.status == 1)
        #expect(run.errors.contains("quarterdeck: ferry: "), "\(run.errors)")
        // The file itself is complete or unchanged.
        #expect(try String(contentsOfFile: output + ".partial", encoding: .utf8) == "cluster,one\nharbor,1\n")
        #expect(run.errors.contains("the partial result is in \(output).partial"))
        let none = try sql(["harbor,ferry", "-q", "-o", folder.path("none.csv"), "-c", "selec"])
        #expect(none.status == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["out.csv.partial"])
    }

    @Test func `a script with data from a pipe runs on all clusters, each statement's results together`() throws {
        let script = """
            create temp table t (a int);
            insert into t values (1), (2);
            select a from t order by a;
            select 'x' as b, a from t where a = 2;
            """.replacing("create temp", with: "create temporary")
        let run = try sql(["harbor,ferry", "-f", "-"], input: script)
        #expect(run.status == 0, "\(run.errors)")
        #expect(
            run.text == "cluster,a\nharbor,1\nharbor,2\nferry,1\nferry,2\ncluster,b,a\nharbor,x,2\nferry,x,2\n")
        let texts = try sql(["harbor,ferry", "-c", "select 1 as a; select 2 as b", "-c", "select 3 as c"])
        #expect(
            texts.text
                == "cluster,a\nharbor,1\nferry,1\ncluster,b\nharbor,2\nferry,2\ncluster,c\nharbor,3\nferry,3\n")
        let copied = try sql(
            ["harbor,harbor", "-q", "-f", "-"],
            input: "create temp table t (a int);\ncopy t from stdin;\n7\n8\n\\.\nselect sum(a) from t;\n")
        #expect(copied.text == "cluster,sum\nharbor,15\n", "\(copied.errors)")
    }

    @Test func `data on standard input reaches every -c that copies`() throws {
        let flags = ["-c", "create temp table t (a int)", "-c", "copy t from stdin", "-c", "select sum(a) from t"]
        let config = try profile(
            """
            [clusters.second]
            engine = "postgresql"
            endpoint = "harbor.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
            connect_to = "\(try sandbox.cluster("harbor").connect_to)"
            user = "jane_doe"
            """)
        let run = try sql(["harbor,second", "-q"] + flags, input: "7\n8\n", config: config)
        #expect(run.text == "cluster,sum\nharbor,15\nsecond,15\n", "\(run.errors)")
    }

    @Test func `unreadable data does not count as empty`() throws {
        let child = try ChildProcess(
            [
                Program.product("quarterdeck"), "sql", "harbor,harbor-ro", "-q", "-c", "create temp table t (a int)",
                "-c",
                "copy t from stdin", "-c", "select count(*) from t",
            ], environment: sandbox.env, input: folder.path, output: folder.path("out"), errors: folder.path("err"))
        #expect(child.wait() == 74)
        let errors = try String(contentsOfFile: folder.path("err"), encoding: .utf8)
        #expect(errors.contains("quarterdeck: harbor: cannot keep the SQL for several clusters"), "\(errors)")
        #expect(try String(contentsOfFile: folder.path("out"), encoding: .utf8).isEmpty)
    }

    @Test func `an error in a script is reported with line and cluster, and ends only that cluster's run`() throws {
        let script = "select 1 as a;\nselect pg_backend_pid() > 0 as b;\nselect 3 as c;\n"
        let stopped = try sql(["ferry,harbor"], input: script)
        #expect(stopped.status == 1)
        #expect(stopped.text == "cluster,a\nferry,1\nharbor,1\ncluster,b\nharbor,t\ncluster,c\nharbor,3\n")
        #expect(stopped.errors.contains("ferry: standard input:2: "), "\(stopped.errors)")
        let continued = try sql(["ferry,harbor", "--on-error", "continue"], input: script)
        #expect(
            continued.text == "cluster,a\nferry,1\nharbor,1\ncluster,b\nharbor,t\ncluster,c\nferry,3\nharbor,3\n")
    }

    @Test func `an input that can be read only once is read once for all`() throws {
        let script = "select 9 as nine;\nselect 10 as ten;\n"
        try folder.write(script, to: "script.sql")
        let expected = "cluster,nine\nharbor,9\nferry,9\ncluster,ten\nharbor,10\nferry,10\n"
        var environment = sandbox.env
        (environment["Q"], environment["S"]) = (Program.product("quarterdeck"), folder.path("script.sql"))
        environment["D"] = folder.path
        for command in [
            "\"$Q\" sql harbor,ferry -f <(cat \"$S\")", "cat \"$S\" | \"$Q\" sql harbor,ferry -f /dev/stdin",
            "cat \"$S\" | \"$Q\" sql harbor,ferry", "\"$Q\" sql harbor,ferry < \"$S\"",
        ] {
            let run = try Program.run(["bash", "-c", command], environment: environment)
            #expect(run.text == expected, "\(command): \(run.errors)")
            #expect(run.status == 0)
        }
        let included = try Program.run(
            [
                "bash", "-c",
                "mkfifo \"$D/f\"; cat \"$S\" > \"$D/f\" & \"$Q\" sql harbor,harbor-ro -f <(echo \"\\i $D/f\")",
            ],
            environment: environment)
        #expect(included.text == expected.replacing("ferry", with: "harbor-ro"), "\(included.errors)")
    }

    @Test func `standard input is not read until a server requests data`() throws {
        let pipe = folder.path("pipe")
        mkfifo(pipe, 0o600)
        let writer = open(pipe, O_RDWR)
        defer { close(writer) }
        let child = try ChildProcess(
            [Program.product("quarterdeck"), "sql", "harbor,ferry", "-c", "select 1 as one"], environment: sandbox.env,
            input: pipe, output: folder.path("out"), errors: folder.path("err"))
        #expect(child.wait() == 0)
        #expect(try String(contentsOfFile: folder.path("out"), encoding: .utf8) == "cluster,one\nharbor,1\nferry,1\n")
    }

    @Test func `few descriptors are enough for many clusters`() throws {
        let names = (0..<40).map { "n\($0)" }
        let more = try names.map { name in
            """
            [clusters.\(name)]
            engine = "postgresql"
            endpoint = "harbor.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
            connect_to = "\(try sandbox.cluster("harbor").connect_to)"
            user = "jane_doe"
            tags = ["many"]
            """
        }
        var environment = sandbox.env
        environment["QUARTERDECK_CONFIG"] = try profile(more.joined(separator: "\n"))
        environment["Q"] = Program.product("quarterdeck")
        let run = try Program.run(
            ["bash", "-c", "ulimit -n 64; exec \"$Q\" sql --tag many -c 'select 1 as one'"], environment: environment)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.text == "cluster,one\n" + names.map { "\($0),1\n" }.joined())
    }

    @Test func `a broken cluster with the tag fails, one without it does not`() throws {
        let broken = "\n[clusters.broken]\nengine = \"oracle\"\nendpoint = \"x\"\n"
        let other = try sql(["--tag", "sandbox", "-c", "select 1 as one"], config: try profile(broken))
        #expect(other.status == 0, "\(other.errors)")
        let member = try sql(
            ["--tag", "sandbox", "-c", "select 1 as one"], config: try profile(broken + "tags = [\"sandbox\"]\n"))
        #expect(member.status == 78)
        #expect(member.errors.contains("1 of 5 clusters failed: broken"), "\(member.errors)")
        #expect(member.text.contains("ferry-ro,1\n"))
    }

    @Test func `different column names are reported`() throws {
        let run = try sql(["harbor,ferry", "-c", "select count(*) from vessels"])
        #expect(run.text == "cluster,count\nharbor,48\ncluster,count(*)\nferry,48\n")
        #expect(run.errors.contains("ferry has other column names"), "\(run.errors)")
        let alike = try sql(["harbor,ferry", "-c", "select count(*) as n from vessels"])
        #expect(alike.errors.isEmpty)
    }

    @Test func `all clusters run in parallel`() throws {
        // Each waits until all of them hold the shared lock.
        let key = Int.random(in: 1..<1_000_000)
        let run = try sql([
            "harbor,harbor-ro", "-q", "--timeout", "60", "-c",
            """
            do $$ begin
                perform pg_advisory_lock_shared(\(key));
                while (select count(*) from pg_locks where locktype = 'advisory' and objid = \(key)) < 2 loop
                    perform pg_sleep(0.01);
                end loop;
                -- The others look, too.
                perform pg_sleep(3);
            end $$
            """, "-c", "select 1 as one",
        ])
        #expect(run.text == "cluster,one\nharbor,1\nharbor-ro,1\n", "\(run.errors)")
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `a signal ends the statement on every server`(_ number: Int32) async throws {
        let mark = Int.random(in: 1_000_000..<9_000_000)
        let (harbor, ferry) = (try await sandbox.session("harbor"), try await sandbox.session("ferry"))
        func running() async throws -> Int {
            let queries: [(any SQLSession, String)] = [
                (
                    harbor,
                    "select count(*) from pg_stat_activity where state = 'active' and query like '%\(mark)%'"
                        + " and backend_type = 'client backend' and pid <> pg_backend_pid()"
                ),
                (
                    ferry,
                    "select count(*) from information_schema.processlist where info like '%\(mark)%'"
                        + " and id <> connection_id()"
                ),
            ]
            var count = 0
            for (session, query) in queries {
                count += try await session.collect(query).rows.first?[0].flatMap { Int($0) } ?? 0
            }
            return count
        }
        let child = try ChildProcess(
            [
                Program.product("quarterdeck"), "sql", "harbor,ferry", "-o", folder.path("out"), "-c",
                "select count(*) + \(mark) from sensor_readings a, sensor_readings b, sensor_readings c",
            ], environment: sandbox.env, errors: folder.path("err"))
        try await eventually { try await running() == 2 }
        kill(child.identifier, number)
        #expect(child.wait() == 130)
        try await eventually { try await running() == 0 }
        let errors = try String(contentsOfFile: folder.path("err"), encoding: .utf8)
        #expect(errors.contains("quarterdeck: harbor: cancelled; the server says: "), "\(errors)")
        #expect(errors.contains("quarterdeck: ferry: cancelled; the server says: "), "\(errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.path("out")))
    }

    @Test(arguments: [
        (["harbor,"], "there is a name missing"), ([",harbor", "-c", "x"], "there is a name missing"),
        (["harbor", "--all"], "exclude each other"), (["harbor", "--tag", "x"], "exclude each other"),
        (["--all", "--tag", "x"], "exclude each other"), (["--tag", "nothing"], "no cluster has the tag \"nothing\""),
        (["harbor,nope,ferry", "-c", "select 1"], "there is no cluster \"nope\""),
        (
            ["--all", "--endpoint", "a.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com", "--engine", "mysql"],
            "describe one cluster"
        ), (["harbor,ferry", "--port", "1"], "describe one cluster"),
    ])
    func `contradicting arguments are wrong usage`(_ arguments: [String], _ words: String) throws {
        let run = try sql(arguments)
        #expect(run.status == 64)
        #expect(run.errors.contains(words), "\(run.errors)")
        #expect(run.text.isEmpty)
    }

    @Test func `memory does not grow with stored rows`() throws {
        // The first cluster waits, while the second has all its rows much earlier.
        let script =
            "select pg_sleep(case when current_user = 'jane_doe' then 3 else 0 end);"
            + "select repeat('x', 1000) as x from generate_series(1, 150000);"
        let run = try PeakMemory(
            [Program.product("quarterdeck"), "sql", "harbor,harbor-ro", "-q", "-c", script], environment: sandbox.env,
            output: folder.path("rows"))
        #expect(run.status == 0, "\(run.errors)")
        let bytes = try FileManager.default.attributesOfItem(atPath: folder.path("rows"))[.size] as? Int ?? 0
        #expect(bytes > 2 * 150_000 * 1_000)
        // 64 MiB for rows.
        #expect(run.kibibytes < (64 + 48) * 1_024 + PeakMemory.libraries, "\(run.kibibytes) KiB")
    }
}
