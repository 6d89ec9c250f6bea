import Failures
import ScreenKit
import Testing

@testable import Deck

/// Renewal, failure, copying and handing over, in the state.
@Suite struct TokenTests {
    private let refused = Failure(.notPermitted, "the AWS credentials have expired", next: "log in again")

    @Test func `a token that is kept fresh is renewed before it expires`() {
        var deck = Deck()
        deck.press("a")
        #expect(deck.takeEffects() == [.sign([RowID("orders")])])
        deck.sign("orders")
        #expect(deck.line(of: "orders").contains("↻"))
        deck.wait(700)
        #expect(!deck.takeEffects().contains(.sign([RowID("orders")])))
        deck.wait(81)
        #expect(deck.takeEffects().contains(.sign([RowID("orders")])))
        // Only once.
        deck.wait(1)
        #expect(!deck.takeEffects().contains(.sign([RowID("orders")])))
        deck.sign("orders")
        #expect(deck.line(of: "orders").contains("15:00"))
        deck.press("a")
        deck.wait(890)
        #expect(!deck.takeEffects().contains(.sign([RowID("orders")])))
    }

    @Test(arguments: [("admin", "dsql:DbConnectAdmin"), ("jane", "dsql:DbConnect")])
    func `the IAM action of a DSQL user is in the details and in the inspection`(user: String, action: String) {
        var deck = Deck(
            "[clusters.ledger]\nendpoint = \"abc123.dsql.eu-west-1.on.aws\"\nuser = \"\(user)\"\n", columns: 140)
        #expect(deck.screen.contains("needs \(action)"), "\(deck.screen)")
        deck.press("i")
        #expect(deck.screen.contains(action + " ") || deck.screen.contains(action + "\n"))
        deck.load(Deck.file)
        deck.press("escape", "i")
        #expect(deck.screen.contains("rds-db:connect"))
    }

    @Test func `a failed renewal is retried with increasing delays, and the valid token stays usable`() {
        var deck = Deck()
        deck.press("a")
        deck.sign("orders")
        deck.wait(800)
        var attempts = 0
        for _ in 0..<90 {
            if deck.takeEffects().contains(.sign([RowID("orders")])) {
                attempts += 1
                deck.fail("orders", refused)
            }
            deck.wait(1)
        }
        #expect((3...6).contains(attempts))
        #expect(deck.line(of: "orders").contains("00:10"))
        #expect(deck.line(of: "orders").contains("failed"))
        #expect(deck.state.messages.all.filter { $0.kind == .error }.count == 1)
    }

    @Test func `new credentials lift the limit of the old ones`() {
        var deck = Deck()
        deck.press("a")
        deck.sign("orders", credentialsEndIn: 300)
        #expect(deck.line(of: "orders").contains("▼cred"))
        _ = deck.takeEffects()
        deck.send(.awsFilesChanged(deck.state.now))
        #expect(deck.takeEffects().contains(.sign([RowID("orders")])))
        deck.sign("orders")
        #expect(!deck.line(of: "orders").contains("▼cred"))
    }

    @Test func `credentials that expire soon are not requested every second`() {
        var deck = Deck()
        deck.press("a")
        deck.sign("orders", credentialsEndIn: 60)
        _ = deck.takeEffects()
        var attempts = 0
        for _ in 0..<50 {
            deck.wait(1)
            if deck.takeEffects().contains(.sign([RowID("orders")])) {
                attempts += 1
                deck.sign("orders", credentialsEndIn: 10)
            }
        }
        #expect(attempts <= 6)
    }

    @Test func `a failure's reason is in the row, the details and a message`() {
        var deck = Deck(columns: 140)
        deck.fail(
            "orders", Failure(.notPermitted, "SSO login ended", why: "at 14:02", next: "aws sso login", advice: .logIn))
        #expect(deck.line(of: "orders").contains("failed"))
        #expect(deck.line(of: "orders").contains("SSO login ended"))
        #expect(deck.screen.contains("why: at 14:02"))
        #expect(deck.screen.contains("try: press r to log in here"))
        #expect(deck.hint.contains("orders: SSO login ended"))
        // A later success removes all of that.
        deck.sign("orders")
        #expect(!(0..<23).contains { deck.line($0).contains("why:") })
    }

