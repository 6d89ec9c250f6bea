import Failures
import ScreenKit
import TerminalUI
import Testing

@testable import Deck

/// A requested program is announced, there is at most one, and it can be cancelled.
@Suite struct OpeningTests {
    private let orders = RowID("orders")

    @Test func `an opening program is announced until it starts`() {
        var deck = Deck()
        deck.press("x", "enter")
        #expect(deck.takeEffects() == [.handOff(orders, words: "psql")])
        #expect(deck.line(of: "orders").contains("opening…"))
        #expect(deck.hint.contains("opening orders…   Esc cancel"))
        // Repeating the key does not repeat the request.
        deck.press("enter", "enter")
        #expect(deck.takeEffects() == [])
        deck.sign("orders")
        #expect(deck.hint.contains("opening orders…"))
        deck.send(.opened(orders, deck.state.now))
        #expect(deck.state.opening == nil)
        #expect(!deck.line(of: "orders").contains("opening"))
    }

    @Test(arguments: ["j", "/", "r", "z", "s", "?", "c", "escape"])
    func `an opening program does not interrupt the user's next action`(key: String) {
        var deck = Deck()
        deck.press("x", "enter")
        let number = deck.state.opening?.number
        #expect(number != nil)
        deck.press(key)
        #expect(deck.state.opening == nil)
        #expect(deck.state.messages.all.contains { $0.text == "opening orders cancelled" })
        #expect(!deck.state.isLeaving)
    }

    @Test(arguments: ["ctrl-l", "ctrl-z"])
    func `an unrelated key does not cancel the request`(key: String) {
        var deck = Deck()
        deck.press("x", "enter", key)
        #expect(deck.state.opening != nil)
    }

    @Test func `a dialog of the request does not cancel it, and delays its start`() {
        var deck = Deck()
        deck.press("x", "enter")
        deck.send(
            .asked(Question(number: 1, title: "MFA", lines: [], label: "code", isSecret: true), deck.state.now))
        #expect(!deck.state.isAtRest)
        deck.wait(1)
        deck.type("123456")
        deck.press("x", "enter")
        #expect(deck.state.opening != nil)
        #expect(deck.state.isAtRest)
    }

    @Test func `a failed request is reported once`() {
        var deck = Deck(columns: 150)
        deck.press("x", "enter")
        let number = deck.state.opening?.number ?? 0
        let failure = Failure(.notPermitted, "the SSO login has ended", next: "log in")
        deck.fail("orders", failure)
        deck.send(.notOpened(number, failure, deck.state.now))
        #expect(deck.state.opening == nil)
        #expect(deck.state.messages.all.map(\.text) == ["orders: the SSO login has ended; try: log in"])
        #expect(deck.state.messages.all.first?.times == 1)
        deck.press("x", "enter")
        deck.sign("orders")
        deck.send(.notOpened(number + 1, Failure(.noInput, "cannot run psql"), deck.state.now))
        #expect(deck.line(of: "orders").contains("cannot run psql"))
        // A cancelled request reports nothing later.
        deck.press("enter", "escape")
        let count = deck.state.messages.all.count
        deck.send(.notOpened(number + 2, Failure(.noInput, "cannot run psql"), deck.state.now))
        #expect(deck.state.messages.all.count == count)
    }

    @Test func `Ctrl-C cancels running work, and quits only when there is none`() {
        var deck = Deck()
        deck.sign("orders")
        deck.press("*", "r")
        #expect(deck.line(of: "scratch").contains("signing"))
        _ = deck.takeEffects()
        deck.press("ctrl-c")
        #expect(deck.takeEffects() == [.giveUp])
        #expect(!deck.state.isLeaving)
        #expect(deck.hint.contains("cancelled: signing for 4 clusters"))
        #expect(deck.line(of: "scratch").contains("cancelled"))
        #expect(deck.line(of: "orders").contains("15:00"))
        // A late result is stored without a message.
        deck.fail("scratch", Failure(.interrupted, "interrupted"))
        deck.fail("billing", Failure(.unavailable, "not reached in time"))
        deck.sign("orders-ro")
        #expect(deck.state.messages.all.last?.text == "cancelled: signing for 4 clusters")
        #expect(!deck.line(of: "scratch").contains("failed") && !deck.line(of: "billing").contains("failed"))
        #expect(deck.line(of: "orders-ro").contains("15:00"))
        deck.press("ctrl-c")
        #expect(deck.takeEffects() == [.quit(130)])
    }

    @Test func `Ctrl-C cancels an opening and declines its questions`() {
        var deck = Deck()
        deck.press("x", "enter")
        deck.send(
            .asked(Question(number: 7, title: "log in", lines: [], label: nil, isSecret: false), deck.state.now))
        deck.wait(1)
        deck.press("ctrl-c")
        #expect(deck.effects.contains(.answer(7, nil)))
        deck.press("ctrl-c")
        #expect(deck.effects.contains(.giveUp))
        #expect(deck.state.opening == nil && !deck.state.isLeaving)
    }

    @Test func `a user who declined a code is not asked again automatically`() {
        var deck = Deck()
        deck.press("a")
        deck.fail("orders", Failure(.interrupted, "no MFA code was given"))
        _ = deck.takeEffects()
        for _ in 0..<100 { deck.wait(1) }
        #expect(!deck.takeEffects().contains(.sign([orders])))
        deck.press("r")
        #expect(deck.takeEffects().contains(.sign([orders])))
    }

    @Test func `a thousand clusters give one message in any order of results`() {
        var file = "[defaults]\nuser = \"u\"\n"
        for number in 0..<1_000 {
            file += """
                [clusters.c\(number)]
                engine = "postgresql"
                endpoint = "c\(number).cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"

                """
        }
        var deck = Deck(file)
        deck.press("*", "r")
        let facts = deck.facts("c0")
        for part in [0..<512, 512..<1_000] {
            deck.send(
                .signed(part.map { SigningOutcome(row: RowID("c\($0)"), result: .success(facts)) }, deck.state.now))
        }
        #expect(deck.state.messages.all.map(\.text) == ["1000 fresh tokens"])
    }

    @Test func `a fresh token does not hide a refused login`() {
        var deck = Deck(columns: 140)
        deck.sign("orders")
        deck.send(
            .refused(orders, Failure(.notPermitted, "orders refuses the login of jane", why: "1045"), deck.state.now))
        deck.sign("orders")
        deck.send(.returned(orders, program: "mysql", code: 1, deck.state.now))
        #expect(deck.line(of: "orders").contains("login refused"))
        #expect(deck.hint.contains("refuses the login of jane; why: 1045"))
        deck.press("r")
        deck.sign("orders")
        #expect(deck.line(of: "orders").contains("signed"))
    }

    @Test func `a failed psql login says where to find the reason`() {
        var deck = Deck(columns: 140)
        deck.send(.returned(orders, program: "psql", code: 2, deck.state.now))
        #expect(
            deck.hint.contains(
                "psql on orders ended with exit code 2: i inspects; quarterdeck sql orders -c 'select 1' shows why"))
    }
}
