import Secrets
import Testing

@Suite struct SecretTests {
    private let secret = Secret("correct horse")

    @Test func `printing, interpolating, reflecting and dumping show nothing`() {
        struct Holder { let secret: Secret }
        var dumped = ""
        dump(Holder(secret: secret), to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), "\(Holder(secret: secret))", dumped] {
            #expect(text.contains("<redacted>"))
            #expect(!text.contains("horse"))
        }
        #expect(Mirror(reflecting: secret).children.isEmpty)
    }

    @Test func `revealing returns the bytes`() {
        #expect(secret.revealText() == "correct horse")
        #expect(secret.revealBytes { Array($0) } == Array("correct horse".utf8))
        #expect(secret.count == 13)
        #expect(Secret("").isEmpty)
        #expect(Secret("").revealBytes { $0.count } == 0)
    }

    @Test func `secrets are compared by their bytes`() {
        #expect(secret.matches(Secret("correct horse")))
        #expect(!secret.matches(Secret("correct horsf")))
        #expect(!secret.matches(Secret("correct hors")))
        #expect(Secret("").matches(Secret("")))
    }

    @Test func `a buffer keeps its bytes while it grows and wipes them when cleared`() {
        var buffer = SecretBuffer(capacity: 4)
        for index in 0..<1_000 { buffer.append("\(index),") }
        let expected = (0..<1_000).map { "\($0)," }.joined()
        #expect(buffer.revealBytes { String(decoding: $0, as: UTF8.self) } == expected)
        #expect(buffer.secret(0..<4).revealText() == "0,1,")
        buffer.clear()
        #expect(buffer.count == 0)
    }
}
