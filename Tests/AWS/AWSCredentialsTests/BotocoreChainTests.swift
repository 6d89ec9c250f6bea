import AWSCredentials
import Failures
import Secrets
import SigV4
import TestSupport
import Testing
import Timestamps

/// Random machines with every source of botocore's chain. botocore and Quarterdeck query the same services on loopback,
/// whose access keys are derived from the request: equal keys mean equal requests.
///
/// Excluded are intended differences: `aws login`, which botocore supports only with a cryptographic library of its
/// own; metadata credentials that expire soon, whose expiry botocore extends; damaged cache files, on which botocore
/// fails with a KeyError; cached credentials with less than 15 minutes left when their source fails, which Quarterdeck
/// still uses; and roles of `AWS_CREDENTIAL_FILE` and Boto 2, which version 2 of the AWS CLI no longer supports.
@Suite struct BotocoreChainTests {
    private struct Answer: Decodable, Equatable {
        var outcome: String
        var accessKeyID: String?
        var sessionToken: String?
        /// botocore's message, for investigating a difference.
        var detail: String?

        static func == (left: Answer, right: Answer) -> Bool {
            (left.outcome, left.accessKeyID, left.sessionToken) == (
                right.outcome, right.accessKeyID, right.sessionToken
            )
        }
    }

    private static let now = Timestamp.byTheSystem()

    private static func kind(_ failure: Failure) -> String {
        let what = failure.what
        if what.hasPrefix("there is no AWS profile") {
            return failure.why?.hasPrefix("source_profile") == true ? "config" : "no profile"
        }
        let kinds = [
            ("no AWS credentials found", "none"), ("AWS credentials are incomplete", "partial"),
            ("the AWS credentials have expired", "expiry"), ("the SSO login", "login"),
            ("there is no SSO login", "login"),
            ("the container's credentials cannot", "retrieval"), ("the credential process", "retrieval"),
            ("there are no credentials to assume", "retrieval"), ("the instance metadata service gives", "retrieval"),
            ("cannot assume the role", failure.status == .notPermitted ? "refused" : "retrieval"),
        ]
        if let kind = kinds.first(where: { what.hasPrefix($0.0) }) { return kind.1 }
        return failure.status == .badConfiguration ? "config" : what
    }

    private static func ours(_ situation: Situation) throws -> Answer {
        switch try situation.explain(interaction: Typist("123456"), now: now).outcome {
        case .success(let found):
            return Answer(
                outcome: "found", accessKeyID: found.credentials.accessKeyID,
                sessionToken: found.credentials.sessionToken?.revealText() ?? "")
        case .failure(let failure): return Answer(outcome: kind(failure), detail: "\(failure)")
        }
    }

