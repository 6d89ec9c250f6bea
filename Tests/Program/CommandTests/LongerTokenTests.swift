import Foundation
import TestSupport
import Testing

/// `token --expires-in` for DSQL.
@Suite struct LongerTokenTests {
    private let machine: Machine
    private static let host = "abc123.dsql.eu-west-1.on.aws"

    init() throws {
        machine = try Machine(
            profile: Machine.profile + "\n[clusters.ledger]\nendpoint = \"\(Self.host)\"\nuser = \"admin\"\n")
    }

    /// botocore's own client, at the time in our token.
    private static let oracle = """
        import datetime, sys
        import botocore.auth, botocore.session
        host, user, seconds, at = sys.argv[1:]
        now = datetime.datetime.strptime(at, "%Y%m%dT%H%M%SZ")
        botocore.auth.get_current_datetime = lambda remove_tzinfo=True: now
        client = botocore.session.get_session().create_client("dsql", region_name="eu-west-1")
        sign = client.generate_db_connect_admin_auth_token if user == "admin" else client.generate_db_connect_auth_token
        print(sign(host, "eu-west-1", ExpiresIn=int(seconds)), end="")
        """

    @Test(arguments: [("admin", 1), ("admin", 900), ("jane_doe", 43_200), ("admin", 604_800), ("jane_doe", 604_800)])
    func `a DSQL token of any lifetime equals botocore's`(user: String, seconds: Int) throws {
        let run = try machine.quarterdeck("token", "ledger", "--user", user, "--expires-in", "\(seconds)")
        #expect(run.status == 0, "\(run.errors)")
        let date = try #require(run.text.split(separator: "&").first { $0.hasPrefix("X-Amz-Date=") }?.dropFirst(11))
        let theirs = try Program.run(
            [Oracle.python, "-c", Self.oracle, Self.host, user, "\(seconds)", String(date)],
            environment: machine.environment)
        #expect(theirs.status == 0, "\(theirs.errors)")
        #expect(run.text == theirs.text)
    }

    @Test func `the JSON has the longer time, and a user's endpoint needs no profile file`() throws {
        let run = try Machine(profile: nil).quarterdeck(
            "token", "--endpoint", Self.host, "--user", "admin", "--expires-in", "604800", "--format", "json")
        let object = try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
        #expect((604_790...604_800).contains(object["expires_in"] as? Int ?? 0))
        #expect(object["limited_by"] as? String == "token")
    }

    @Test func `credentials that expire first limit the longer token, in days and hours`() throws {
        let end = Date(timeIntervalSinceNow: 3 * 86_400 + 5 * 3_600 + 1_800)
        machine.environment["AWS_CREDENTIAL_EXPIRATION"] = ISO8601DateFormatter().string(from: end)
        let run = try machine.quarterdeck("token", "ledger", "--expires-in", "604800", "--format", "json")
        let object = try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
        #expect(object["limited_by"] as? String == "credentials")
        #expect(run.errors.hasSuffix(", in 3 d 5 h\n"), "\(run.errors)")
    }

    @Test func `Aurora's tokens have one lifetime, and a week is the longest of DSQL's`() throws {
        let aurora = try machine.quarterdeck("token", "orders", "--expires-in", "600")
        #expect(aurora.status == 64)
        #expect(aurora.errors.contains("why: a token for Aurora always lasts 900 seconds"), "\(aurora.errors)")
        for seconds in ["0", "-5", "604801", "soon"] {
            let run = try machine.quarterdeck("token", "ledger", "--expires-in=\(seconds)")
            #expect(run.status == 64 && run.text.isEmpty, "\(seconds): \(run.errors)")
        }
    }
}
