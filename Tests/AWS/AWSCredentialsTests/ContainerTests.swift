import AWSCredentials
import Failures
import SigV4
import TestSupport
import Testing
import Timestamps

private let keys =
    #"{"AccessKeyId":"ASIABOX","SecretAccessKey":"S","Token":"T","Expiration":"2026-11-21T20:00:00Z"}"#

@Suite struct ContainerTests {
    private func box(_ answer: StubServer.Answer = .reply(200, keys)) throws -> StubServer {
        try StubServer { request in
            request.headers["authorization"] == "let me in" ? answer : .reply(401, #"{"message":"who are you"}"#)
        }
    }

    private func situation(_ server: StubServer) -> Situation {
        Situation(environment: [
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url + "/v1?x=y",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": "let me in", "http_proxy": "http://127.0.0.1:9",
        ])
    }

    @Test func `the endpoint's keys and their expiry are used`() throws {
        let server = try box()
        let found = try situation(server).resolve()
        #expect(found.credentials.accessKeyID == "ASIABOX")
        #expect(found.credentials.expiration == Timestamp(text: "2026-11-21T20:00:00Z"))
        #expect(found.isRenewable)
        #expect(server.requests == ["GET /v1?x=y"])
    }

    @Test func `the token file comes first and is read for each request`() throws {
        let server = try box()
        let folder = try TemporaryDirectory()
        var situation = situation(server)
        situation.environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "wrong"
        situation.environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = try folder.write("also wrong", to: "token")
        #expect(situation.failure()?.why?.contains("answered 401: who are you") == true)
        #expect(server.requests.count == 3)
        try folder.write("let me in", to: "token")
        #expect(try situation.resolve().credentials.accessKeyID == "ASIABOX")
        situation.environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = folder.path("nowhere")
        #expect(situation.failure()?.status == .badConfiguration)
    }

    @Test(arguments: ["a\r\nX-Evil: 1", "let me in\n"])
    func `a token that would start another header is refused without being sent or shown`(token: String) throws {
        let server = try box()
        var situation = situation(server)
        situation.environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = token
        let failure = try #require(situation.failure())
        #expect(failure.status == .badConfiguration)
        #expect(!"\(failure)".contains("Evil") && !"\(failure)".contains("let me"))
        #expect(server.requests.isEmpty)
    }

    @Test(arguments: [
        "http://example.com/", "http://169.254.169.254/", "http://127.0.0.1.example.com/", "ftp://127.0.0.1/", "x",
        "http://127.0.0.1@example.com/",
    ])
    func `another machine is not queried over plain HTTP`(url: String) {
        let situation = Situation(environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": url])
        #expect(situation.failure()?.status == .badConfiguration)
    }

    @Test(arguments: [
        "", "[]", "{", "null", #"{"AccessKeyId":"ASIABOX","SecretAccessKey":"S"}"#,
        keys.replacing("ASIABOX", with: "A\\nB"),
        keys.replacing("\"T\"", with: "7"), keys.replacing("2026", with: "soon"),
    ])
    func `a reply without valid keys is an error`(reply: String) throws {
        let server = try box(.reply(200, reply))
        let failure = try #require(situation(server).failure())
        #expect(failure.what == "the container's credentials cannot be read")
        #expect(!"\(failure)".contains("ASIABOX"))
    }

    @Test func `a redirect is not followed and the token is not sent on`() throws {
        let other = try box()
        let server = try box(.reply(307, "", headers: ["Location: \(other.url)/"]))
        #expect(situation(server).failure()?.why?.contains("answered 307") == true)
        #expect(other.requests.isEmpty)
    }

    @Test func `a transient failure is retried`() throws {
        let counter = Counter()
        let server = try StubServer { _ in counter.next() < 3 ? .reply(500, "") : .reply(200, keys) }
        #expect(try situation(server).resolve().credentials.accessKeyID == "ASIABOX")
    }
}
