import ScreenKit
import TerminalUI
import Testing

@testable import Deck

/// The key that opens local sockets for other programs.
@Suite struct ProxyTests {
    private let orders = RowID("orders")

    @Test func `p opens the sockets of a cluster and closes them again`() {
        var deck = Deck()
        deck.press("p")
        #expect(deck.takeEffects() == [.openProxies([orders])])
        deck.send(.proxies([orders: 0]))
        #expect(deck.line(of: "orders").contains("on"))
        deck.press("p")
        #expect(deck.takeEffects() == [.closeProxies([orders])])
        deck.send(.proxies([:]))
        #expect(!deck.grid.text.contains("PROXY"))
    }

    @Test func `with several marked clusters, those without sockets get some first`() {
        var deck = Deck()
        deck.press("*")
        let all = deck.state.rows.filter { $0.cluster != nil }.map(\.id)
        #expect(all.count > 1)
        deck.send(.proxies([all[0]: 1]))
        _ = deck.takeEffects()
        deck.press("p")
        let opened: [RowID] = deck.takeEffects().flatMap { effect -> [RowID] in
            if case .openProxies(let rows) = effect { rows } else { [] }
        }
        #expect(Set(opened) == Set(all.dropFirst()))
        deck.send(.proxies(Dictionary(uniqueKeysWithValues: all.map { ($0, 0) })))
        deck.press("p")
        let closed: [RowID] = deck.takeEffects().flatMap { effect -> [RowID] in
            if case .closeProxies(let rows) = effect { rows } else { [] }
        }
        #expect(Set(closed) == Set(all))
    }

    @Test func `the column shows the connections of other programs`() {
        var deck = Deck()
        #expect(!deck.grid.text.contains("PROXY"))
        deck.send(.proxies([orders: 3]))
        #expect(deck.grid.text.contains("PROXY"))
        #expect(deck.line(of: "orders").contains("on 3"))
    }
}
