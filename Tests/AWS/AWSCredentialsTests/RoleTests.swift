import AWSCredentials
import Failures
import Secrets
import SigV4
import TestSupport
import Testing
import Threads
import Timestamps

private let base = """
    [default]
    aws_access_key_id = AKIABASE
    aws_secret_access_key = S

    """

/// A user who types codes; records the devices.
final class Typist: CredentialInteraction {
    private let answers: [String]
    private let count = Counter()
    let asked = Locked<[MFADevice]>([])

    init(_ answers: String...) { self.answers = answers }

    func code(for device: MFADevice) throws(Failure) -> Secret {
        asked.withLock { $0.append(device) }
        return Secret(answers[min(count.next(), answers.count) - 1])
    }
    func offer(_ login: LoginOffer) -> LoginChoice { .decline }
    func show(_ invitation: LoginInvitation) {}
    func tell(_ line: String, of profile: String) {}
}

@Suite struct RoleTests {
    private let cloud: LocalCloud

    init() throws { cloud = try LocalCloud() }

    private func situation(_ config: String, _ more: [String: String] = [:]) -> Situation {
        Situation(
            environment: cloud.environment.merging(more) { $1 }, config: config, credentials: base, profile: "role")
    }

    @Test func `a role is assumed with its source profile's keys`() throws {
        let found = try situation("[profile role]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = default")
            .resolve()
        #expect(found.credentials.accessKeyID.hasPrefix("ASIA"))
        #expect(found.credentials.secretAccessKey.revealText() == "S&/")
        #expect(found.credentials.expiration == Situation.now + 3_600)
        #expect(found.isRenewable)
        #expect(cloud.server.requests == ["POST /"])
    }

    @Test func `the access to a role with MFA ends with its keys, and one without a person's help does not end`() throws
    {
        let role = "[profile role]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = default\n"
        #expect(try situation(role).resolve().access == nil)
        let asked = try situation(role + "mfa_serial = arn:mfa/jane").resolve(interaction: Typist("123456"))
        #expect(asked.access == AccessWindow(source: "role x with MFA", end: Situation.now + 3_600))
        let keys = plainKeys.merging(["AWS_CREDENTIAL_EXPIRATION": (Situation.now + 500).rfc3339]) { $1 }
        #expect(try Situation(environment: keys).resolve().access?.end == Situation.now + 500)
        #expect(try Situation(environment: plainKeys).resolve().access == nil)
    }

    @Test func `roles can be chained, and the trail contains every one`() throws {
        let found = try situation(
            """
            [profile role]
            role_arn = arn:aws:iam::3:role/last
            source_profile = middle
            [profile middle]
            role_arn = arn:aws:iam::2:role/middle
            source_profile = default
            """
        ).resolve()
        #expect(cloud.server.requests.count == 2)
        let steps = found.trail.steps.filter { $0.answer.hasPrefix("found") }
        #expect(steps.map(\.provider) == ["assumed role", "role of profile middle", "shared credentials file"])
        #expect(steps.map(\.depth) == [0, 1, 2])
        #expect(found.trail.winner == "role arn:aws:iam::3:role/last of profile role")
        #expect(found.trail.expiration == Situation.now + 3_600)
    }

    @Test func `the prompt for a code names the device, and a wrong code is reported`() throws {
        let config =
            "[profile role]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = default\nmfa_serial = arn:mfa/jane"
        let typist = Typist("123456")
        _ = try situation(config).resolve(interaction: typist)
        let device = try #require(typist.asked.withLock { $0.first })
        #expect(device.serial == "arn:mfa/jane")
        #expect(device.profile == "role")
        #expect(device.role == "arn:aws:iam::1:role/x")
        let corrected = Typist("000000", "123456")
        _ = try situation(config).resolve(interaction: corrected)
        #expect(corrected.asked.withLock { $0.map(\.isAgain) } == [false, true])
        // Only one retry.
        let hopeless = Typist("000000")
        #expect(throws: Failure.self) { try situation(config).resolve(interaction: hopeless) }
        #expect(hopeless.asked.withLock { $0.count } == 2)
        let nobody = try #require(situation(config).failure())
        #expect(nobody.status == .notPermitted)
        #expect(nobody.why == "there is no terminal to ask for the code of arn:mfa/jane on")
    }

    @Test func `assumed credentials go to the AWS CLI's cache, so that one code is enough`() throws {
        let home = try TemporaryDirectory()
        let situation = situation(
            "[profile role]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = default\nmfa_serial = 1")
        let typist = Typist("123456", "000000")
        let first = try situation.explain(interaction: typist, home: home).outcome.get()
        let second = try situation.explain(interaction: typist, home: home).outcome.get()
        #expect(first.credentials.accessKeyID == second.credentials.accessKeyID)
        #expect(typist.asked.withLock { $0.count } == 1)
        let names = try home.names(".aws/cli/cache")
        #expect(names.count == 1)
        #expect(home.mode(".aws/cli/cache/\(names[0])") == 0o600)
        #expect(second.trail.steps.contains { $0.provider == "AWS CLI's cache" })
        // Shortly before the expiry, new credentials are requested; if that fails, the old ones are used until they
        // expire.
        let late = try situation.explain(interaction: typist, now: Situation.now + 3_000, home: home).outcome.get()
        #expect(late.credentials.accessKeyID == first.credentials.accessKeyID)
        #expect(late.warnings.first?.hasPrefix("the role cannot be assumed again: AccessDenied: MultiFactor") == true)
        let ended = try situation.explain(interaction: typist, now: Situation.now + 3_600, home: home)
        #expect(throws: Failure.self) { try ended.outcome.get() }
    }

