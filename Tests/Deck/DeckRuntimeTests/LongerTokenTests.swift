import ScreenKit
import TestSupport
import Testing
import Timestamps

@testable import Deck

/// A token that is kept fresh is not replaced by one that expires earlier.
@Suite struct LongerTokenTests {
    private func section(endsIn seconds: Int64, key: String = "ASIASAMESAMESAME1111") -> String {
        let end = (DeckOnFiles.start.timestamp + seconds).rfc3339
        return
            "[default]\naws_access_key_id = \(key)\naws_secret_access_key = S\naws_session_token = T\n"
            + "x_security_token_expires = \(end)\n"
    }

    @Test(arguments: [(590, 5), (590, 589), (900, 5), (3_600, 30), (3_600, 899)])
    func `credentials that expire earlier keep a longer token, and the row says why`(_ before: Int, _ after: Int) throws
    {
        let deck = try DeckOnFiles(credentials: section(endsIn: Int64(before)))
        deck.press("a")
        try deck.wait { deck.token("orders")?.facts != nil && deck.token("orders")?.isSigning == false }
        let facts = try #require(deck.token("orders")?.facts)
        try deck.home.write(section(endsIn: Int64(after)), to: ".aws/credentials")
        deck.take(.awsFilesChanged(DeckOnFiles.start))
        deck.press("r")
        try deck.wait { deck.token("orders")?.facts?.outlives != nil }
        let kept = try #require(deck.token("orders")?.facts)
        #expect(kept.expiresAt == facts.expiresAt)
        #expect(deck.state.row(RowID("orders"))?.last?.text.hasPrefix("kept: the credentials end at ") == true)
        #expect(deck.state.messages.all.contains { $0.text.contains("is kept until \(facts.expiresAt.clock)") })
    }

    @Test(arguments: [(5, 590), (590, 3_600), (590, 590)])
    func `credentials that do not expire earlier give a fresh token`(_ before: Int, _ after: Int) throws {
        let deck = try DeckOnFiles(credentials: section(endsIn: Int64(before)))
        deck.press("r")
        try deck.wait { deck.token("orders")?.facts != nil }
        try deck.home.write(section(endsIn: Int64(after)), to: ".aws/credentials")
        deck.take(.awsFilesChanged(DeckOnFiles.start))
        deck.press("r")
        let end = DeckOnFiles.start.timestamp + Int64(min(after, 900))
        try deck.wait { deck.token("orders")?.facts?.expiresAt == end && deck.token("orders")?.isSigning == false }
        #expect(deck.token("orders")?.facts?.outlives == nil)
    }
}
