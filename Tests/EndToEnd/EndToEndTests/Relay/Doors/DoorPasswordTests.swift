import Foundation
import Secrets
import TestSupport
import Testing

@testable import Relay
@testable import Sandbox

/// The proof of a TCP port's password.
@Suite struct DoorPasswordTests {
    /// Source: RFC 7677, 3.
    @Test func `the exchange of RFC 7677 gives its result`() throws {
        let salt = try #require(Base64.decoded(Array("W22ZaJ0SNY7soEsUEjb6gQ==".utf8)))
        var exchange = ScramExchange(
            DoorPassword(Array("pencil".utf8), salt: salt),
            nonce: Array("%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0".utf8))
        let serverFirst = exchange.answer(first: Array("n,,n=user,r=rOprNGfwEbeRWgbNEkqO".utf8))
        let first = try #require(serverFirst)
        #expect(
            String(decoding: first, as: UTF8.self)
                == "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")
        let proof =
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
        let final = try #require(exchange.answer(final: Array(proof.utf8)))
        #expect(String(decoding: final, as: UTF8.self) == "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")
        for wrong in [
            proof.replacing("dHzb", with: "dHza"), proof.replacing("biws", with: "eSws"),
            proof.replacing("k0,p", with: "k1,p"), proof.replacing(",p=", with: ",q="), "", ",p=", "c=biws,p=AAAA",
        ] {
            #expect(exchange.answer(final: Array(wrong.utf8)) == nil, "\(wrong)")
        }
    }

    @Test func `an invalid first message is not answered`() {
        for wrong in ["", "n", "n,", "n,,", "p=tls-server-end-point,,n=,r=abc", "x,,n=,r=abc", "n,,n=user", "n,,n=,r="]
        {
            var exchange = ScramExchange(DoorPassword())
            let answer = exchange.answer(first: Array(wrong.utf8))
            #expect(answer == nil, "\(wrong)")
        }
    }

    @Test func `base64 reads what it writes and nothing else`() {
        for count in 0..<40 {
            let bytes = DoorPassword.random(count)
            let text = Base64.encoded(bytes)
            #expect(Data(bytes).base64EncodedString() == String(decoding: text, as: UTF8.self))
            #expect(Base64.decoded(text) == bytes)
        }
        for wrong in ["A", "AA", "AAA", "AA=A", "A===", "AAAAA===", "AB==", "AAB=", "AA==AAAA", "????"] {
            #expect(Base64.decoded(Array(wrong.utf8)) == nil, "\(wrong)")
        }
    }

    @Test func `passwords are long, plain and unique`() {
        let passwords = Set((0..<20).map { _ in DoorPassword().secret.revealText() })
        #expect(passwords.count == 20)
        #expect(passwords.allSatisfy { $0.count == 24 && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) } })
    }

    @Test func `new connections are accepted at a rate with a small reserve`() {
        let pace = ConnectionPace(perSecond: 100, burst: 5)
        let start: Int64 = 1_000_000_000_000
        let waits = (0..<10).map { _ in pace.turn(at: start) }
        #expect(waits == [0, 0, 0, 0, 0, 10, 20, 30, 40, 50])
        #expect(pace.turn(at: start + 1_000_000_000) == 0)
    }
}
