import AWSCredentials
import SigV4
import TestSupport
import Testing
import Timestamps

/// The expiry of temporary keys, from notes that other tools store beside them.
@Suite struct ExpiryNoteTests {
    private static let soon = Situation.now + 300
    private static let keys = "aws_access_key_id = ASIAX\naws_secret_access_key = S\naws_session_token = T\n"

    private static let notes = [
        "x_security_token_expires", "aws_credential_expiration", "aws_session_expiration", "aws_expiration",
        "expiration",
        "token_expiration",
    ]

    private static let forms = [
        soon.rfc3339, soon.rfc3339.replacing("Z", with: "+00:00"), soon.rfc3339.replacing("Z", with: "+0000"),
        soon.rfc3339.replacing("Z", with: ".000Z"), soon.rfc3339.replacing("T", with: " ").replacing("Z", with: ""),
        soon.amzDate,
        "\(soon.secondsSince1970)", "\(soon.secondsSince1970 * 1_000 + 7)",
    ]

    @Test(arguments: notes, forms)
    func `a note in either file counts`(note: String, form: String) throws {
        let text = "[default]\n" + Self.keys + "\(note) = \(form)\n"
        #expect(try Situation(credentials: text).resolve().credentials.expiration == Self.soon)
        #expect(try Situation(config: text).resolve().credentials.expiration == Self.soon)
    }

    @Test(arguments: ["AWS_SESSION_EXPIRATION", "AWS_CREDENTIAL_EXPIRATION"])
    func `a note in the environment counts`(variable: String) throws {
        let keys = ["AWS_ACCESS_KEY_ID": "ASIAX", "AWS_SECRET_ACCESS_KEY": "S", "AWS_SESSION_TOKEN": "T"]
        let situation = Situation(environment: keys.merging([variable: Self.soon.rfc3339]) { $1 })
        #expect(try situation.resolve().credentials.expiration == Self.soon)
    }

    @Test func `the earliest of several expiry notes counts, and unreadable ones are ignored`() throws {
        let later = (Self.soon + 3_000).rfc3339
        for first in Self.notes {
            let lines = Self.notes.map { "\($0) = \($0 == first ? Self.soon.rfc3339 : later)\n" }.joined()
            let found = try Situation(credentials: "[default]\n" + Self.keys + lines).resolve()
            #expect(found.credentials.expiration == Self.soon)
        }
        for text in ["never", "", "0", "-1", "99999999999999999999", "2026-13-45T00:00:00Z"] {
            let found = try Situation(credentials: "[default]\n" + Self.keys + "expiration = \(text)\n").resolve()
            #expect(found.credentials.expiration == nil)
        }
        let variables = [
            "AWS_ACCESS_KEY_ID": "ASIAX", "AWS_SECRET_ACCESS_KEY": "S", "AWS_SESSION_TOKEN": "T",
            "AWS_CREDENTIAL_EXPIRATION": later, "AWS_SESSION_EXPIRATION": Self.soon.rfc3339,
        ]
        #expect(try Situation(environment: variables).resolve().credentials.expiration == Self.soon)
    }
}