    @Test func `a copy shows a countdown to its removal`() {
        var deck = Deck()
        deck.press("c")
        #expect(deck.takeEffects() == [.copy(RowID("orders"), format: "raw")])
        deck.sign("orders")
        let facts = deck.state.row(RowID("orders"))?.token.facts ?? deck.facts("orders")
        deck.send(.copied(RowID("orders"), Clipboard(path: "/run/x", format: "raw", facts: facts)))
        deck.wait(542)
        #expect(deck.line(of: "orders").contains("copied, wiped in 05:58"))
        // A newer token does not extend the life of the one in the file.
        deck.sign("orders")
        #expect(deck.line(of: "orders").contains("copied, wiped in 05:58"))
        deck.send(.wiped(deck.state.now))
        #expect(deck.line(of: "orders").contains("copied, wiped in 05:58"))
        deck.wait(358)
        deck.send(.wiped(deck.state.now))
        #expect(!deck.line(of: "orders").contains("copied"))
    }

    @Test func `only the cluster of the token in the file shows the copy`() {
        var deck = Deck(columns: 140)
        func copy(_ name: String) -> Clipboard {
            let clipboard = Clipboard(path: "/run/x", format: "raw", facts: deck.facts(name), stamp: name)
            deck.send(.copied(RowID(name), clipboard))
            return clipboard
        }
        deck.sign("orders")
        deck.sign("billing")
        let first = copy("orders")
        #expect(deck.hint.contains("copied to the clipboard file /run/x (raw), wiped at 14:17:31"))
        let second = copy("billing")
        #expect(!deck.line(of: "orders").contains("copied"))
        #expect(deck.line(of: "billing").contains("copied, wiped in 15:00"))
        deck.send(.clipboardLost(first, deck.state.now))
        #expect(deck.line(of: "billing").contains("copied, wiped in 15:00"))
        deck.send(.clipboardLost(second, deck.state.now))
        #expect(deck.line(of: "billing").contains("replaced"))
        #expect(deck.state.clipboard == nil)
    }

    @Test func `a format is chosen from a list`() {
        var deck = Deck()
        deck.press("C")
        #expect(deck.screen.contains("copy orders as"))
        deck.press("j", "enter")
        #expect(deck.takeEffects() == [.copy(RowID("orders"), format: "json")])
        #expect(deck.state.overlay == nil)
    }

    @Test func `a program for handing over is typed and remembered`() {
        var deck = Deck()
        deck.press("x", "ctrl-u")
        deck.type("pg_dump -s")
        deck.press("enter")
        #expect(deck.takeEffects() == [.handOff(RowID("orders"), words: "pg_dump -s")])
        deck.press("x")
        #expect(deck.screen.contains("pg_dump -s"))
        deck.press("ctrl-u", "enter")
        #expect(deck.hint.contains("which program?"))
        deck.press("escape")
        #expect(deck.takeEffects() == [])
    }

    @Test func `themes are previewed, and the old one returns when none is chosen`() {
        var deck = Deck()
        deck.press("t", "j")
        #expect(deck.takeEffects() == [.useTheme("mono")])
        deck.press("escape")
        #expect(deck.takeEffects() == [.useTheme("default")])
        deck.press("t", "j", "j", "enter")
        #expect(deck.takeEffects().last == .useTheme("nord"))
        #expect(deck.state.settings.theme == "nord")
    }

    @Test func `the alert for an expiring token is given once`() {
        var deck = Deck()
        var settings = DeckSettings()
        settings.alert = .bell
        deck.send(.settings(settings, deck.state.now))
        deck.sign("orders")
        var rings = 0
        for _ in 0..<900 {
            deck.wait(1)
            rings += deck.takeEffects().count { if case .attract = $0 { true } else { false } }
        }
        #expect(rings == 1)
    }

    @Test func `ten thousand clusters over twenty identities are one request each`() {
        var file = "[defaults]\nuser = \"u\"\n"
        for number in 0..<200 {
            file += """
                [clusters.c\(number)]
                engine = "postgresql"
                endpoint = "c\(number).cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
                aws_profile = "p\(number % 20)"

                """
        }
        var deck = Deck(file)
        deck.press("*", "r")
        guard case .sign(let rows)? = deck.takeEffects().last else { return #expect(Bool(false)) }
        #expect(rows.count == 200)
        for _ in 0..<5 { deck.wait(1) }
        #expect(deck.takeEffects().filter { if case .identify = $0 { true } else { false } }.count <= 1)
    }
}
