import Failures
import ScreenKit
import Testing

@testable import Deck

/// Tokens that are dropped because they belong to another identity.
@Suite struct DroppingTests {
    private let orders = RowID("orders")

    @Test func `a dropped token leaves its row, which shows why`() throws {
        var deck = Deck(columns: 140)
        deck.sign("orders")
        deck.sign("billing")
        let facts = try #require(deck.state.row(orders)?.token.facts)
        deck.send(.awsFilesChanged(deck.state.now))
        #expect(deck.takeEffects().contains(.verifyTokens([orders, RowID("billing")])))
        let token = DroppedToken(row: orders, facts: facts, reason: "its credentials are now AKIA…2222")
        deck.send(.dropped([token], deck.state.now))
        #expect(deck.state.row(orders)?.token.facts == nil)
        #expect(deck.line(of: "orders").contains("dropped the token"))
        let text = "orders: dropped the token of AKIA…7Q2F: its credentials are now AKIA…2222"
        #expect(deck.state.messages.all.contains { $0.text == text })
        #expect(deck.state.row(RowID("billing"))?.token.facts != nil)
        #expect(!deck.takeEffects().contains(.sign([orders])))
    }

    @Test func `a token that was signed meanwhile stays`() throws {
        var deck = Deck()
        deck.sign("orders")
        let facts = try #require(deck.state.row(orders)?.token.facts)
        deck.wait(5)
        deck.sign("orders")
        deck.send(.dropped([DroppedToken(row: orders, facts: facts, reason: "x")], deck.state.now))
        #expect(deck.state.row(orders)?.token.facts != nil)
    }

    @Test func `a row that is kept fresh is signed again`() throws {
        var deck = Deck()
        deck.press("a")
        deck.sign("orders")
        let facts = try #require(deck.state.row(orders)?.token.facts)
        _ = deck.takeEffects()
        deck.send(.dropped([DroppedToken(row: orders, facts: facts, reason: "x")], deck.state.now))
        #expect(deck.takeEffects() == [.sign([orders])])
    }

    @Test(arguments: [
        ("user = \"jane_ro\"", "user"), ("aws_profile = \"dba\"", "aws_profile"), ("port = 6000", "port"),
        (
            "endpoint = \"other.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com\"", "endpoint"
        ),
    ])
    func `changing a login in the file drops its token with a message`(line: String, key: String) {
        func file(_ line: String) -> String {
            let endpoint =
                line.hasPrefix("endpoint")
                ? "" : "endpoint = \"orders.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com\"\n"
            return "[defaults]\nuser = \"jane_doe\"\n[clusters.orders]\nengine = \"postgresql\"\n\(endpoint)\(line)\n"
        }
        var deck = Deck(file("note = \"x\""), columns: 140)
        deck.sign("orders")
        deck.load(file("note = \"another remark\""))
        #expect(deck.state.row(orders)?.token.facts != nil)
        deck.load(file(line))
        #expect(deck.state.row(orders)?.token.facts == nil)
        let text = "dropped the token: the profile file names another \(key)"
        #expect(deck.state.row(orders)?.last?.text == text)
        #expect(deck.state.messages.all.contains { $0.text == "orders: \(text)" })
    }
}
