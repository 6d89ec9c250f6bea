import Failures
import ScreenKit
import TerminalUI
import Testing
import Themes

@testable import Deck

/// The screen as text.
@Suite struct ScreenTests {
    @Test func `the deck shows every cluster, including broken ones`() {
        var deck = Deck()
        deck.sign("orders")
        deck.sign("billing", credentialsEndIn: 84)
        #expect(
            deck.screen == """
                 quarterdeck   default credentials                                                               14:02:31 UTC
                  ENV   NAME       ENGINE  ROLE    REGION     USER      TOKEN                         LAST
                ▌ PROD  orders     pg      writer  eu-west-1  jane_doe  ████████████  15:00           signed 14:02:31
                  PROD  orders-ro  pg      reader  eu-west-1  jane_ro   ·
                  stg   billing    my      writer  eu-west-1  jane_doe  █▏            01:24!▼cred     limited by credentials
                  dev   scratch    pg      writer  us-east-1  jane_doe  ·
                  ???   reports    clusters.toml:26:12 reports.example.com is not an RDS name; a token is refused behind a CN…










                ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
                 orders   orders.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com:5432   database orders
                 signed 14:02:31 by AKIA…7Q2F for jane_doe, new logins until 14:17:31 (the token's own time)
                 kept fresh: no   signs: default credentials   tags: payments
                 note: writer fails over to 1b
                ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
                 token for billing ends with its credentials, at 14:03:55
                """)
    }

    @Test(arguments: [80, 60, 40])
    func `the least important parts are dropped first`(columns: Int) {
        var deck = Deck(columns: columns)
        deck.sign("orders")
        let titles = deck.line(1).split(separator: " ").map(String.init)
        switch columns {
        case 80: #expect(titles == ["ENV", "NAME", "ENGINE", "ROLE", "USER", "TOKEN"])
        case 60:
            #expect(titles == ["ENV", "NAME", "ROLE", "USER", "TOKEN"] || titles == ["ENV", "NAME", "USER", "TOKEN"])
        default: #expect(titles == ["ENV", "NAME", "TOKEN"])
        }
        #expect(deck.line(of: "orders").contains("15:00"))
        #expect(deck.screen.contains("─────") == (columns >= 60))
    }

    @Test(arguments: [(1, 1), (20, 5), (39, 24), (500, 200), (40, 6), (0, 0)])
    func `every size works, and a small one shows a message`(columns: Int, rows: Int) {
        var deck = Deck()
        deck.send(.resized(Size(columns: columns, rows: rows)))
        for overlay in ["?", ":", "i", "C", "t", "x", "L"] {
            deck.press(overlay)
            #expect(deck.grid.size == Size(columns: columns, rows: rows))
            deck.press("escape")
        }
        if columns == 20 { #expect(deck.screen.hasPrefix("too small: have\n20x5, need 40x6")) }
        deck.send(.resized(Size(columns: 110, rows: 24)))
        #expect(deck.screen.contains("orders-ro"))
    }

    @Test func `every token state has its own word or glyph`() {
        var seen: [String] = []
        var deck = Deck()
        func cell() -> String { String(deck.line(of: "scratch").dropFirst(2).split(separator: "jane_doe").last ?? "") }
        seen.append(cell())
        deck.state.cursor = RowID("scratch")
        deck.press("r")
        seen.append(cell())
        deck.sign("scratch")
        seen.append(cell())
        deck.wait(800)
        #expect(cell().contains("!"))
        seen.append(cell())
        deck.wait(100)
        #expect(cell().contains("expired"))
        seen.append(cell())
        deck.fail(
            "scratch", Failure(.notPermitted, "SSO login ended", next: "aws sso login --profile dev", advice: .logIn))
        #expect(cell().contains("failed"))
        #expect(cell().contains("press r to log in here"))
        seen.append(cell())
        #expect(Set(seen).count == 6)
    }

    @Test func `production is distinct in every theme and without colours`() {
        let deck = Deck()
        let production = deck.grid[2, 2]
        #expect(production.text == "P")
        #expect(production.style.attributes.isSuperset(of: [.reverse, .bold]))
        for depth in [ColorDepth.sixteen, .palette, .direct] {
            let look = Look(theme: .plain, depth: depth, glyphs: .full)
            let style = render(deck.state, look)[2, 2].style
            #expect(style.background != .terminal && style.foreground == .index(15))
        }
    }

    @Test func `wide letters in names keep the columns aligned`() {
        let deck = Deck(
            Deck.file
                + """

                [clusters."海の星"]
                engine = "postgresql"
                endpoint = "sea.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
                environment = "dev"
                """)
        let row = (2..<10).first { deck.line($0).contains("海の星") } ?? 0
        let grid = deck.grid
        let user = (0..<110).first { grid[$0, 2].text == "j" }
        #expect(user != nil)
        #expect(grid[user ?? 0, row].text == "j")
    }

    @Test func `control characters of a file have no effect`() {
        var deck = Deck()
        deck.load("[clusters.\"a\\u001b]52;c;AAAA\\u0007b\"]\nengine = \"postgresql\"\n")
        #expect(deck.screen.contains("␛]52;c;AAAA␇b"))
        #expect(!deck.screen.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }
}
