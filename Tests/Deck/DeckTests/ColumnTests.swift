import Failures
import Profiles
import ScreenKit
import TerminalUI
import Testing
import Timestamps

@testable import Deck

/// The choice of the table's columns.
@Suite struct ColumnTests {
    private func titles(_ deck: Deck) -> [String] {
        deck.line(1).split(separator: " ").map(String.init)
    }

    private func choose(_ columns: [TableColumn]?, in deck: inout Deck) {
        var settings = DeckSettings()
        settings.columns = columns
        deck.send(.settings(settings, deck.state.now))
    }

    @Test func `w shows the wide columns, and w hides them`() {
        var deck = Deck(columns: 260)
        let narrow = titles(deck)
        deck.send(.versions([RowID("orders"): "16.4 (Debian 16.4-1)", RowID("billing"): "8.0.36-MariaDB-0+deb12u1"]))
        deck.press("w")
        #expect(
            titles(deck) == [
                "ENV", "NAME", "ENGINE", "VERSION", "ROLE", "REGION", "DATABASE", "USER", "TOKEN", "CREDENTIALS",
                "TAGS",
                "ENDPOINT", "NOTE", "LAST",
            ])
        let orders = deck.line(of: "orders")
        #expect(orders.contains("orders.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"))
        #expect(
            orders.contains(" 16.4 ") && orders.contains(" payments ") && orders.contains("writer fails over to 1b"))
        #expect(deck.line(of: "billing").contains(" 8.0.36-MariaDB "))
        #expect(!deck.screen.contains("Debian"))
        deck.press("w")
        #expect(titles(deck) == narrow)
    }

    @Test func `a version stays known after its session`() {
        var deck = Deck(columns: 260)
        deck.send(.versions([RowID("orders"): "16.4"]))
        deck.send(.versions([RowID("billing"): "8.0.36"]))
        deck.press("w")
        #expect(deck.line(of: "orders").contains(" 16.4 ") && deck.line(of: "billing").contains(" 8.0.36 "))
    }

    @Test func `a narrow screen keeps the token and names the columns without room`() {
        var deck = Deck(columns: 80)
        deck.press("w")
        let shown = titles(deck)
        for title in ["ENV", "NAME", "TOKEN", "DATABASE", "TAGS", "VERSION"] { #expect(shown.contains(title)) }
        #expect(deck.hint.contains("the screen is too narrow for"))
        #expect(deck.hint.contains("endpoint, note"))
    }

    @Test(arguments: 40...220) func `no column is outside of the screen`(columns: Int) {
        for isWide in [false, true] {
            for choice in [nil, TableColumn.allCases, TableColumn.allCases.reversed(), [.last, .name, .token]] {
                var deck = Deck(columns: columns)
                deck.state.settings.columns = choice
                deck.state.sessions[RowID("orders")] = 2
                deck.state.proxies[RowID("orders")] = 1
                deck.state.isWide = isWide
                let table = TableColumns(deck.state, width: columns)
                #expect(table[.name] != nil)
                for (column, next) in zip(table.columns, table.columns.dropFirst()) {
                    #expect(column.start + column.width + 2 == next.start)
                }
                #expect((table.columns.last).map { $0.start + $0.width <= columns } == true)
                #expect(deck.screen.contains("orders"))
            }
        }
    }

    @Test func `the settings choose and order the columns`() {
        var deck = Deck(columns: 140)
        choose([.token, .name, .database, .user], in: &deck)
        #expect(titles(deck) == ["TOKEN", "NAME", "DATABASE", "USER"])
        deck.press("w")
        #expect(titles(deck).prefix(4) == ["TOKEN", "NAME", "DATABASE", "USER"])
        #expect(titles(deck).contains("VERSION"))
        deck.press("w")
        choose(nil, in: &deck)
        #expect(titles(deck).prefix(3) == ["ENV", "NAME", "ENGINE"])
    }

    @Test func `a failure never covers a column with a text`() {
        var deck = Deck(columns: 140)
        choose([.name, .token, .user, .last], in: &deck)
        deck.fail("orders", Failure(.notPermitted, "no such role"))
        #expect(deck.line(of: "orders").contains("jane_doe"))
        #expect(deck.line(of: "orders").contains("no such role"))
        choose([.name, .token, .last, .user], in: &deck)
        #expect(deck.line(of: "orders").contains("failed  no such role"))
        #expect(deck.line(of: "orders").hasSuffix("jane_doe"))
        choose([.token, .last, .name], in: &deck)
        #expect(deck.screen.contains("endpoint is a custom DNS name") || deck.screen.contains("clusters.toml:"))
    }

    @Test func `the credentials' end is shown where the others have room`() {
        #expect(!Deck(columns: 80).line(1).contains("CREDENTIALS"))
        #expect(!Deck(columns: 110).line(1).contains("CREDENTIALS"))
        var deck = Deck(columns: 150)
        for title in ["ENGINE", "ROLE", "REGION", "USER", "TOKEN", "CREDENTIALS", "LAST"] {
            #expect(titles(deck).contains(title))
        }
        func identify(_ seconds: Int64?, _ deck: inout Deck) {
            let facts = IdentityFacts(
                maskedKey: "ASIA…7Q2F", source: "profile dba", trail: [], arn: nil,
                expiresAt: seconds.map { deck.state.now.timestamp + $0 }, seenAt: deck.state.now)
            deck.send(.identity(IdentityName(profile: nil), .success(facts), deck.state.now))
        }
        for (seconds, text) in [
            (11_520, " 3:12 h"), (2_460, " 41 min"), (50, " 50 s"), (0, " ended"), (300_000, " 3 d"), (nil, " no end"),
        ] as [(Int64?, String)] {
            identify(seconds, &deck)
            #expect(deck.line(of: "orders").contains(text), "\(text)")
        }
        deck.send(
            .identity(
                IdentityName(profile: nil),
                .failure(Failure(.notPermitted, "no", cause: .credentialsExpired)), deck.state.now))
        #expect(deck.line(of: "orders").contains(" expired"))
        // The row of another profile.
        #expect(!deck.line(of: "billing").contains("expired"))
        deck.sign("billing", credentialsEndIn: 7_260)
        #expect(deck.line(of: "billing").contains(" 2:01 h"))
    }

    @Test func `the column asks for the identity of each visible row, one after the other`() {
        var deck = Deck(columns: 150)
        deck.wait(1)
        #expect(deck.takeEffects() == [.identify(RowID("orders"))])
        deck.wait(1)
        #expect(deck.takeEffects() == [.identify(RowID("billing"))])
        deck.wait(1)
        #expect(deck.takeEffects() == [])
        var narrow = Deck(columns: 80)
        narrow.wait(1)
        narrow.wait(1)
        #expect(narrow.takeEffects() == [.identify(RowID("orders"))])
    }
}
