import ScreenKit
import Testing
import Timestamps

@testable import Deck

/// Countdowns when clocks are set, when the machine sleeps, and when time passes.
@Suite struct ClockTests {
    @Test func `a countdown counts every second to its end`() {
        var deck = Deck()
        deck.sign("orders")
        for second in 1...900 {
            deck.wait(1)
            let left = 900 - second
            #expect(deck.state.row(RowID("orders"))?.token.facts?.secondsLeft(at: deck.state.now) == Int64(left))
        }
        #expect(deck.line(of: "orders").contains("expired"))
    }

    @Test(arguments: [-7_200, -60, 60, 7_200, 86_400 * 365])
    func `setting the clock changes no countdown`(seconds: Int64) {
        var deck = Deck()
        deck.sign("orders")
        deck.wait(100)
        deck.send(.tick(deck.state.now.wallSet(by: seconds)))
        #expect(deck.line(of: "orders").contains("13:20"))
        #expect(deck.hint.contains("the system clock was set"))
        deck.wait(799)
        #expect(deck.line(of: "orders").contains("00:01"))
        deck.wait(1)
        #expect(deck.line(of: "orders").contains("expired"))
        // An expired token stays expired, however the clock is set.
        deck.send(.tick(deck.state.now.wallSet(by: -86_400)))
        #expect(deck.line(of: "orders").contains("expired"))
    }

    @Test func `a login after the clock was set gets a fresh token`() {
        var deck = Deck()
        deck.sign("orders")
        let facts = deck.state.row(RowID("orders"))?.token.facts
        #expect(facts?.isUsable(at: deck.state.now) == true)
        deck.send(.tick(deck.state.now.wallSet(by: 600)))
        #expect(deck.state.row(RowID("orders"))?.token.facts?.isUsable(at: deck.state.now) == false)
        #expect(deck.line(of: "orders").contains("signed before the clock"))
        // A drift of one second does not count.
        var other = Deck()
        other.sign("orders")
        other.send(.tick(other.state.now.wallSet(by: 1)))
        #expect(other.state.row(RowID("orders"))?.token.facts?.isUsable(at: other.state.now) == true)
    }

    @Test func `after hours of sleep the tokens are expired`() {
        var deck = Deck()
        deck.sign("orders")
        deck.wait(5 * 3_600)
        #expect(deck.line(of: "orders").contains("expired"))
        #expect(!deck.hint.contains("clock was set"))
    }

    @Test func `the expiry of credentials uses the same clock`() {
        var deck = Deck()
        deck.send(.tick(deck.state.now))
        let end = deck.state.now.timestamp + 2_832
        let facts = IdentityFacts(
            maskedKey: "ASIA…7Q2F", source: "profile dba", trail: [], arn: nil, expiresAt: end, seenAt: deck.state.now)
        deck.send(.identity(IdentityName(profile: nil), .success(facts), deck.state.now))
        #expect(deck.line(0).contains("credentials 47:12"))
        deck.send(.tick(deck.state.now.wallSet(by: -3_600)))
        #expect(deck.line(0).contains("credentials 47:12"))
        deck.wait(2_832)
        #expect(deck.line(0).contains("credentials ended"))
    }
}
