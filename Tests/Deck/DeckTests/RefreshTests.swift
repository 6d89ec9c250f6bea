import Failures
import Profiles
import ScreenKit
import Testing

@testable import Deck

/// The setting `refresh`.
@Suite struct RefreshTests {
    private func deck(refresh: Bool = true) -> Deck {
        var deck = Deck()
        set(refresh, in: &deck)
        return deck
    }

    private func set(_ refresh: Bool, in deck: inout Deck) {
        var settings = DeckSettings()
        settings.renewsTokens = refresh
        deck.send(.settings(settings, deck.state.now))
        deck.effects = []
    }

    private func signs(_ deck: inout Deck) -> [Effect] {
        deck.takeEffects().filter { if case .sign = $0 { true } else { false } }
    }

    @Test func `a signed token is renewed before it expires`() {
        var deck = deck()
        deck.sign("orders")
        deck.wait(779)
        #expect(signs(&deck) == [])
        deck.wait(2)
        #expect(signs(&deck) == [.sign([RowID("orders")])])
        var standard = self.deck(refresh: false)
        standard.sign("orders")
        standard.wait(781)
        #expect(signs(&standard) == [])
    }

    @Test func `a cluster without a token stays without one`() {
        var deck = deck()
        deck.wait(1)
        deck.fail("billing", Failure(.notPermitted, "no such role"))
        deck.wait(120)
        #expect(signs(&deck) == [])
    }

    @Test func `the user switches it off for one cluster`() {
        var deck = deck()
        deck.sign("orders")
        deck.press("a")
        #expect(deck.hint.contains("no longer kept fresh"))
        deck.sign("orders")
        deck.wait(800)
        #expect(signs(&deck) == [])
    }

    @Test func `a change of the setting applies to the tokens that still work`() {
        var deck = deck(refresh: false)
        deck.sign("orders")
        deck.sign("scratch")
        deck.press("a")
        deck.press("a")
        set(true, in: &deck)
        #expect(deck.state.row(RowID("scratch"))?.token.isKeptFresh == true)
        #expect(deck.state.row(RowID("orders"))?.token.isKeptFresh == false)
        #expect(deck.state.row(RowID("billing"))?.token.isKeptFresh == false)
        set(false, in: &deck)
        #expect(deck.state.row(RowID("scratch"))?.token.isKeptFresh == false)
    }

    @Test func `a renewed profile entry gets no token by itself`() {
        var deck = deck()
        deck.sign("orders")
        deck.load(Deck.file.replacing("orders.cluster-c1", with: "orders.cluster-d1"))
        deck.effects = []
        deck.wait(1)
        #expect(signs(&deck) == [])
    }
}