    private static func role(_ name: String, sources: [String], _ random: inout SeededGenerator) -> String {
        let arn = random.pick(["a", "a", "b", "b", "team/c", "denied", "odd"])
        var lines = ["[profile \(name)]", "role_arn = arn:aws:iam::111122223333:role/\(arn)"]
        lines += random.pick(sources).split(separator: ";").map(String.init)
        let extras = [
            ["external_id = x-1", "external_id = ü&="], ["role_session_name = jane", "role_session_name = j@ne.doe"],
            ["duration_seconds = 900", "duration_seconds = 43200", "duration_seconds = long"],
            ["mfa_serial = arn:aws:iam::111122223333:mfa/jane"],
        ]
        for extra in extras where random.next() % 4 == 0 { lines.append(random.pick(extra)) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static let profiles = ["base", "role", "chain", "web", "sso", "legacy", "proc", "mixed", "empty", "nobody"]

    private static func config(_ random: inout SeededGenerator) -> String {
        let keys = "aws_access_key_id = AKIABASE\naws_secret_access_key = S\n"
        let sources = ["base", "base", "chain", "web", "sso", "legacy", "proc", "empty", "role", "nobody"].map {
            "source_profile = \($0)"
        }
        let named = ["Environment", "EcsContainer", "Ec2InstanceMetadata", "Moon"].map { "credential_source = \($0)" }
        var text = random.pick(["", "[default]\n\(keys)", "[default]\nregion = us-east-1\n", "[default]\n"])
        text +=
            "[profile base]\n"
            + random.pick([keys, keys, keys + "region = ap-south-1\n", "aws_access_key_id = AKIAX\n"])
        text += "[profile empty]\nregion = eu-west-1\n"
        text += role(
            "role", sources: sources + named + ["", "source_profile = base;credential_source = Environment"], &random)
        text += role(
            "chain", sources: ["source_profile = base", "source_profile = proc", "source_profile = role"], &random)
        text += role("mixed", sources: ["source_profile = mixed", "source_profile = base"], &random)
        text += random.pick(["", keys])
        text += "[profile web]\nweb_identity_token_file = ~/\(random.pick(["token", "token", "missing"]))\n"
        text += random.pick([
            "role_arn = arn:aws:iam::111122223333:role/web\n", "role_arn = arn:aws:iam::111122223333:role/denied\n", "",
        ])
        text += random.pick(["", "role_session_name = pod\n"])
        let account = random.pick(["111122223333", "111122223333", "000000000000"])
        text += "[profile sso]\nsso_session = corp\nsso_account_id = \(account)\n"
        text += random.pick([
            "sso_role_name = dba\n", "sso_role_name = dba\n", "", "sso_role_name = d b&a\nsso_region = us-east-1\n",
        ])
        text += random.pick(["[sso-session corp]\n", "[sso-session corp]\n", "[sso-session other]\n"])
        text +=
            "sso_start_url = https://corp.example/start\n"
            + random.pick(["sso_region = eu-west-1\n", "sso_region = eu-west-1\n", ""])
        text += "[profile legacy]\nsso_start_url = https://corp.example/start\nsso_account_id = 111122223333\n"
        text += "sso_region = eu-west-1\n" + random.pick(["sso_role_name = dba\n", "sso_role_name = ops\n", ""])
        let printed = #"{"Version": 1, "AccessKeyId": "ASIAPROC", "SecretAccessKey": "S", "SessionToken": "T"}"#
        text +=
            "[profile proc]\ncredential_process = "
            + random.pick([
                "/bin/echo '\(printed)'", "/bin/echo '\(printed)'",
                "/bin/echo '\(printed.replacing("}", with: #", "Expiration": "2099-01-01T00:00:00Z"}"#))'",
                "/bin/echo '\(printed.replacing("1,", with: "2,"))'", "/bin/echo nonsense", "/bin/false",
                "/bin/echo '\(printed.replacing("SecretAccessKey", with: "X"))'",
            ])
        return text + "\n"
    }

    private static func files(_ random: inout SeededGenerator) -> [String: String] {
        var files = ["token": "header.payload.signature"]
        func login(_ name: String) {
            let seconds = random.pick([3_600, 3_600, 300, -10] as [Int64])
            let access = random.pick(["bearer-1", "bearer-1", "gone"])
            var text = #"{"accessToken": "\#(access)", "expiresAt": "\#((now + seconds).rfc3339)""#
            if random.next() % 2 == 0 {
                let refresh = random.pick(["refresh-good", "refresh-bad"])
                let end = (now + random.pick([9_000, -5])).rfc3339.replacing(
                    "Z", with: random.pick(["Z", "+00:00", "UTC"]))
                text +=
                    #", "clientId": "c", "clientSecret": "s", "refreshToken": "\#(refresh)", "registrationExpiresAt": "\#(end)""#
            }
            files[".aws/sso/cache/\(NameDigest.sha1(name)).json"] = random.pick([
                text + "}", text + "}", text + "}", "{}",
            ])
        }
        if random.next() % 5 != 0 { login("corp") }
        if random.next() % 5 != 0 { login("https://corp.example/start") }
        let requests = [
            #"{"RoleArn": "arn:aws:iam::111122223333:role/a"}"#, #"{"RoleArn": "arn:aws:iam::111122223333:role/web"}"#,
            #"{"ExternalId": "\u00fc&=", "RoleArn": "arn:aws:iam::111122223333:role/b"}"#,
            #"{"RoleArn": "arn:aws:iam::111122223333:role/b", "SerialNumber": "arn:aws:iam::111122223333:mfa/jane"}"#,
            #"{"DurationSeconds": 900, "RoleArn": "arn:aws:iam::111122223333:role/a"}"#,
            #"{"accountId":"111122223333","roleName":"dba","sessionName":"corp"}"#,
            #"{"accountId":"111122223333","roleName":"dba","startUrl":"https://corp.example/start"}"#,
        ]
        for request in requests where random.next() % 5 == 0 {
            let end = (now + random.pick([3_600, 3_600, -100])).rfc3339
            let written = end.replacing("Z", with: random.pick(["Z", "+00:00", "UTC"]))
            let kept =
                #"{"Credentials": {"AccessKeyId": "ASIAKEPT", "SecretAccessKey": "S", "SessionToken": "T", "Expiration": "\#(written)"}}"#
            files[".aws/cli/cache/\(NameDigest.sha1(request)).json"] = kept
        }
        return files
    }

