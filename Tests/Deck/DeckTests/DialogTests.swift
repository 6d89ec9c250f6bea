import Failures
import ScreenKit
import TerminalUI
import Testing
import Timestamps

@testable import Deck

/// Questions of a search for credentials.
@Suite struct DialogTests {
    private func code(_ number: Int, profile: String? = nil) -> Question {
        Question(
            number: number, title: "MFA code", lines: ["device \(number)"], label: "code", isSecret: true,
            isNumber: true, profile: profile)
    }

    private func page(_ deck: Deck) -> LoginPage {
        LoginPage(
            profile: "sso", url: "https://device.sso/?user_code=ABCD-EFGH", code: "ABCD-EFGH",
            end: deck.state.now.timestamp + 600)
    }

    @Test func `a requested code is hidden while it is typed`() {
        var deck = Deck()
        deck.press("?")
        deck.send(.asked(code(1), deck.state.now))
        deck.send(.asked(code(2), deck.state.now))
        deck.wait(1)
        #expect(deck.screen.contains("device 1"))
        deck.type("123456")
        #expect(!deck.screen.contains("123456"))
        #expect(deck.screen.contains("******"))
        deck.press("enter")
        #expect(deck.takeEffects().last == .answer(1, "123456"))
        #expect(deck.screen.contains("device 2"))
        deck.wait(1)
        deck.press("escape")
        #expect(deck.takeEffects().last == .answer(2, nil))
        #expect(deck.state.overlay == nil)
    }

    @Test func `only digits of a code are typed and pasted`() {
        var deck = Deck()
        deck.send(.asked(code(1), deck.state.now))
        deck.wait(1)
        deck.type("12ab")
        deck.send(.input(.paste("34 56\n"), deck.state.now))
        deck.press("enter")
        #expect(deck.takeEffects().last == .answer(1, "123456"))
    }

    @Test func `keys typed for the deck have no effect in a dialog that opens by itself`() {
        var deck = Deck()
        deck.send(.asked(code(1), deck.state.now))
        deck.type("12")
        deck.press("escape", "enter")
        #expect(deck.effects == [])
        #expect(deck.state.overlay != nil)
        deck.wait(1)
        deck.type("34")
        deck.press("enter")
        #expect(deck.takeEffects().last == .answer(1, "34"))
    }

    @Test func `a dialog names its clusters`() {
        var deck = Deck()
        deck.press("*", "r")
        deck.send(.asked(code(1, profile: "dba"), deck.state.now))
        #expect(deck.screen.contains("for billing"))
        #expect(!deck.screen.contains("for billing and"))
        deck.wait(1)
        deck.press("escape")
        deck.send(.asked(code(2), deck.state.now))
        #expect(deck.screen.contains("for orders and 2 more"))
    }

    @Test func `a login page can be closed and reopened, and closes by itself`() {
        var deck = Deck()
        deck.press("r")
        let page = page(deck)
        deck.send(.invited(page, deck.state.now))
        #expect(deck.screen.contains("ABCD-EFGH"))
        #expect(deck.line(of: "orders").contains("log in"))
        #expect(!deck.line(of: "orders").contains("failed"))
        deck.wait(1)
        deck.press("q")
        #expect(deck.state.overlay == nil && !deck.state.isLeaving)
        #expect(deck.hint.contains("the login goes on; r shows the page again, Ctrl-C cancels it"))
        _ = deck.takeEffects()
        deck.press("r")
        #expect(deck.screen.contains("https://device.sso/?user_code=ABCD-EFGH"))
        deck.press("y")
        #expect(deck.takeEffects().last == .copyText("https://device.sso/?user_code=ABCD-EFGH"))
        deck.send(.loginEnded(page, deck.state.now))
        #expect(deck.state.overlay == nil)
        deck.sign("orders")
        #expect(deck.line(of: "orders").contains("15:00"))
    }

    @Test func `Ctrl-C on the page cancels the login`() {
        var deck = Deck()
        deck.press("r")
        deck.send(.invited(page(deck), deck.state.now))
        deck.wait(1)
        deck.press("ctrl-c")
        #expect(deck.takeEffects().last == .giveUp)
        #expect(deck.state.overlay == nil && deck.state.login == nil)
        deck.fail("orders", Failure(.interrupted, "interrupted"))
        #expect(!deck.line(of: "orders").contains("failed"))
    }
}
