import ScreenKit
import TerminalUI
import Testing

@testable import Deck

/// The newest message is shown at once, errors stay longer, and the log contains all.
@Suite struct MessageTests {
    private func say(_ kind: Message.Kind, _ text: String, _ deck: inout Deck) {
        deck.send(.said(Message(kind, text, at: deck.state.now)))
    }

    @Test func `the newest message is shown at once and hidden after its reading time`() {
        var deck = Deck()
        for number in 1...5 { say(.info, "message \(number)", &deck) }
        #expect(deck.hint.contains("message 5"))
        deck.press("j")
        #expect(deck.hint.contains("message 5"))
        deck.wait(3)
        #expect(deck.hint.contains("Enter session"))
        deck.press("L")
        for number in 1...5 { #expect(deck.screen.contains("message \(number)")) }
    }

    @Test func `an error is not replaced by a success of the same moment`() {
        var deck = Deck()
        say(.error, "it failed", &deck)
        say(.info, "something else was signed", &deck)
        #expect(deck.hint.contains("it failed"))
        deck.wait(3)
        say(.warning, "something ends", &deck)
        #expect(deck.hint.contains("something ends"))
        say(.error, "it failed again", &deck)
        #expect(deck.hint.contains("it failed again"))
        deck.wait(4)
        say(.info, "signed", &deck)
        #expect(deck.hint.contains("signed"))
    }

    @Test(arguments: [Message.Kind.warning, .error])
    func `an error stays until a key is pressed or for twenty seconds`(kind: Message.Kind) {
        var deck = Deck()
        say(kind, "something is wrong", &deck)
        // A key of the same moment was meant for the earlier message.
        deck.press("j")
        deck.wait(19)
        #expect(deck.hint.contains("something is wrong"))
        deck.wait(1)
        #expect(!deck.hint.contains("something is wrong"))
        say(kind, "something is wrong", &deck)
        deck.wait(2)
        deck.press("j")
        #expect(!deck.hint.contains("something is wrong"))
    }

    @Test func `a repeated message is one entry of the log`() {
        var deck = Deck()
        deck.press("z", "z", "z")
        #expect(deck.state.messages.all.count == 1)
        deck.press("L")
        #expect(deck.screen.contains("z does nothing here; ? lists the keys (3 times)"))
    }

    @Test func `no message contains a countdown`() {
        var deck = Deck()
        deck.sign("orders")
        #expect(deck.hint.contains("good for new logins until 14:17:31"))
        deck.sign("billing", credentialsEndIn: 60)
        #expect(deck.hint.contains("ends with its credentials, at 14:03:31"))
    }
}
