import Secrets
import Testing

@Suite struct SecretFilterTests {
    private static let signature = "3f9a0c51d2e48b7766aa19c0ffee42d8b1c37e905d6f8a2b4c1e0d9f7a6b5c4d"
    private static let session = "IQoJb3JpZ2luX2VjEPv//////////wEaCXVzLWVhc3QtMSJHMEUCIQ+ab/cd=="
    private static let encoded = session.utf8.map { byte in
        "/+=".utf8.contains(byte) ? "%" + String(byte, radix: 16, uppercase: true) : String(UnicodeScalar(byte))
    }.joined()
    private static let token =
        "db.example:5432/?Action=connect&DBUser=jane_doe&X-Amz-Credential=AKIAEXAMPLE%2F20261130%2Feu-west-1"
        + "&X-Amz-Security-Token=\(encoded)&X-Amz-Signature=\(signature)"
    private let filter = SecretFilter(Secret(token))

    /// Every run of eight characters of `secret` that `text` still contains.
    private func leaks(_ text: String, _ secret: String) -> [String] {
        let bytes = Array(secret.utf8)
        return (0...(bytes.count - 8)).map { String(decoding: bytes[$0..<($0 + 8)], as: UTF8.self) }.filter {
            text.lowercased().contains($0.lowercased())
        }
    }

    /// The forms in which a text may contain a secret.
    private static let forms: [(name: String, change: @Sendable (String) -> String)] = [
        ("as it is", { $0 }),
        ("in capitals", { $0.uppercased() }),
        ("encoded once more", { $0.replacing("%", with: "%25") }),
        ("encoded three times more", { $0.replacing("%", with: "%252525") }),
        ("decoded", { _ in session + " " + signature }),
        ("with every character encoded", { $0.utf8.map { "%" + String($0, radix: 16) }.joined() }),
        ("in lines", { $0.map { "\($0)\n" }.joined() }),
        ("with blanks and quotes", { $0.map { "'\($0)' " }.joined() }),
    ]

    @Test(arguments: forms.indices) func `a whole token shows none of its secrets`(_ form: Int) {
        let (name, change) = Self.forms[form]
        let text = filter.cleaned("Plugin '\(change(Self.token))' not allowed")
        for secret in [Self.signature, Self.session, Self.encoded] {
            let condensed = String(text.filter { $0.isLetter || $0.isNumber || "%/+=".contains($0) })
            #expect(leaks(text, secret).isEmpty && leaks(condensed, secret).isEmpty, "\(name): \(text)")
        }
        #expect(text.contains("<redacted>"))
    }

    @Test func `every part of eight or more characters is removed, and the text around it stays`() {
        for secret in [Self.signature, Self.session, Self.encoded] {
            let bytes = Array(secret.utf8)
            for length in [8, 13] {
                for start in 0...(bytes.count - length) {
                    let piece = String(decoding: bytes[start..<(start + length)], as: UTF8.self)
                    let text = filter.cleaned("it said: {\(piece)}")
                    #expect(leaks(text, secret).isEmpty, "\(piece)")
                    #expect(text.hasPrefix("it sai") && text.hasSuffix("}"), "\(text)")
                }
            }
        }
    }

    @Test func `other parts of a token and other words stay`() {
        let text = "db.example:5432 refused jane_doe of AKIAEXAMPLE in eu-west-1: 3f9a0c5 IQoJb3J \u{1F6A2}"
        #expect(filter.cleaned(text) == text)
        #expect(filter.cleaned("") == "")
        #expect(filter.cleaned("100%") == "100%")
    }

    @Test func `an unsigned token is secret as a whole`() {
        let filter = SecretFilter(Secret("the-token"))
        #expect(filter.cleaned("ask the-token now") == "ask <redacted> now")
        #expect(filter.cleaned("ask he%2Dtoken now") == "ask <redacted> now")
        #expect(filter.cleaned("the token of jane") == "the token of jane")
        let short = SecretFilter(Secret("abc"))
        #expect(short.cleaned("xABCx") == "x<redacted>x")
        #expect(SecretFilter(Secret("")).cleaned("anything") == "anything")
    }

    @Test func `bytes are filtered, too`() {
        #expect(filter.finds(in: [0, 1, 2] + Array(Self.signature.utf8.prefix(8)) + [255]))
        #expect(!filter.finds(in: Array(Self.signature.utf8.prefix(7))))
    }

    @Test func `filtering a long text with a long token is fast`() {
        let long = String(repeating: "0123456789abcdef", count: 4_000)
        let filter = SecretFilter(Secret("X-Amz-Security-Token=" + long))
        #expect(filter.cleaned(long) == "<redacted>")
    }
}
