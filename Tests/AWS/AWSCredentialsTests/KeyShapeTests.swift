import Failures
import JSON
import Secrets
import SigV4
import TestSupport
import Testing

@testable import AWSCredentials

/// Invalid keys never sign, and no part of them is shown.
@Suite struct KeyShapeTests {
    private static let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

    @Test(arguments: [
        "AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE", "akid", "access_key", "test", "minioadmin",
        String(repeating: "A", count: 128),
    ])
    func `the ids of AWS and of its emulators are accepted`(id: String) throws {
        let situation = Situation(environment: ["AWS_ACCESS_KEY_ID": id, "AWS_SECRET_ACCESS_KEY": "S"])
        guard !id.hasPrefix("ASIA") else { return #expect(KeyShape.flaw(ofID: id.utf8) == nil) }
        #expect(try situation.resolve().credentials.accessKeyID == id)
    }

    private static let pasted = [
        secret, String(secret.filter { $0 != "/" }), "a\(secret)", String(secret.dropLast(12)),
        "IQoJb3JpZ2luX2VjEHsaCXVzLWVhc3QtMSJHMEUCIQ==", String(repeating: "A", count: 129), "AKIA IOSFODNN7EXAMPLE",
        "AKIAIOSFODNN7EXAMPLE:\(secret)", "AKIA/EXAMPLE", "AKIA-EXAMPLE", "arn:aws:iam::111122223333:user/jane",
    ]

    @Test(arguments: pasted)
    func `a secret in the place of the id is refused and no part of it is shown`(text: String) throws {
        let environment = ["AWS_ACCESS_KEY_ID": text, "AWS_SECRET_ACCESS_KEY": "S"]
        let file = "[default]\naws_access_key_id = \(text)\naws_secret_access_key = S\n"
        let printed = #"{"Version":1,"AccessKeyId":"\#(text)","SecretAccessKey":"S"}"#
        let situations = [
            Situation(environment: environment), Situation(config: file), Situation(credentials: file),
            Situation(
                environment: ["PATH": "/bin"], config: "[default]\ncredential_process = /bin/echo '\(printed)'\n"),
            Situation(environment: environment, config: "[default]\nrole_arn = r\ncredential_source = Environment\n"),
        ]
        for situation in situations {
            let explanation = try situation.explain()
            guard case .failure(let failure) = explanation.outcome else {
                Issue.record("\(situation) signs")
                continue
            }
            let shown = "\(failure) \(explanation.trail)"
            for start in 0...(text.count - 8) {
                let piece = text.dropFirst(start).prefix(8)
                #expect(!shown.contains(piece), "\(piece): \(shown)")
            }
        }
    }

    /// Every way to omit or empty a part, in the replies of every JSON source.
    @Test(arguments: ["", "\"\"", "null", "0", "{}", "[]", "\" \"", "\"\\u0000\""])
    func `an empty part of a reply never signs`(value: String) throws {
        let whole = ["AccessKeyId": "\"ASIAX\"", "SecretAccessKey": "\"S\"", "Token": "\"T\"", "SessionToken": "\"T\""]
        for part in ["AccessKeyId", "SecretAccessKey"] {
            var members = whole
            members[part] = value.isEmpty ? nil : value
            let text =
                "{\"Version\":1," + members.map { "\"\($0)\":\($1)" }.joined(separator: ",")
                + ",\"Expiration\":\"2099-01-01T00:00:00Z\"}"
            let json = try #require(JSONValue(Array(text.utf8)))
            #expect(ReplyKeys(json).flaw() != nil, "\(text)")
            #expect(ReplyKeys(json, token: "Token").flaw() != nil, "\(text)")
            let process = Situation(config: "[default]\ncredential_process = /bin/echo '\(text)'\n")
            #expect(process.failure() != nil)
        }
    }

    @Test(
        arguments: ["AccessKeyId", "SecretAccessKey", "SessionToken"], ["<X></X>", "<X/>", "", "<X> </X>", "<X>\n</X>"])
    func `an empty part of an STS reply never signs`(part: String, form: String) throws {
        let server = try StubServer { _ in
            let parts = ["AccessKeyId": "ASIAX", "SecretAccessKey": "S", "SessionToken": "T"].map { name, value in
                name == part ? form.replacing("X", with: name) : "<\(name)>\(value)</\(name)>"
            }
            return .reply(
                200,
                "<AssumeRoleResponse><AssumeRoleResult><Credentials>\(parts.joined())<Expiration>2099-01-01T00:00:00Z"
                    + "</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>")
        }
        let situation = Situation(
            environment: plainKeys.merging(["AWS_ENDPOINT_URL": server.url, "AWS_REGION": "eu-west-1"]) { own, _ in own
            },
            config: "[profile a]\nrole_arn = arn:aws:iam::111122223333:role/a\ncredential_source = Environment\n",
            profile: "a")
        let failure = try #require(situation.failure())
        #expect(failure.what == "cannot assume the role arn:aws:iam::111122223333:role/a")
    }
}
