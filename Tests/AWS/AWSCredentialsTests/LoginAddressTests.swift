import Failures
import Foundation
import SigV4
import TestSupport
import Testing
import Threads
import Timestamps

@testable import AWSCredentials

/// Values from the SSO service are checked before the user opens or types them and before another program reads them.
@Suite struct LoginAddressTests {
    private static let page = "https://device.sso.eu-west-1.amazonaws.com/"

    @Test(arguments: [
        "javascript:alert(1)", "JavaScript:alert(1)", "file:///etc/passwd", "data:text/html,x", "ssh://host/", "",
        "http://device.sso.eu-west-1.amazonaws.com/", "//device.sso.eu-west-1.amazonaws.com/", "https://", "https:///x",
        "https://user@device.sso.eu-west-1.amazonaws.com/", "https://a:b@c/", "https://host/\u{1B}]8;;x\u{07}",
        "https://host/ x", "https://host/\n", "https://h\u{F6}st/", "https://host/\u{202E}", "https://host/\"x",
        " https://host/",
        "https://host\\@evil/", "http://127.0.0.1.evil.example/", "http://localhost.evil.example/",
        "https://" + String(repeating: "a", count: 3_000),
    ])
    func `a page that is not plain https is not shown`(address: String) {
        #expect(!LoginAddress.isFit(address))
        #expect(LoginAddress.complete(address, beside: Self.page) == nil)
    }

    @Test(arguments: [
        page, page + "?user_code=ABCD-EFGH", "https://corp.awsapps.com/start/#/device?user_code=A",
        "http://127.0.0.1:8080/x", "http://[::1]:80/",
    ])
    func `plain https, and http on this machine, is shown`(address: String) {
        #expect(LoginAddress.isFit(address))
    }

    @Test func `the page with the code must be on the server of the plain page`() {
        #expect(LoginAddress.complete(Self.page + "?user_code=A", beside: Self.page) == Self.page + "?user_code=A")
        #expect(LoginAddress.complete("https://evil.example/?user_code=A", beside: Self.page) == nil)
        #expect(LoginAddress.complete(nil, beside: Self.page) == nil)
    }

    /// A login with these values from the service.
    private func login(
        authorization: String, registration: String = "1895270111"
    ) throws -> (explanation: CredentialExplanation, visitor: Visitor, cache: String) {
        let cloud = try LocalCloud()
        let server = try StubServer { request in
            switch request.target {
            case "/client/register":
                .reply(200, #"{"clientId":"c","clientSecret":"s","clientSecretExpiresAt":\#(registration)}"#)
            case "/device_authorization": .reply(200, #"{"deviceCode":"d","expiresIn":600,\#(authorization)}"#)
            default: .reply(200, #"{"accessToken":"bearer-new","expiresIn":3600,"refreshToken":"r"}"#)
            }
        }
        let situation = Situation(
            environment: cloud.environment.merging([
                "AWS_ENDPOINT_URL_SSO_OIDC": server.url, "AWS_ENDPOINT_URL_SSO": cloud.url,
            ]) { $1 },
            config: """
                [profile new]
                sso_session = corp
                sso_account_id = 111122223333
                sso_role_name = dba
                [sso-session corp]
                sso_region = eu-west-1
                sso_start_url = https://corp.example/start
                """, profile: "new")
        let (home, visitor) = (try TemporaryDirectory(), Visitor())
        let explanation = try situation.explain(interaction: visitor, home: home)
        return (explanation, visitor, (try? home.text(".aws/sso/cache/\(NameDigest.sha1("corp")).json")) ?? "")
    }

    @Test(arguments: [
        #""verificationUri":"javascript:x","userCode":"A""#, #""userCode":"A""#,
        #""verificationUri":"https://d/","userCode":"""#,
        #""verificationUri":"https://d/","userCode":"A\u001b[2J""#, #""verificationUri":7,"userCode":"A""#,
        #""verificationUri":"https://x@d/","userCode":"A""#,
    ])
    func `a login whose page or code is unfit ends before it is shown`(authorization: String) throws {
        let (explanation, visitor, _) = try login(authorization: authorization + #","interval":0"#)
        guard case .failure(let failure) = explanation.outcome else { return #expect(Bool(false)) }
        #expect(failure.what == "logging in to sso-session corp failed")
        #expect(visitor.invitations.withLock { $0.isEmpty })
    }

    @Test(arguments: ["javascript:alert(1)", "https://evil.example/", "http://d/?user_code=A"])
    func `an unfit page with the code leaves the plain page`(complete: String) throws {
        let (explanation, visitor, _) = try login(
            authorization:
                #""verificationUri":"https://d/","verificationUriComplete":"\#(complete)","userCode":"A","interval":0"#)
        #expect(throws: Never.self) { try explanation.outcome.get() }
        let invitation = try #require(visitor.invitations.withLock { $0.first })
        #expect(invitation.url == "https://d/" && invitation.completeURL == nil)
    }

    @Test(arguments: [
        "1000000000000000000", "9223372036854775807", "-9223372036854775808", "0", "1e300", "\"soon\"", "null",
        "253402300800000",
    ])
    func `the AWS CLI can read the end of the registration, whatever the service says`(end: String) throws {
        let (explanation, _, cache) = try login(
            authorization: #""verificationUri":"https://d/","userCode":"A","interval":-9223372036854775808"#,
            registration: end)
        #expect(throws: Never.self) { try explanation.outcome.get() }
        let written = try #require(cache.split(separator: "registrationExpiresAt\": \"").last?.prefix(20))
        let moment = try #require(Timestamp(text: written), "\(cache)")
        #expect((0...366 * 86_400).contains(moment.seconds(since: Situation.now)))
    }
}
