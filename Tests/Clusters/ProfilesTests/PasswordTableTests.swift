import Profiles
import TOML
import TestSupport
import Testing

/// The tables of passwords in the profile file.
@Suite struct PasswordTableTests {
    private static let start = """
        [clusters.orders]
        engine = "postgresql"
        endpoint = "orders.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
        user = "jane_doe"
        users = ["jane_rw"]
        [clusters.orders.passwords]

        """

    private static func read(_ lines: String, before: String = "") -> ProfileFile.Entry? {
        ProfileFile(reading: Array((before + start + lines + "\n").utf8), file: "clusters.toml")["orders"]
    }

    private static func cluster(_ lines: String, before: String = "") throws -> Cluster {
        guard case .cluster(let cluster) = read(lines, before: before) else {
            throw ToolFailure(arguments: [lines], log: "\(String(describing: read(lines, before: before)))")
        }
        return cluster
    }

    private static func issues(_ lines: String) -> [SourceIssue] {
        if case .broken(_, let issues) = read(lines) { issues } else { [] }
    }

    @Test func `the three origins are read`() throws {
        let cluster = try Self.cluster(
            """
            admin = "secret:rds!cluster-0a1b2c"
            arn = "secret:arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders-AbCdEf"
            ops = "command:op read 'op://dba/two words/password'"
            legacy = "ask"
            """)
        #expect(cluster.passwords["admin"] == .secret("rds!cluster-0a1b2c"))
        #expect(
            cluster.passwords["arn"]
                == .secret("arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders-AbCdEf"))
        #expect(cluster.passwords["ops"] == .command(["op", "read", "op://dba/two words/password"]))
        #expect(cluster.passwords["legacy"] == .ask)
        #expect(cluster.passwordOrigin == nil)
        #expect(cluster.allUsers == ["jane_doe", "jane_rw", "admin", "arn", "legacy", "ops"])
    }

    @Test func `the user of a cluster may be one with a password, also by the defaults`() throws {
        let cluster = try Self.cluster(
            "jane_doe = \"ask\"",
            before: "[defaults.passwords]\njane_doe = \"secret:all\"\nshared = \"secret:shared\"\n")
        #expect(cluster.passwordOrigin == .ask)
        #expect(cluster.passwords["shared"] == .secret("shared"))
    }

    @Test(arguments: [
        ("admin = \"hunter2-hunter2\"", 7, 9, "does not say where the password comes from"),
        ("admin = \"vault:orders\"", 7, 9, "does not say where the password comes from"),
        ("admin = \"ASK\"", 7, 9, "does not say where the password comes from"),
        ("admin = \"\"", 7, 9, "does not say where the password comes from"),
        ("admin = \"secret:\"", 7, 9, "names no secret"),
        ("admin = \"secret:a b\"", 7, 9, "characters that no secret's name has"),
        ("admin = \"command:\"", 7, 9, "names no program"),
        ("admin = \"command:op 'read\"", 7, 9, "quotation mark that is not closed"),
        ("admin = 7", 7, 9, "it has to be a string"),
        ("admin = [\"ask\"]", 7, 9, "it has to be a string"),
        ("\njane_rw = \"ask\"", 8, 1, "stands in `users`"),
    ])
    func `a wrong line is reported with its place and without its text`(
        _ line: String, _ row: Int, _ column: Int, _ message: String
    ) throws {
        let issue = try #require(Self.issues(line).first)
        #expect(issue.place == "clusters.toml:\(row):\(column)")
        #expect(issue.message.contains(message), "\(issue.message)")
        #expect(!issue.message.contains("hunter2"))
        #expect(issue.suggestion?.contains("hunter2") != true)
    }

    @Test func `a user who stands twice disables only that cluster`() throws {
        let other = """
            [clusters.billing]
            engine = "mysql"
            endpoint = "billing.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
            [clusters.billing.passwords]
            ops = "ask"

            """
        let text = other + Self.start + "admin = \"ask\"\nadmin = \"secret:x\"\n"
        let file = ProfileFile(reading: Array(text.utf8), file: "clusters.toml")
        guard case .broken(_, let issues) = file["orders"] else {
            Issue.record("the cluster is usable")
            return
        }
        #expect(issues.first?.place.hasPrefix("clusters.toml:13:") == true, "\(issues)")
        guard case .cluster(let billing) = file["billing"] else {
            Issue.record("the other cluster is not usable")
            return
        }
        #expect(billing.passwords == ["ops": .ask])
        #expect(file.entries.count == 2)
    }

    @Test func `a mistake elsewhere leaves a cluster its passwords, wherever their table is`() throws {
        let apart = "[clusters.bad]\nengine = \n[clusters.orders.passwords]\nadmin = \"ask\"\n"
        let text = Self.start.replacing("[clusters.orders.passwords]\n", with: apart)
        guard case .cluster(let orders) = ProfileFile(reading: Array(text.utf8), file: "clusters.toml")["orders"] else {
            Issue.record("the cluster is not usable")
            return
        }
        #expect(orders.passwords == ["admin": .ask])
    }

    @Test func `a value in place of the table is reported`() throws {
        let file = ProfileFile(
            reading: Array((Self.start.replacing("[clusters.orders.passwords]", with: "passwords = \"ask\"")).utf8),
            file: "clusters.toml")
        guard case .broken(_, let issues) = file["orders"] else {
            Issue.record("the cluster is usable")
            return
        }
        #expect(issues.first?.message.contains("it has to be a table") == true)
    }
}
