import AWSCredentials
import Failures
import Secrets
import SigV4
import TestSupport
import Testing
import Threads
import Timestamps

private let sessions = """
    [profile new]
    sso_session = corp
    sso_account_id = 111122223333
    sso_role_name = dba
    [sso-session corp]
    sso_start_url = https://corp.awsapps.com/start
    sso_region = eu-west-1
    [profile old]
    sso_start_url = https://corp.awsapps.com/start
    sso_region = eu-west-1
    sso_account_id = 111122223333
    sso_role_name = dba
    [profile partly]
    sso_account_id = 1
    [profile other]
    sso_session = corp
    sso_region = us-east-1
    sso_account_id = 1
    sso_role_name = x
    [profile lost]
    sso_session = nobody
    sso_account_id = 1
    sso_role_name = x

    """

private let tokens = (
    new: ".aws/sso/cache/\(NameDigest.sha1("corp")).json",
    old: ".aws/sso/cache/\(NameDigest.sha1("https://corp.awsapps.com/start")).json"
)

private func token(
    _ access: String = "bearer-1", ends seconds: Int64, renewal: String? = nil, registered: Int64 = 9_000
)
    -> String
{
    let more =
        renewal.map {
            #", "clientId": "c", "clientSecret": "s", "refreshToken": "\#($0)", "registrationExpiresAt": "\#((Situation.now + registered).rfc3339)""#
        } ?? ""
    return #"{"accessToken": "\#(access)", "expiresAt": "\#((Situation.now + seconds).rfc3339)"\#(more)}"#
}

/// A user who wants to log in; records what is shown.
final class Visitor: CredentialInteraction {
    let offers = Locked<[LoginOffer]>([])
    let invitations = Locked<[LoginInvitation]>([])

    func code(for device: MFADevice) throws(Failure) -> Secret { throw Failure(.internalError, "not asked") }
    func offer(_ login: LoginOffer) -> LoginChoice {
        offers.withLock { $0.append(login) }
        return .ownLogin
    }
    func show(_ invitation: LoginInvitation) { invitations.withLock { $0.append(invitation) } }
    func tell(_ line: String, of profile: String) {}
}

@Suite struct SSOTests {
    private let cloud: LocalCloud

    init() throws { cloud = try LocalCloud() }

    private func situation(_ profile: String, _ files: [String: String] = [:]) -> Situation {
        Situation(environment: cloud.environment, config: sessions, profile: profile, files: files)
    }

    @Test(arguments: ["new", "old"])
    func `a login's token gives the role's keys, with an expiry in milliseconds`(profile: String) throws {
        let place = profile == "new" ? tokens.new : tokens.old
        let found = try situation(profile, [place: token(ends: 3_600)]).resolve()
        #expect(found.credentials.accessKeyID.hasPrefix("ASIA"))
        #expect(found.credentials.expiration == Situation.now + 3_600)
        #expect(cloud.server.requests == ["GET /federation/credentials?role_name=dba&account_id=111122223333"])
    }

    @Test(arguments: [("new", tokens.new, "sso-session corp"), ("old", tokens.old, "https://corp.awsapps.com/start")])
    func `the access lasts as long as the login, or as the role's keys`(
        profile: String, place: String, session: String
    ) throws {
        func access(_ seconds: Int64, _ renewal: String? = nil) throws -> AccessWindow? {
            try situation(profile, [place: token(ends: seconds, renewal: renewal)]).resolve().access
        }
        #expect(try access(20_000) == AccessWindow(source: session, end: Situation.now + 20_000))
        // The role's keys last an hour.
        #expect(try access(600) == AccessWindow(source: session, end: Situation.now + 3_600))
        let isRenewed = profile == "new"
        #expect(try access(20_000, "refresh-good")?.movesBefore == (isRenewed ? 900 : nil))
    }

