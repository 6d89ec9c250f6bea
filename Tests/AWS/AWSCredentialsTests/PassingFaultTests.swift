import Failures
import Foundation
import Secrets
import SigV4
import TestSupport
import Testing
import Threads
import Timestamps

@testable import AWSCredentials

/// Transient failures are retried for every call to AWS; other failures are reported precisely.
@Suite struct PassingFaultTests {
    private static let passing: [(name: String, answer: StubServer.Answer)] = [
        ("500", .reply(500, "{}")), ("502", .reply(502, "<html>bad gateway</html>")), ("503", .reply(503, "")),
        ("504", .reply(504, "")),
        ("429", .reply(429, #"{"message":"slow"}"#)), ("an empty reply", .raw("")),
        ("half a reply", .raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")),
    ]

    /// Replies in the place of AWS's, and their messages.
    private static let intercepting: [(answer: StubServer.Answer, why: String)] = [
        (
            .reply(302, "", headers: ["Location: http://login.example/"]),
            "answered 302, which leads to another page; AWS does not"
        ),
        (.reply(200, "<!DOCTYPE html><html>Log in</html>"), "answered with a web page"),
        (.reply(200, " \n<HTML>"), "answered with a web page"),
        (.reply(200, "\u{FEFF}<!doctype HTML>"), "answered with a web page"),
    ]

    private static let sso = """
        [profile new]
        sso_session = corp
        sso_account_id = 111122223333
        sso_role_name = dba
        [sso-session corp]
        sso_region = eu-west-1
        sso_start_url = https://corp.example/start
        """

    private static let cache = ".aws/sso/cache/\(NameDigest.sha1("corp")).json"

    private static func login(endsIn seconds: Int64) -> String {
        #"{"accessToken":"bearer-1","expiresAt":"\#((Situation.now + seconds).rfc3339)","clientId":"c","clientSecret":"s","refreshToken":"refresh-good","registrationExpiresAt":"\#((Situation.now + 9_000).rfc3339)"}"#
    }

    /// A machine whose requests to `path` get `answer` once or always, and others AWS's reply.
    private func machine(
        _ kind: String, _ answer: StubServer.Answer, always: Bool = false, counting counter: Counter = Counter()
    ) throws -> (Situation, StubServer, LocalCloud) {
        let cloud = try LocalCloud()
        let seen = counter
        let server = try StubServer { request in
            let isMeant =
                switch kind {
                case "role": request.method == "POST" && request.target == "/"
                case "portal": request.target.hasPrefix("/federation")
                case "refresh": request.target == "/token"
                default: false
                }
            if isMeant, seen.next() == 0 || always { return answer }
            return cloud.reply(to: request)
        }
        var situation = Situation(environment: cloud.environment, config: Self.sso, profile: "new")
        situation.environment["AWS_ENDPOINT_URL"] = server.url
        switch kind {
        case "role":
            situation.environment.merge(plainKeys) { $1 }
            situation.config =
                "[profile new]\nrole_arn = arn:aws:iam::111122223333:role/a\ncredential_source = Environment\n"
        case "portal": situation.files = [Self.cache: Self.login(endsIn: 3_600)]
        default: situation.files = [Self.cache: Self.login(endsIn: -5)]
        }
        return (situation, server, cloud)
    }

    @Test(arguments: ["role", "portal", "refresh"], 0..<7)
    func `one transient failure does not end a search`(kind: String, number: Int) throws {
        let (situation, server, cloud) = try machine(kind, Self.passing[number].answer)
        defer { withExtendedLifetime((server, cloud)) {} }
        #expect(try situation.resolve().credentials.accessKeyID.hasPrefix("ASIA"), "\(Self.passing[number].name)")
    }

    @Test(arguments: ["role", "portal", "refresh"])
    func `a lasting failure is reported as such and not as an expired login`(kind: String) throws {
        let (situation, server, cloud) = try machine(kind, .reply(503, ""), always: true)
        defer { withExtendedLifetime((server, cloud)) {} }
        let failure = try #require(situation.failure())
        #expect(failure.status == .temporary, "\(failure)")
        #expect(failure.why?.contains("503") == true, "\(failure)")
        #expect(!failure.what.contains("has ended") && failure.next?.contains("sso login") != true, "\(failure)")
    }

    @Test(arguments: ["role", "portal", "refresh"], 0..<4)
    func `a foreign reply in the place of AWS's is named`(kind: String, number: Int) throws {
        let (answer, why) = Self.intercepting[number]
        let (situation, server, cloud) = try machine(kind, answer, always: true)
        defer { withExtendedLifetime((server, cloud)) {} }
        let failure = try #require(situation.failure())
        #expect(failure.why == "\(server.url) \(why)", "\(failure)")
        #expect(failure.next?.hasPrefix("open any web page in a browser") == true)
    }

    @Test func `a login with an open page survives transient failures and ends with the code`() throws {
        let answers = Locked<[StubServer.Answer]>(
            Self.passing.map(\.answer) + [.reply(400, #"{"error":"authorization_pending"}"#)])
        let cloud = try LocalCloud()
        let server = try StubServer { request in
            switch request.target {
            case "/client/register": return .reply(200, #"{"clientId":"c","clientSecret":"s"}"#)
            case "/device_authorization":
                return .reply(
                    200,
                    #"{"deviceCode":"d","userCode":"A","verificationUri":"https://d/","expiresIn":600,"interval":0}"#)
            default:
                let next = answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                return next ?? .reply(200, #"{"accessToken":"bearer-new","expiresIn":3600,"refreshToken":"r"}"#)
            }
        }
        var situation = Situation(environment: cloud.environment, config: Self.sso, profile: "new")
        situation.environment["AWS_ENDPOINT_URL_SSO_OIDC"] = server.url
        #expect(throws: Never.self) { try situation.explain(interaction: Visitor()).outcome.get() }
        #expect(answers.withLock { $0.isEmpty })
    }

    @Test func `a waiting login notices the login of another program`() throws {
        let home = try TemporaryDirectory()
        let cloud = try LocalCloud()
        let polls = Counter()
        let text = Self.login(endsIn: 3_600)
        let server = try StubServer { request in
            switch request.target {
            case "/client/register": return .reply(200, #"{"clientId":"c","clientSecret":"s"}"#)
            case "/device_authorization":
                return .reply(
                    200,
                    #"{"deviceCode":"d","userCode":"A","verificationUri":"https://d/","expiresIn":600,"interval":0}"#)
            default:
                if polls.next() == 2 { _ = try? home.write(text, to: Self.cache) }
                return .reply(400, #"{"error":"authorization_pending"}"#)
            }
        }
        var situation = Situation(environment: cloud.environment, config: Self.sso, profile: "new")
        situation.environment["AWS_ENDPOINT_URL_SSO_OIDC"] = server.url
        let explanation = try situation.explain(interaction: Visitor(), home: home)
        #expect(throws: Never.self) { try explanation.outcome.get() }
        #expect(try home.text(Self.cache) == text)
        #expect(explanation.trail.steps.contains { $0.answer.hasPrefix("another program has logged in") })
    }

    @Test(arguments: ["", "{", "[]", "{}", #"{"accessToken":""}"#, "\u{0}", #"{"accessToken":"x","expiresAt":"soon"}"#])
    func `a new login replaces a damaged login file`(text: String) throws {
        let cloud = try LocalCloud()
        let server = try StubServer { request in
            switch request.target {
            case "/client/register": return .reply(200, #"{"clientId":"c","clientSecret":"s"}"#)
            case "/device_authorization":
                return .reply(
                    200,
                    #"{"deviceCode":"d","userCode":"A","verificationUri":"https://d/","expiresIn":600,"interval":0}"#)
            default: return .reply(200, #"{"accessToken":"bearer-new","expiresIn":3600,"refreshToken":"r"}"#)
            }
        }
        var situation = Situation(
            environment: cloud.environment, config: Self.sso, profile: "new", files: [Self.cache: text])
        situation.environment["AWS_ENDPOINT_URL_SSO_OIDC"] = server.url
        let (home, visitor) = (try TemporaryDirectory(), Visitor())
        #expect(throws: Never.self) { try situation.explain(interaction: visitor, home: home).outcome.get() }
        #expect(visitor.offers.withLock { $0.first?.reason.hasSuffix("holds no token, or not its expiry") } == true)
        #expect(try home.text(Self.cache).contains("bearer-new"))
    }
}
