import AWSCredentials
import Failures
import Secrets
import SigV4
import TestSupport
import Testing

@Suite struct BotocorePrecedenceTests {
    private struct Answer: Decodable, Equatable {
        var outcome: String
        var accessKeyID: String?
        var secretAccessKey: String?
        var sessionToken: String?
    }

    private static func ours(_ situation: Situation) throws -> Answer {
        do {
            let found = try situation.resolve().credentials
            return Answer(
                outcome: "found", accessKeyID: found.accessKeyID, secretAccessKey: found.secretAccessKey.revealText(),
                sessionToken: found.sessionToken?.revealText() ?? "")
        } catch let failure as Failure {
            let outcomes = [
                "no AWS credentials found": "none", "AWS credentials are incomplete": "partial",
                "the credentials' expiration cannot be read": "expiry", "the AWS credentials have expired": "expiry",
            ]
            let outcome =
                failure.what.hasPrefix("there is no AWS profile")
                ? "no profile"
                : failure.what.hasPrefix("cannot read the AWS file") ? "unreadable" : outcomes[failure.what]
            return Answer(outcome: outcome ?? failure.what)
        }
    }

    private static func keys(_ name: String, _ random: inout SeededGenerator) -> String {
        let lines = [
            ["aws_access_key_id = \(name)_ID", "AWS_ACCESS_KEY_ID=\(name)_ID", "aws_access_key_id:\(name)_ID"],
            ["aws_secret_access_key = \(name)/SECRET", "aws_secret_access_key=\(name)=S", ""],
            [
                "", "", "aws_session_token = \(name)-T",
                "aws_security_token = \(name)-O\naws_session_token = \(name)-N", "aws_session_token =",
            ],
            [
                "", "region = eu-west-1", "# aws_access_key_id = no", "; x", "\n", "s3 =\n  max = 1",
                "output = json\n  continued",
            ],
        ]
        return lines.map { random.pick($0) }.joined(separator: "\n") + "\n"
    }

    // An empty AWS_PROFILE is excluded as an intended difference: Quarterdeck treats it as not set, like every other
    // empty variable; botocore searches a profile with an empty name.
    private static func situation(_ random: inout SeededGenerator) -> Situation {
        var result = Situation()
        for (name, values) in [
            ("AWS_ACCESS_KEY_ID", ["", "E_ID"]), ("AWS_SECRET_ACCESS_KEY", ["", "E-SECRET"]),
            ("AWS_SESSION_TOKEN", ["", "E-T"]), ("AWS_SECURITY_TOKEN", ["", "E-O"]),
            ("AWS_PROFILE", ["one", "two", "nobody"]), ("AWS_DEFAULT_PROFILE", ["two"]),
            ("AWS_CREDENTIAL_EXPIRATION", ["", "2099-01-01T00:00:00Z", "2099-01-01T00:00:00+00:00", "soon"]),
        ] {
            // Most variables are absent most of the time.
            if random.next() % 3 == 0 { result.environment[name] = random.pick(values) }
        }
        if random.next() % 4 == 0 {
            result.environment["AWS_ACCESS_KEY_ID"] = "E_ID"
            result.environment["AWS_SECRET_ACCESS_KEY"] = "E-SECRET"
            result.environment["AWS_CREDENTIAL_EXPIRATION"] = random.pick(["", "soon", "2001-01-01T00:00:00Z"])
        }
        for section in ["default", "profile default", "profile one", "profile \"two\"", "two", "other"]
        where random.next() % 2 == 0 {
            result.config += "[\(section)]\n" + keys("C", &random)
        }
        for section in ["default", "one", "profile one", "two"] where random.next() % 2 == 0 {
            result.credentials += "[\(section)]\n" + keys("F", &random)
        }
        result.profile = random.pick([nil, nil, "one", "two", "default", "nobody"])
        return result
    }

    @Test func `600 generated situations give the same result as botocore`() throws {
        var random = SeededGenerator(seed: 6)
        let situations = (0..<600).map { _ in Self.situation(&random) }
        let expected = try Oracle.ask("botocore_credentials.py", beside: #filePath, situations, as: [Answer].self)
        var different: [(Situation, Answer, Answer)] = []
        var outcomes: [String: Int] = [:]
        for (situation, theirs) in zip(situations, expected) {
            let ours = try Self.ours(situation)
            outcomes[theirs.outcome, default: 0] += 1
            if ours != theirs { different.append((situation, ours, theirs)) }
        }
        #expect(different.isEmpty, "\(different.count) differ, first: \(String(describing: different.first))")
        // The comparison is meaningful only if all of these outcomes occurred.
        for outcome in ["found", "none", "partial", "no profile", "expiry"] {
            #expect((outcomes[outcome] ?? 0) >= 5, "\(outcome): \(outcomes)")
        }
    }

    @Test(arguments: [
        "a = 1\n[x]", "[x\na=1", "[default]\nno delimiter", "[default]\na = 1\na = 2", "[default]\nA = 1\na = 2",
        "[default]\n[default]", "[default]\n= 1", "[]\na = 1",
    ])
    func `files that botocore cannot parse are refused with the line`(text: String) throws {
        let situation = Situation(config: text)
        let theirs = try Oracle.ask("botocore_credentials.py", beside: #filePath, [situation], as: [Answer].self)
        #expect(theirs == [Answer(outcome: "unreadable")])
        let failure = try #require(situation.failure())
        #expect(failure.status == .badConfiguration)
        #expect(failure.what.contains("config:"))
    }
}