    @Test func `a cache file that is a link, another user's or invalid is neither read nor replaced`() throws {
        let home = try TemporaryDirectory()
        let situation = situation(
            "[profile role]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = default\nmfa_serial = 1")
        func found() throws -> String {
            try situation.explain(interaction: Typist("123456"), home: home).outcome.get().credentials.accessKeyID
        }
        _ = try found()
        let name = try home.names(".aws/cli/cache")[0]
        let place = ".aws/cli/cache/\(name)"
        let text = try home.text(place)
        try home.remove(place)
        try home.write(text.replacing("ASIA", with: "EVIL"), to: "elsewhere")
        try home.link(place, to: home.path("elsewhere"))
        #expect(try found().hasPrefix("ASIA"))
        #expect(try home.text("elsewhere").contains("EVIL"))
        try home.remove(place)
        for nonsense in ["", "{", "[]", "{\"Credentials\":{}}", text.replacing("Z\"", with: "\"x"), "\0"] {
            try home.write(nonsense, to: place)
            #expect(try found().hasPrefix("ASIA"))
        }
        // A linked directory is left alone, too.
        try home.remove(".aws/cli/cache")
        try home.write("x", to: "other/file")
        try home.link(".aws/cli/cache", to: home.path("other"))
        #expect(try found().hasPrefix("ASIA"))
        #expect(try home.names("other") == ["file"])
    }

    @Test(arguments: [2, 20, 51, 52, 1_000, 20_000])
    func `a chain of roles of any length ends with credentials or an error`(length: Int) throws {
        let links = (1..<length).map {
            "[profile p\($0)]\nrole_arn = arn:aws:iam::1:role/r\($0)\nsource_profile = p\($0 + 1)\n"
        }
        let end = "[profile p\(length)]\naws_access_key_id = AKIAEND\naws_secret_access_key = S\n"
        var situation = Situation(environment: cloud.environment, config: links.joined() + end)
        situation.profile = "p1"
        guard length > 51 else {
            #expect(try situation.resolve().source == "role arn:aws:iam::1:role/r1 of profile p1")
            return
        }
        let failure = try #require(situation.failure())
        #expect(failure.what == "the role of profile \"p1\" is too far from its credentials")
        #expect(cloud.server.requests.isEmpty)
    }

    @Test(arguments: [
        ("source_profile = nobody", "there is no AWS profile \"nobody\""),
        ("source_profile = role", "the AWS profiles' roles go round in a circle"),
        ("source_profile = other", "the AWS profiles' roles go round in a circle"),
        ("", "AWS credentials are incomplete"),
        ("source_profile = default\ncredential_source = Environment", "the AWS profile \"role\" contradicts itself"),
        ("credential_source = Moon", "\"Moon\" is not a credential source"),
        ("credential_source = Environment", "there are no credentials to assume the role with"),
        ("source_profile = empty", "the source profile \"empty\" has no credentials"),
    ])
    func `mistakes in the files are found before any call`(lines: String, what: String) throws {
        let failure = situation(
            """
            [profile role]
            role_arn = arn:aws:iam::1:role/x
            \(lines)
            [profile other]
            role_arn = arn:aws:iam::1:role/y
            source_profile = role
            [profile empty]
            region = eu-west-1
            """
        ).failure()
        #expect(failure?.what == what)
        #expect(cloud.server.requests.isEmpty)
    }

    @Test func `an error shows STS's message, and a foreign reply is distinguished`() throws {
        let config = "[profile role]\nsource_profile = default\nrole_arn = arn:aws:iam::1:role/"
        let denied = try #require(situation(config + "denied").failure())
        #expect(denied.status == .notPermitted)
        #expect(denied.why == "AccessDenied: you are not authorized <&>")
        #expect(situation(config + "odd").failure()?.status == .unavailable)
    }

    @Test func `a transient failure is retried, another one is not`() throws {
        let counter = Counter()
        let server = try StubServer { _ in
            counter.next() < 3
                ? .reply(503, "<ErrorResponse><Error><Code>x</Code></Error></ErrorResponse>") : .reply(400, "")
        }
        var situation = situation("[profile role]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = default")
        situation.environment["AWS_ENDPOINT_URL"] = server.url
        #expect(situation.failure()?.status == .notPermitted)
        #expect(counter.value == 3)
    }

    @Test func `a web identity's token is read for each call and sent unsigned`() throws {
        let folder = try TemporaryDirectory()
        let file = try folder.write("token-1", to: "token")
        var situation = Situation(environment: cloud.environment)
        situation.environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = file
        situation.environment["AWS_ROLE_ARN"] = "arn:aws:iam::1:role/pod"
        let first = try situation.resolve().credentials.accessKeyID
        try folder.write("token-2", to: "token")
        #expect(try situation.resolve().credentials.accessKeyID != first)
        situation.environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = folder.path("nowhere")
        #expect(situation.failure()?.status == .badConfiguration)
        situation.environment["AWS_ROLE_ARN"] = nil
        #expect(situation.failure()?.what == "a web identity is configured without a role")
    }

    @Test func `cancelling a search ends its wait`() throws {
        let cancel = WakeSignal()
        let server = try StubServer { _ in
            cancel.raise()
            return .silence
        }
        var situation = situation("[profile role]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = default")
        situation.environment["AWS_ENDPOINT_URL"] = server.url
        let explanation = try situation.explain(cancel: cancel)
        guard case .failure(let failure) = explanation.outcome else { return #expect(Bool(false)) }
        #expect(failure.status == .interrupted)
    }
}
