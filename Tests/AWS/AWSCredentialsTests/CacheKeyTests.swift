import Foundation
import SigV4
import TestSupport
import Testing

@testable import AWSCredentials

@Suite struct CacheKeyTests {
    private static let script = """
        import json, sys
        from botocore.credentials import AssumeRoleCredentialFetcher, SSOCredentialFetcher
        def key(request):
            if "accountId" in request:
                fetcher = SSOCredentialFetcher(
                    request.get("startUrl"), "eu-west-1", request["roleName"], request["accountId"], None,
                    sso_session_name=request.get("sessionName"))
            else:
                arn = request.pop("RoleArn")
                if "DurationSeconds" in request: request["DurationSeconds"] = int(request["DurationSeconds"])
                fetcher = AssumeRoleCredentialFetcher(None, None, arn, extra_args=request)
            return fetcher._cache_key
        json.dump([key(request) for request in json.load(sys.stdin)], sys.stdout)
        """

    private func botocore(_ requests: [[String: String]]) throws -> [String] {
        let run = try Program.run([Oracle.python, "-c", Self.script], input: try JSONEncoder().encode(requests))
        try #require(run.status == 0, "\(run.errors)")
        return try JSONDecoder().decode([String].self, from: run.output)
    }

    @Test func `a role's cache file has the same name as botocore's for any profile`() throws {
        var random = SeededGenerator(seed: 13)
        let choices: [(key: String, name: String, values: [String])] = [
            ("external_id", "ExternalId", ["x", "ü\"\\", "日本 😀", "a\tb"]),
            ("role_session_name", "RoleSessionName", ["jane", "j@ne.doe=+,-"]),
            ("mfa_serial", "SerialNumber", ["arn:aws:iam::1:mfa/jane", "GAHT12345678"]),
            ("duration_seconds", "DurationSeconds", ["900", "43200"]),
        ]
        var requests: [[String: String]] = []
        var ours: [String] = []
        let folder = try TemporaryDirectory()
        for _ in 0..<200 {
            let arn = "arn:aws:iam::1:role/\(random.pick(["a", "päth/b"]))"
            var request = ["RoleArn": arn]
            var config = "[profile x]\nrole_arn = \(arn)\nsource_profile = x\n"
            for choice in choices where random.next() % 2 == 0 {
                let value = random.pick(choice.values)
                request[choice.name] = value
                config += "\(choice.key) = \(value)\n"
            }
            let environment = try Situation(config: config).install(in: folder)
            let role = try RoleConfiguration("x", try AWSFiles(reading: environment))
            requests.append(request)
            ours.append(NameDigest.sha1(role.cacheKey))
        }
        #expect(try botocore(requests) == ours)
        #expect(Set(ours).count > 100)
    }

    @Test func `the cache file of an SSO role has the same name as botocore's in both forms`() throws {
        let config = """
            [profile new]
            sso_session = cörp
            sso_account_id = 111122223333
            sso_role_name = d b&a
            [sso-session cörp]
            sso_start_url = https://x/start
            sso_region = eu-west-1
            [profile old]
            sso_start_url = https://x/start#/
            sso_region = eu-west-1
            sso_account_id = 1
            sso_role_name = dba
            """
        let folder = try TemporaryDirectory()
        let files = try AWSFiles(reading: try Situation(config: config).install(in: folder))
        let ours = try ["new", "old"].map { profile in
            NameDigest.sha1(try #require(try SSOConfiguration(profile, files)).cacheKey)
        }
        let theirs = try botocore([
            ["sessionName": "cörp", "accountId": "111122223333", "roleName": "d b&a"],
            ["startUrl": "https://x/start#/", "accountId": "1", "roleName": "dba"],
        ])
        #expect(ours == theirs)
    }
}
