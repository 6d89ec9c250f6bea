import Failures
import SigV4
import TestSupport
import Testing

@testable import AWSCredentials

@Suite struct ProfileNameTests {
    private static let composed = "caf\u{E9}"
    private static let decomposed = "cafe\u{301}"

    private static func section(_ name: String, _ key: String) -> String {
        "[profile \(name)]\naws_access_key_id = \(key)\naws_secret_access_key = S\n"
    }

    @Test func `two Unicode normal forms of a name are two profiles, as in botocore`() throws {
        let both = Self.section(Self.composed, "AKIAONE") + Self.section(Self.decomposed, "AKIATWO")
        #expect(try Situation(config: both, profile: Self.composed).resolve().credentials.accessKeyID == "AKIAONE")
        #expect(try Situation(config: both, profile: Self.decomposed).resolve().credentials.accessKeyID == "AKIATWO")
        let one = Situation(config: Self.section(Self.composed, "AKIAONE"), profile: Self.decomposed)
        #expect(one.failure()?.what == "there is no AWS profile \"\(Self.decomposed)\"")
        #expect(CredentialIdentity(.flag(Self.composed)) != CredentialIdentity(.flag(Self.decomposed)))
        #expect(CredentialIdentity(.flag("a")) == CredentialIdentity(.flag("a"), region: "eu-west-1"))
        #expect(CredentialIdentity(.flag("a")) != CredentialIdentity(.profileFile("a")))
    }

    @Test(arguments: [
        ("dba", "dba"), ("team/dba-1", "team/dba-1"), ("Foo Bar", "'Foo Bar'"), ("it's", #"'it'\''s'"#),
        ("$(rm)", "'$(rm)'"), ("", "''"),
        ("a;b", "'a;b'"), ("\u{E9}", "'\u{E9}'"), ("a\nb", "'a\nb'"), ("~x", "'~x'"), ("a*", "'a*'"),
    ])
    func `a hint quotes a profile name for pasting`(name: String, word: String) {
        #expect(Quoting.shellWord(name) == word)
        #expect(ShellWords.split(word) == [name])
    }
}