    private static func situation(_ cloud: LocalCloud, _ random: inout SeededGenerator) -> Situation {
        var result = Situation(environment: cloud.environment, config: config(&random), files: files(&random))
        func maybe(_ one: UInt64, _ variables: [String: String]) {
            if random.next() % one == 0 { result.environment.merge(variables) { $1 } }
        }
        result.environment["PATH"] = "/usr/bin:/bin"
        maybe(5, ["AWS_DEFAULT_REGION": "ap-southeast-2"])
        maybe(5, ["AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "S"])
        maybe(12, ["AWS_ACCESS_KEY_ID": "AKIAENV"])
        maybe(4, ["AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/env", "AWS_WEB_IDENTITY_TOKEN_FILE": "~/token"])
        maybe(8, ["AWS_WEB_IDENTITY_TOKEN_FILE": "~/token"])
        maybe(8, ["AWS_ROLE_SESSION_NAME": "env-session"])
        maybe(4, ["AWS_CONTAINER_CREDENTIALS_FULL_URI": cloud.url + "/container"])
        maybe(4, ["AWS_CONTAINER_AUTHORIZATION_TOKEN": "Bearer x"])
        maybe(10, ["AWS_CONTAINER_CREDENTIALS_FULL_URI": cloud.url + "/nowhere"])
        maybe(12, ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://example.com/"])
        maybe(3, ["AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": cloud.url + "/role/"])
        maybe(6, ["AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": cloud.url + "/no-role"])
        if random.next() % 3 == 0 {
            let section = random.pick(["base", "role", "default", "sso", "proc", "mixed"])
            result.credentials = "[\(section)]\naws_access_key_id = AKIAFILE\naws_secret_access_key = S\n"
        }
        switch random.next() % 3 {
        case 0: result.environment["AWS_PROFILE"] = random.pick(profiles)
        case 1: result.profile = random.pick(profiles)
        default: break
        }
        // For a profile with an sso-session, botocore reads the login for every client, even if the client needs none.
        if result.environment["AWS_PROFILE"] == "sso" {
            result.environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = nil
        }
        return result
    }

    @Test func `700 generated machines give the same key or the same kind of error`() throws {
        let cloud = try LocalCloud(clock: Timestamp.byTheSystem)
        var random = SeededGenerator(seed: 7)
        let situations = (0..<700).map { _ in Self.situation(cloud, &random) }
        let expected = try Oracle.ask("botocore_chain.py", beside: #filePath, situations, as: [Answer].self)
        var different: [(Int, Situation, Answer, Answer)] = []
        var outcomes: [String: Int] = [:]
        var keptAlone = 0
        for (index, (situation, theirs)) in zip(situations, expected).enumerated() {
            let ours = try Self.ours(situation)
            outcomes[theirs.outcome, default: 0] += 1
            // Quarterdeck uses a role's cached credentials without its source; botocore loads the source anyway.
            if ours.accessKeyID == "ASIAKEPT", ["retrieval", "config", "partial", "login"].contains(theirs.outcome) {
                keptAlone += 1
                continue
            }
            if ours != theirs { different.append((index, situation, ours, theirs)) }
        }
        for (index, situation, ours, theirs) in different.prefix(10) {
            Issue.record("\(index): \(situation)\nours: \(ours)\ntheirs: \(theirs)")
        }
        #expect(different.count == 0)
        #expect(keptAlone <= 10)
        // The comparison is meaningful only if all of these outcomes occurred.
        for outcome in ["found", "none", "partial", "no profile", "config", "retrieval", "refused", "login"] {
            #expect((outcomes[outcome] ?? 0) >= 5, "\(outcome): \(outcomes)")
        }
        let keys = Set(expected.compactMap(\.accessKeyID))
        #expect(keys.count >= 40, "only \(keys.count) different keys")
    }
}
