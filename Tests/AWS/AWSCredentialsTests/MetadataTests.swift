import AWSCredentials
import Failures
import Secrets
import SigV4
import TestSupport
import Testing
import Timestamps

private let keys =
    #"{"Code":"Success","AccessKeyId":"ASIAROLE","SecretAccessKey":"S/E+C","Token":"T","Expiration":"2026-11-21T20:00:00Z"}"#
private let path = "/latest/meta-data/iam/security-credentials/"

/// A metadata service with configurable replies.
private func metadata(
    session: @escaping @Sendable () -> StubServer.Answer = { .reply(200, "SESSION==") }, isVersion2: Bool = true,
    role: String = "bastion", keys: StubServer.Answer = .reply(200, keys)
) throws -> StubServer {
    try StubServer { request in
        if request.method == "PUT" {
            let isRight =
                request.target == "/latest/api/token"
                && request.headers["x-aws-ec2-metadata-token-ttl-seconds"] == "21600"
            return isRight ? session() : .reply(400, "")
        }
        if isVersion2, request.headers["x-aws-ec2-metadata-token"] != "SESSION==" { return .reply(401, "") }
        switch request.target {
        case path: return .reply(200, role)
        case path + "bastion": return keys
        default: return .reply(404, "")
        }
    }
}

@Suite struct MetadataTests {
    private func situation(_ server: StubServer) -> Situation {
        Situation(environment: [
            "AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url,
            // A proxy must never see requests to the metadata service.
            "HTTP_PROXY": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9",
        ])
    }

    @Test func `version 2 gives the role's keys with their real expiry`() throws {
        let server = try metadata()
        let found = try situation(server).resolve()
        #expect(found.credentials.accessKeyID == "ASIAROLE")
        #expect(found.credentials.secretAccessKey.revealText() == "S/E+C")
        #expect(found.credentials.expiration == Timestamp(text: "2026-11-21T20:00:00Z"))
        #expect(found.source == "instance role bastion")
        #expect(found.isRenewable)
        #expect(server.requests == ["PUT /latest/api/token", "GET \(path)", "GET \(path)bastion"])
    }

    @Test func `the expiry from the service is kept, however soon it is`() throws {
        let near = keys.replacing("20:00:00", with: "14:10:00")
        let server = try metadata(keys: .reply(200, near))
        #expect(try situation(server).resolve().credentials.expiration == Timestamp(text: "2026-11-21T14:10:00Z"))
    }

    @Test(arguments: [403, 404, 405])
    func `version 1 is used when version 2 is refused, unless it is disabled`(status: Int) throws {
        let server = try metadata(session: { .reply(status, "") }, isVersion2: false)
        var situation = situation(server)
        #expect(try situation.resolve().credentials.accessKeyID == "ASIAROLE")
        situation.environment["AWS_EC2_METADATA_V1_DISABLED"] = "true"
        let failure = try #require(situation.failure())
        #expect(failure.what == "the instance metadata service gives no session token")
        situation.environment["AWS_EC2_METADATA_V1_DISABLED"] = nil
        situation.config = "[default]\nec2_metadata_v1_disabled = true"
        #expect(situation.failure() == failure)
    }

    @Test func `a lost reply to the session request leads to version 1`() throws {
        let server = try metadata(session: { .silence }, isVersion2: false)
        #expect(try situation(server).resolve().credentials.accessKeyID == "ASIAROLE")
    }

    @Test func `a refused session, no role and no instance are reported and the search ends empty`() throws {
        let bad = try metadata(session: { .reply(400, "") })
        #expect(situation(bad).failure()?.why?.contains("answered 400") == true)
        let noRole = try StubServer { $0.method == "PUT" ? .reply(200, "SESSION==") : .reply(404, "") }
        #expect(situation(noRole).failure()?.why?.contains("instance metadata: the instance has no role") == true)
        var nobody = Situation(environment: ["AWS_EC2_METADATA_DISABLED": "false"])
        nobody.environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "http://127.0.0.1:9"
        #expect(nobody.failure()?.what == "no AWS credentials found")
    }

    @Test func `an error in the reply is shown in the service's words`() throws {
        let reply = #"{"Code":"AssumeRoleUnauthorizedAccess","Message":"EC2 cannot assume the role bastion."}"#
        let server = try metadata(keys: .reply(200, reply))
        let why = try #require(situation(server).failure()?.why)
        #expect(why.contains("AssumeRoleUnauthorizedAccess: EC2 cannot assume the role bastion."))
    }

    @Test(arguments: [
        "<html>Please sign in</html>", "", "a\nb", "../../x", "a b", String(repeating: "x", count: 5_000),
    ])
    func `another server at the address gives no keys`(page: String) throws {
        let everywhere = try StubServer { _ in .reply(200, page) }
        let failure = try #require(situation(everywhere).failure())
        #expect(failure.what == "no AWS credentials found")
        // An HTML page could pass for a session token, but never for a role.
        #expect(everywhere.requests.count <= 2)
        let role = try metadata(role: page)
        #expect(situation(role).failure()?.what == "no AWS credentials found")
        #expect(role.requests.count == 2)
    }

    @Test func `when disabled nothing is queried`() throws {
        let server = try metadata()
        var situation = situation(server)
        for value in ["true", "TRUE"] {
            situation.environment["AWS_EC2_METADATA_DISABLED"] = value
            #expect(situation.failure()?.what == "no AWS credentials found")
        }
        #expect(server.requests.isEmpty)
    }

    @Test func `a wrong endpoint or mode is an error`() throws {
        let server = try metadata()
        var situation = situation(server)
        situation.environment["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"] = "ipv5"
        #expect(situation.failure()?.status == .badConfiguration)
        situation.environment["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"] = nil
        situation.environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "nonsense"
        #expect(situation.failure()?.status == .badConfiguration)
        #expect(server.requests.isEmpty)
    }
}
