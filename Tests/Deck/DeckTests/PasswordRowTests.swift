import Profiles
import ScreenKit
import Testing

@testable import Deck

/// Rows whose logins need a password instead of a token.
@Suite struct PasswordRowTests {
    private static let file = """
        [clusters.orders]
        engine = "postgresql"
        endpoint = "orders.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
        user = "admin"
        [clusters.orders.passwords]
        admin = "secret:rds!cluster-0a1b2c"
        [clusters.billing]
        engine = "mysql"
        endpoint = "billing.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
        user = "jane_doe"
        """

    private let row = RowID("orders")

    @Test func `the token column says what it is, where it comes from and how old it is`() {
        var deck = Deck(Self.file)
        #expect(deck.line(of: "orders").contains("password secret"))
        deck.send(.fetchedPassword(cluster: "orders", user: "admin", deck.state.now))
        deck.wait(200)
        #expect(deck.line(of: "orders").contains("password secret 3m"))
        #expect(!deck.line(of: "billing").contains("password"))
        deck.press("i")
        #expect(deck.screen.contains("admin logs in with a password instead of a token"))
        #expect(deck.screen.contains("the secret rds!cluster-0a1b2c"))
    }

    @Test func `actions that need a token say that there is none`() {
        for key in ["c", "C", "y", "a"] {
            var deck = Deck(Self.file)
            _ = deck.takeEffects()
            deck.press(key)
            #expect(deck.takeEffects().isEmpty, "\(key)")
            #expect(deck.state.overlay == nil)
            #expect(deck.state.messages.all.last?.text.contains("orders has no token") == true, "\(key)")
        }
    }

    @Test func `r forgets a password and signs only for the other clusters`() {
        var deck = Deck(Self.file)
        deck.send(.fetchedPassword(cluster: "orders", user: "admin", deck.state.now))
        _ = deck.takeEffects()
        deck.press("*")
        deck.press("r")
        #expect(deck.takeEffects() == [.forgetPasswords([row]), .sign([RowID("billing")])])
        #expect(!deck.line(of: "orders").contains("0s"))
    }

    @Test func `a session opens without a token`() {
        var deck = Deck(Self.file)
        _ = deck.takeEffects()
        deck.press("enter")
        #expect(deck.takeEffects() == [.openSession(row)])
        #expect(deck.state.row(row)?.token.isSigning == false)
    }

    @Test func `the flag for the user decides`() {
        var deck = Deck(Self.file)
        deck.state.userForAll = "jane_doe"
        #expect(!deck.line(of: "orders").contains("password"))
    }
}
