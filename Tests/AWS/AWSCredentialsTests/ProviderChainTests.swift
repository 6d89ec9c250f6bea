import AWSCredentials
import Failures
import Secrets
import SigV4
import Testing
import Timestamps

@Suite struct ProviderChainTests {
    @Test func `a flag disables the environment's keys, AWS_PROFILE does not`() throws {
        var situation = Situation(
            environment: plainKeys, credentials: "[dba]\naws_access_key_id = F\naws_secret_access_key = S")
        situation.environment["AWS_PROFILE"] = "dba"
        #expect(try situation.resolve().credentials.accessKeyID == "AKID")
        #expect(try situation.resolve(.flag("dba")).credentials.accessKeyID == "F")
        #expect(try situation.resolve(.profileFile("dba")).credentials.accessKeyID == "F")
    }

    @Test func `a profile known only to the team's file yields to the environment, with a warning`() throws {
        let situation = Situation(environment: plainKeys)
        let found = try situation.resolve(.profileFile("dba"))
        #expect(found.credentials.accessKeyID == "AKID")
        #expect(
            found.warnings == ["this machine has no AWS profiles, dba neither; signed with the keys in the environment"]
        )
        #expect(situation.failure(.flag("dba"))?.what == "there is no AWS profile \"dba\"")
        #expect(Situation().failure(.profileFile("dba"))?.status == .badConfiguration)
        // If there are profiles, an unknown name is a mistake, and other keys must not sign instead.
        let other = Situation(environment: plainKeys, config: "[profile prod]\nregion = eu-west-1")
        #expect(other.failure(.profileFile("dba"))?.status == .badConfiguration)
    }

    @Test func `the expiry comes from the environment and from other tools' notes in the file`() throws {
        var situation = Situation(environment: plainKeys)
        situation.environment["AWS_CREDENTIAL_EXPIRATION"] = "2026-11-21T14:10:31Z"
        #expect(try situation.resolve().credentials.expiration == Situation.now + 120)
        for (key, expected) in [
            ("x_security_token_expires", true), ("aws_credential_expiration", true), ("other", false),
        ] {
            let file = Situation(
                credentials:
                    "[default]\naws_access_key_id=F\naws_secret_access_key=S\n\(key) = 2026-11-21T14:10:31+00:00")
            #expect((try file.resolve().credentials.expiration == Situation.now + 120) == expected)
        }
        let unreadable = Situation(
            credentials: "[default]\naws_access_key_id=F\naws_secret_access_key=S\nx_security_token_expires = soon")
        #expect(try unreadable.resolve().credentials.expiration == nil)
    }

    @Test func `expired credentials never sign`() throws {
        var situation = Situation(environment: plainKeys)
        for end in ["2026-11-21T14:08:31Z", "2026-11-21T14:08:30Z", "2001-01-01T00:00:00Z"] {
            situation.environment["AWS_CREDENTIAL_EXPIRATION"] = end
            let failure = try #require(situation.failure())
            #expect(failure.status == .notPermitted)
            #expect(failure.what == "the AWS credentials have expired")
        }
    }

    @Test(arguments: [
        ("AWS_ACCESS_KEY_ID", "AKID\r", "a line break (CR or LF)"),
        ("AWS_SECRET_ACCESS_KEY", "SECRET\n", "a line break (CR or LF)"),
        ("AWS_SECRET_ACCESS_KEY", " SECRET", "a blank at its beginning or end"),
        ("AWS_ACCESS_KEY_ID", "AKID ", "a blank at its beginning or end"),
        ("AWS_SESSION_TOKEN", "T\u{1}T", "a control character"),
        ("AWS_SECRET_ACCESS_KEY", "\"SECRET\"", "quotation marks around it"),
        ("AWS_ACCESS_KEY_ID", "AK # x", "a blank or a letter that no key has"),
        ("AWS_SESSION_TOKEN", "tök", "a blank or a letter that no key has"),
    ])
    func `damaged values are named by their place and never shown`(variable: String, value: String, found: String)
        throws
    {
        let situation = Situation(environment: plainKeys.merging([variable: value]) { _, new in new })
        let failure = try #require(situation.failure())
        #expect(failure.status == .badConfiguration)
        #expect(failure.why == "\(variable) holds \(found)")
        #expect(!"\(failure)".contains("SECRET\"") && !"\(failure)".contains("T\u{1}T"))
    }

    @Test func `a temporary key requires a session token, a long-term key forbids it`() throws {
        var situation = Situation(environment: plainKeys)
        situation.environment["AWS_ACCESS_KEY_ID"] = "ASIAIOSFODNN7EXAMPLE"
        #expect(situation.failure()?.what == "the AWS credentials are incomplete")
        #expect(situation.failure()?.why?.contains("ASIA…MPLE") == true)
        situation.environment["AWS_SESSION_TOKEN"] = "T"
        #expect(try situation.resolve().warnings.isEmpty)
        situation.environment["AWS_ACCESS_KEY_ID"] = "AKIAIOSFODNN7EXAMPLE"
        #expect(try situation.resolve().warnings.count == 1)
    }

    @Test func `two different session tokens are reported`() throws {
        let situation = Situation(
            environment: plainKeys.merging(["AWS_SESSION_TOKEN": "N", "AWS_SECURITY_TOKEN": "O"]) { $1 })
        let found = try situation.resolve()
        #expect(found.credentials.sessionToken?.revealText() == "O")
        #expect(found.warnings == ["AWS_SECURITY_TOKEN is used instead of AWS_SESSION_TOKEN, and they differ"])
    }

    @Test func `keys in the credentials file win over credential_process of the same profile`() throws {
        let situation = Situation(
            config: "[default]\ncredential_process = /bin/true",
            credentials: "[default]\naws_access_key_id = F\naws_secret_access_key = S")
        #expect(try situation.resolve().credentials.accessKeyID == "F")
    }

    @Test func `of two sections for one profile the last one counts, as in botocore`() throws {
        let keys = { (id: String) in "aws_access_key_id = \(id)\naws_secret_access_key = S\n" }
        for (first, second) in [("profile a", "profile \"a\""), ("profile \"a\"", "profile a")] {
            let situation = Situation(config: "[\(first)]\n\(keys("ONE"))[\(second)]\n\(keys("TWO"))", profile: "a")
            for _ in 0..<5 { #expect(try situation.resolve().credentials.accessKeyID == "TWO") }
        }
        let situation = Situation(config: "[profile default]\n\(keys("ONE"))[default]\n\(keys("TWO"))")
        #expect(try situation.resolve().credentials.accessKeyID == "TWO")
    }

    @Test func `an empty key counts as no key`() throws {
        let situation = Situation(credentials: "[default]\naws_access_key_id =\naws_secret_access_key = S")
        #expect(situation.failure()?.status == .badConfiguration)
    }

    @Test func `the trail contains every searched source`() throws {
        let situation = Situation(credentials: "[default]\naws_access_key_id = F\naws_secret_access_key = S")
        let steps = try situation.resolve().trail.steps
        #expect(steps.first?.answer == "AWS_ACCESS_KEY_ID is not set")
        #expect(steps.last?.provider == "shared credentials file")
        #expect(steps.last?.answer.hasPrefix("found: profile default in ") == true)
    }

    @Test func `no credentials anywhere is an error with advice`() throws {
        let failure = try #require(Situation().failure())
        #expect(failure.status == .notPermitted)
        #expect(failure.next?.contains("AWS_ACCESS_KEY_ID") == true)
    }
}
