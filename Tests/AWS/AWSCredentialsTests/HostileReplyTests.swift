import Failures
import Foundation
import JSON
import Secrets
import SigV4
import TestSupport
import Testing
import Timestamps

@testable import AWSCredentials

private let page = String(repeating: "x", count: 65_536)

/// No reply may cause an endless wait, unbounded memory, partial credentials, or a secret in an error.
@Suite struct HostileReplyTests {
    /// A machine for each source over HTTP; all of them use `url`.
    private func situations(_ url: String) -> [String: Situation] {
        let keys = "[default]\naws_access_key_id = AKIABASE\naws_secret_access_key = HUSH-HUSH\n"
        let environment = ["AWS_ENDPOINT_URL": url, "AWS_REGION": "eu-west-1"]
        let login =
            #"{"accessToken": "HUSH-HUSH", "expiresAt": "\#((Situation.now + 60).rfc3339)", "clientId": "HUSH-HUSH", "clientSecret": "HUSH-HUSH", "refreshToken": "HUSH-HUSH", "registrationExpiresAt": "\#((Situation.now + 60).rfc3339)"}"#
        let sso =
            "[default]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = x\n"
            + "[sso-session corp]\nsso_start_url = https://x\nsso_region = eu-west-1\n"
        return [
            "role": Situation(
                environment: environment,
                config: "[default]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = default\n" + keys.dropFirst(10)),
            "web identity": Situation(
                environment: environment.merging([
                    "AWS_ROLE_ARN": "arn:aws:iam::1:role/x", "AWS_WEB_IDENTITY_TOKEN_FILE": "~/token",
                ]) { $1 }, files: ["token": "HUSH-HUSH"]),
            "SSO": Situation(
                environment: environment, config: sso, files: [".aws/sso/cache/\(NameDigest.sha1("corp")).json": login]),
            "container": Situation(environment: [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": url, "AWS_CONTAINER_AUTHORIZATION_TOKEN": "HUSH-HUSH",
            ]),
            "metadata": Situation(environment: [
                "AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": url,
            ]),
        ]
    }

    private func expectRefusal(_ answer: @escaping @Sendable (StubServer.Request) -> StubServer.Answer) throws {
        let server = try StubServer(answer)
        for (name, situation) in situations(server.url) {
            let failure = try #require(situation.failure(), "\(name)")
            #expect(!"\(failure)".contains("HUSH"), "\(name): \(failure)")
        }
        #expect(!server.requests.isEmpty)
    }

    @Test func `a gigabyte is not read completely`() throws {
        try expectRefusal { _ in .endless("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n", page) }
    }

    @Test func `an endless reply is not read completely`() throws {
        try expectRefusal { _ in .endless("HTTP/1.1 200 OK\r\n\r\n{\"AccessKeyId\":\"", page) }
    }

    @Test func `endless headers are not read completely`() throws {
        try expectRefusal { _ in .endless("HTTP/1.1 200 OK\r\n", "X-Filler: \(page.prefix(1_000))\r\n") }
    }

    @Test(
        arguments: [
            "", "{", "[[[[", "null", "<", "<a></b>", "<a>", "<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>",
            "<a>&bomb;</a>",
            "\u{0}", "{\"AccessKeyId\": null}", "{\"roleCredentials\": {\"accessKeyId\": 5}}",
            .repeating("[", count: 100_000), .repeating("<a>", count: 50_000),
        ] as [LongText])
    func `nonsense with a success status is an error`(body: LongText) throws {
        try expectRefusal { _ in .reply(200, body.text) }
    }

    @Test(arguments: [301, 302, 307, 308])
    func `a redirect receives no data`(status: Int) throws {
        let other = try StubServer { _ in .reply(200, "") }
        try expectRefusal { _ in .reply(status, "", headers: ["Location: \(other.url)/"]) }
        #expect(other.requests.isEmpty)
    }

    @Test(arguments: [400, 401, 403, 404, 500])
    func `an error that repeats the request is not shown`(status: Int) throws {
        try expectRefusal { request in
            .reply(status, "<ErrorResponse><Error><Code>X</Code><Message>no</Message></Error></ErrorResponse>")
        }
    }

    @Test func `half a reply is an error`() throws {
        try expectRefusal { _ in .raw("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"AccessKeyId\":\"ASIA\"") }
    }

    @Test func `mutated replies never crash the program, and accepted credentials are complete`() throws {
        var random = SeededGenerator(seed: 11)
        let json = Array(
            #"{"a":{"b":[1,2.5e3,true,null,"t\u00e9\ud83d\ude00\n"]},"AccessKeyId":"ASIA","Expiration":"2026-11-21T20:00:00Z"}"#
                .utf8)
        let xml = Array("<?xml version=\"1.0\"?><a x=\"1\"><b>t&amp;&#x41;</b><c/><b>u</b></a>".utf8)
        #expect(JSONValue(Secret(copying: json))?["AccessKeyId"]?.text == "ASIA")
        #expect(XMLReply(Secret(copying: xml))?["a/b"]?.revealText() == "t&A")
        var whole = 0
        for original in [json, xml] {
            for _ in 0..<20_000 {
                var bytes = original
                for _ in 0...(random.next() % 4) {
                    let place = Int(random.next() % UInt64(bytes.count))
                    switch random.next() % 3 {
                    case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                    case 1: bytes.remove(at: place)
                    default: bytes.insert(random.pick(Array("{}[]\",:<>/&;\\u\0".utf8)), at: place)
                    }
                }
                let secret = Secret(copying: bytes)
                if JSONValue(secret) != nil { whole += 1 }
                if XMLReply(secret) != nil { whole += 1 }
            }
        }
        #expect(whole > 1_000)
    }

    @Test func `our JSON equals Python's`() throws {
        var random = SeededGenerator(seed: 12)
        let samples =
            [
                "{}", "[]", "1", "-0", "01", "1.", ".5", "1e5", "+1", "\"\\ud800\"", "\"\\udc00\"", "\"a\nb\"", "tru",
                "truee", " 1 ",
                "1 2", "{\"a\":1,}", "[1,]", "{\"a\" 1}", "\"\\x\"", "\"\\u12g4\"", "{\"a\":1,\"a\":2}", "\u{FEFF}1",
                "'a'",
            ]
            + (0..<2_000).map { _ in random.text(1 + Int(random.next() % 8), of: "{}[],:\"\\ua1e+-. nultrefs") }
        let script = """
            import json, sys
            def good(text):
                try: value = json.loads(text)
                except ValueError: return False
                # A lone surrogate is no text that could be sent or stored.
                try: json.dumps(value, ensure_ascii=False).encode()
                except UnicodeEncodeError: return False
                return True
            json.dump([good(text) for text in json.load(sys.stdin)], sys.stdout)
            """
        let run = try Program.run([Oracle.python, "-c", script], input: try JSONEncoder().encode(samples))
        let expected = try JSONDecoder().decode([Bool].self, from: run.output)
        for (sample, theirs) in zip(samples, expected) {
            #expect((JSONValue(Secret(sample)) != nil) == theirs, "\(sample.debugDescription)")
        }
        #expect(expected.filter(\.self).count >= 20)
    }
}