    @Test(arguments: [("new", tokens.new, "sso-session corp"), ("old", tokens.old, "https://corp.awsapps.com/start")])
    func `an expired login is reported with its time, its file and the command to type`(
        profile: String, place: String, session: String
    ) throws {
        let never = try #require(situation(profile).failure())
        #expect(never.what == "there is no SSO login of profile \"\(profile)\" yet")
        #expect(never.why == "no login to \(session) has been made (~/\(place) does not exist)")
        #expect(never.next == "aws sso login --profile \(profile)")
        let ended = try #require(situation(profile, [place: token(ends: 0)]).failure())
        #expect(ended.status == .notPermitted)
        #expect(ended.what == "the SSO login of profile \"\(profile)\" has ended")
        #expect(ended.why == "\(session) ended at \(Situation.now.rfc3339) (~/\(place))")
        let revoked = try #require(situation(profile, [place: token("gone", ends: 3_600)]).failure())
        #expect(revoked.why == "the portal does not accept the login in ~/\(place) any more")
    }

    @Test func `a session's token is renewed before its expiry and saved for the AWS CLI`() throws {
        let home = try TemporaryDirectory()
        let first = situation("new", [tokens.new: token(ends: 100, renewal: "refresh-good")])
        _ = try first.explain(home: home).outcome.get()
        #expect(cloud.server.requests.first == "POST /token")
        let kept = try home.text(tokens.new)
        #expect(kept.contains("bearer-renewed") && kept.contains((Situation.now + 28_800).rfc3339))
        #expect(kept.contains(#""clientSecret": "s""#) && kept.contains(#""region": "eu-west-1""#))
        #expect(home.mode(tokens.new) == 0o600)
        // The older form cannot be renewed, whatever its file contains.
        let older = situation("old", [tokens.old: token(ends: 100, renewal: "refresh-good")])
        _ = try older.resolve()
        #expect(cloud.server.requests.filter { $0 == "POST /token" }.count == 1)
    }

    @Test func `a token that cannot be renewed is used until it expires`() throws {
        let refused = situation("new", [tokens.new: token(ends: 100, renewal: "refresh-bad")])
        let found = try refused.explain()
        #expect(try found.outcome.get().credentials.accessKeyID.hasPrefix("ASIA"))
        #expect(found.trail.steps.contains { $0.answer == "cannot be renewed: invalid_grant Invalid refresh token" })
        let unregistered = situation("new", [tokens.new: token(ends: 100, renewal: "refresh-good", registered: 0)])
        _ = try unregistered.resolve()
        #expect(cloud.server.requests.filter { $0 == "POST /token" }.count == 1)
        #expect(
            situation("new", [tokens.new: token(ends: -1, renewal: "refresh-bad")]).failure()?.status == .notPermitted)
    }

    @Test func `mistakes in the files are named`() {
        let wanted = [
            "partly": "the AWS profile \"partly\" is configured for SSO, and not completely",
            "other": "the AWS profile \"other\" contradicts its sso-session",
            "lost": "there is no section [sso-session nobody]",
        ]
        for (profile, what) in wanted { #expect(situation(profile).failure()?.what == what) }
        #expect(cloud.server.requests.isEmpty)
    }

    @Test func `a token file that is a link or invalid is refused with its name`() throws {
        let home = try TemporaryDirectory()
        try home.write(token(ends: 3_600), to: "elsewhere")
        try home.write("x", to: ".aws/sso/cache/x")
        try home.link(tokens.new, to: home.path("elsewhere"))
        guard case .failure(let failure) = try situation("new").explain(home: home).outcome else {
            return #expect(Bool(false))
        }
        #expect(failure.why == "it is a symbolic link")
        for nonsense in ["", "{", "[]", "{}", #"{"accessToken": "x"}"#, #"{"accessToken": "x", "expiresAt": "soon"}"#] {
            let failure = try #require(situation("new", [tokens.new: nonsense]).failure())
            #expect("\(failure)".contains(NameDigest.sha1("corp")))
        }
        #expect(cloud.server.requests.isEmpty)
    }

    @Test func `a role in a chain may come from a login`() throws {
        var situation = situation("", [tokens.new: token(ends: 3_600)])
        situation.config += "[profile top]\nrole_arn = arn:aws:iam::1:role/top\nsource_profile = new\n"
        situation.profile = "top"
        let found = try situation.resolve()
        #expect(found.source == "role arn:aws:iam::1:role/top of profile top")
        #expect(cloud.server.requests.map { $0.prefix(8) } == ["GET /fed", "POST /"])
    }

    @Test func `a user can log in without the AWS CLI`() throws {
        let counter = Counter()
        let portal = cloud
        let server = try StubServer { request in
            func json(_ status: Int, _ text: String) -> StubServer.Answer { .reply(status, text) }
            switch request.target {
            case "/client/register":
                let isRight =
                    request.body
                    == #"{"clientName":"quarterdeck","clientType":"public","scopes":["sso:account:access"]}"#
                return json(
                    isRight ? 200 : 400, #"{"clientId":"c","clientSecret":"s","clientSecretExpiresAt":1895270111}"#)
            case "/device_authorization":
                return json(
                    200,
                    #"{"deviceCode":"d","userCode":"ABCD-EFGH","verificationUri":"https://device.sso/","verificationUriComplete":"https://device.sso/?user_code=ABCD-EFGH","expiresIn":600,"interval":0}"#
                )
            case "/token":
                guard request.body.contains("device_code"), request.body.contains(#""deviceCode":"d""#) else {
                    return json(400, #"{"error":"invalid_request"}"#)
                }
                return counter.next() < 3
                    ? json(400, #"{"error":"authorization_pending"}"#)
                    : json(200, #"{"accessToken":"bearer-new","expiresIn":3600,"refreshToken":"r"}"#)
            default: return json(404, "")
            }
        }
        let home = try TemporaryDirectory()
        var situation = situation("new")
        situation.environment["AWS_ENDPOINT_URL_SSO_OIDC"] = server.url
        situation.environment["AWS_ENDPOINT_URL_SSO"] = portal.url
        let visitor = Visitor()
        let found = try situation.explain(interaction: visitor, home: home).outcome.get()
        #expect(found.credentials.accessKeyID.hasPrefix("ASIA"))
        #expect(visitor.offers.withLock { $0.map(\.session) } == ["sso-session corp"])
        let invitation = try #require(visitor.invitations.withLock { $0.first })
        #expect(invitation.code == "ABCD-EFGH")
        #expect(invitation.url == "https://device.sso/")
        #expect(invitation.end == Situation.now + 600)
        #expect(counter.value == 3)
        #expect(try home.text(tokens.new).contains(#""refreshToken": "r""#))
        // The next search uses the login.
        _ = try situation.explain(home: home).outcome.get()
        #expect(visitor.offers.withLock { $0.count } == 1)
    }

    @Test(arguments: [
        ("access_denied", "the request was denied"), ("expired_token", "the code was not confirmed in time"),
    ])
    func `an unconfirmed login fails with the reason`(code: String, why: String) throws {
        let server = try StubServer { request in
            switch request.target {
            case "/client/register": return .reply(200, #"{"clientId":"c","clientSecret":"s"}"#)
            case "/device_authorization":
                return .reply(
                    200,
                    #"{"deviceCode":"d","userCode":"A","verificationUri":"https://d/","expiresIn":600,"interval":0}"#)
            default: return .reply(400, #"{"error":"\#(code)"}"#)
            }
        }
        var situation = situation("new")
        situation.environment["AWS_ENDPOINT_URL_SSO_OIDC"] = server.url
        guard case .failure(let failure) = try situation.explain(interaction: Visitor()).outcome else {
            return #expect(Bool(false))
        }
        #expect(failure.what == "logging in to sso-session corp failed")
        #expect(failure.why == why)
    }
}
