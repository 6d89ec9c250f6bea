import Failures
import Profiles
import ScreenKit
import TerminalUI
import Testing
import Themes
import Timestamps

@testable import Deck

/// A text that is too long is complete elsewhere, and the most important parts are never dropped.
@Suite struct RoomTests {
    private let failure = Failure(
        .notPermitted, "cannot assume the role arn:aws:iam::123456789012:role/production-database-administrators",
        why: "AccessDenied: User arn:aws:iam::123456789012:user/jane is not authorized to perform: sts:AssumeRole",
        next: "ask the owner of the role's trust policy; external id and MFA count there, too")

    @Test(arguments: [60, 80, 110, 140])
    func `help and quit are always on the last line`(columns: Int) {
        let deck = Deck(columns: columns)
        #expect(deck.hint.contains("q quit") && deck.hint.contains("? help"))
        #expect(deck.hint.contains("Enter session"))
        #expect(deck.hint.contains("5 clusters"))
    }

    @Test func `a long table shows the cursor's position`() {
        var file = Deck.file
        for number in 0..<60 {
            file += "\n[clusters.x\(number)]\nengine = \"postgresql\"\n"
        }
        var deck = Deck(file)
        deck.press("j", "j")
        #expect(deck.hint.contains("row 3 of 65"))
        #expect(Deck().hint.contains("5 clusters"))
    }

    @Test func `a cut message names where to read it, and is wrapped there`() {
        var deck = Deck(columns: 80)
        deck.fail("orders", failure)
        #expect(deck.hint.hasSuffix("… L more"))
        deck.press("L")
        let text = deck.screen.split(separator: "\n").map { $0.drop { "│ ".contains($0) } }
            .map { String($0.reversed().drop { "│ ".contains($0) }.reversed()) }.joined(separator: " ")
        #expect(text.contains("14:02:31  orders: cannot assume the role"))
        #expect(
            text.contains("not authorized to perform: sts:AssumeRole; try: ask the owner of the role's trust policy"))
        #expect(text.contains("external id and MFA count there, too"))
    }

    @Test(arguments: [80, 110, 200])
    func `the reason of a failure is complete below the table`(columns: Int) {
        var deck = Deck(columns: columns)
        deck.fail("orders", failure)
        let lines = (14..<24).map(deck.line).joined(separator: " ").split(separator: " ").joined(separator: " ")
        #expect(lines.contains("role/production-database-administrators"))
        #expect(lines.contains("external id and MFA count there, too"))
    }

    @Test func `a failed row uses the space of its missing token`() {
        var deck = Deck(columns: 80)
        deck.fail("orders", Failure(.notPermitted, "no such role"))
        #expect(deck.line(of: "orders").contains("failed  no such role"))
        deck.sign("scratch")
        deck.fail("scratch", Failure(.notPermitted, "no such role"))
        #expect(deck.line(of: "scratch").contains("15:00 failed"))
    }

    @Test func `the header always shows the expiry of the credentials`() {
        var deck = Deck(columns: 80)
        let facts = IdentityFacts(
            maskedKey: "ASIA…7Q2F", source: "profile dba", trail: [],
            arn: "arn:aws:sts::123456789012:assumed-role/production-database-administrators/jane.doe",
            expiresAt: deck.state.now.timestamp + 2_832, seenAt: deck.state.now)
        deck.send(.identity(IdentityName(profile: nil), .success(facts), deck.state.now))
        #expect(deck.line(0).contains("credentials 47:12"))
        #expect(deck.line(0).contains("arn:aws") && deck.line(0).contains("…"))
        #expect(deck.line(0).hasSuffix("14:02:31 UTC"))
        deck.send(.resized(Size(columns: 50, rows: 24)))
        #expect(deck.line(0).contains("credentials 47:12"))
        deck.send(.resized(Size(columns: 140, rows: 24)))
        #expect(deck.line(0).contains("administrators/jane.doe   default credentials   credentials 47:12"))
    }

    @Test func `the header shows until when access lasts, and gives its source up first`() {
        var deck = Deck(columns: 170)
        var facts = IdentityFacts(
            maskedKey: "ASIA…7Q2F", source: "role dba", trail: [], arn: "arn:aws:sts::1:assumed-role/dba/jane",
            expiresAt: deck.state.now.timestamp + 2_832, seenAt: deck.state.now)
        facts.access = AccessWindow(
            source: "sso-session corp", end: deck.state.now.timestamp + 9_449, movesBefore: 900)
        deck.send(.identity(IdentityName(profile: nil), .success(facts), deck.state.now))
        #expect(deck.line(0).contains("credentials 47:12   access until 16:40 or later (sso-session corp)"))
        deck.press("i")
        #expect(deck.screen.contains("until 16:40 or later UTC (sso-session corp)"), "\(deck.screen)")
        deck.press("escape")
        deck.send(.resized(Size(columns: 150, rows: 24)))
        #expect(deck.line(0).contains("access until 16:40 or later  "))
        deck.send(.resized(Size(columns: 80, rows: 24)))
        #expect(deck.line(0).contains("credentials 47:12") && !deck.line(0).contains("access"))
        deck.send(.resized(Size(columns: 170, rows: 24)))
        deck.wait(9_449)
        #expect(deck.line(0).contains("access ended (sso-session corp)"))
        // Credentials that are the access themselves are shown once.
        facts.expiresAt = deck.state.now.timestamp + 600
        facts.access = AccessWindow(source: "role dba with MFA", end: deck.state.now.timestamp + 600)
        facts.seenAt = deck.state.now
        deck.send(.identity(IdentityName(profile: nil), .success(facts), deck.state.now))
        #expect(deck.line(0).contains("credentials 10:00 (role dba with MFA)  "))
        facts.arn = "arn:aws:sts::123456789012:assumed-role/production-database-administrators/quarterdeck-1796106581"
        deck.send(.identity(IdentityName(profile: nil), .success(facts), deck.state.now))
        deck.send(.resized(Size(columns: 110, rows: 24)))
        #expect(
            deck.line(0).contains("credentials 10:00  ") && deck.line(0).contains("arn:aws:sts::"), "\(deck.line(0))")
    }

    @Test func `a certificate that expires soon is warned of in the inspection and in the details`() {
        var deck = Deck(columns: 140, rows: 50)
        var facts = CertificateFacts(version: "TLSv1.3", authority: "Amazon RDS Root", lastDay: "2026-12-31")
        deck.send(.certificate(RowID("orders"), .success(facts)))
        #expect(!deck.screen.contains("expires in"))
        facts.warnings = ["the server's certificate expires in 40 days, on 2026-12-31"]
        deck.send(.certificate(RowID("orders"), .success(facts)))
        #expect((40..<50).contains { deck.line($0).contains("certificate expires in 40 days, on 2026-12-31") })
        deck.press("i")
        deck.send(.certificate(RowID("orders"), .success(facts)))
        #expect(deck.screen.contains("TLSv1.3, trusted by the root Amazon RDS Root, valid until 2026-12-31"))
        #expect(deck.screen.contains("caution      the server's certificate expires in 40 days"))
    }

    @Test func `the help is wrapped and not cut`() {
        var deck = Deck(columns: 60, rows: 100)
        deck.press("?")
        let help = (0..<100).map(deck.line).filter { $0.hasPrefix("│") }
        #expect(help.count > 40)
        #expect(!help.contains { $0.contains("…") })
    }

    @Test func `the details are wrapped and not cut`() {
        var deck = Deck(columns: 60, rows: 60)
        deck.sign("orders")
        deck.press("i")
        let lines = (0..<60).map(deck.line).filter { $0.hasPrefix("│") }
        #expect(lines.count > 10)
        #expect(!lines.contains { $0.contains("… │") })
    }

    @Test func `typing replaces a suggestion, and editing keeps it`() {
        var deck = Deck()
        deck.press("x")
        #expect(deck.screen.contains("run psql"))
        deck.type("pg_dump -s")
        deck.press("enter")
        #expect(deck.takeEffects() == [.handOff(RowID("orders"), words: "pg_dump -s")])
        deck.press("escape", "x", "end")
        deck.type(" x")
        deck.press("enter")
        #expect(deck.takeEffects() == [.handOff(RowID("orders"), words: "pg_dump -s x")])
        deck.press("escape", "x")
        deck.send(.input(.paste("htop"), deck.state.now))
        deck.press("enter")
        #expect(deck.takeEffects() == [.handOff(RowID("orders"), words: "htop")])
    }

    @Test(arguments: ["x", "C", "i"])
    func `every dialog of a production cluster shows production`(key: String) {
        var deck = Deck()
        deck.press(key)
        let grid = deck.grid
        let title = (0..<24).first { grid.rowText($0).contains("┌─ PROD ") }
        #expect(title != nil)
        let row = grid.rowText(title ?? 0)
        let column = row.firstRange(of: "PROD").map { row.distance(from: row.startIndex, to: $0.lowerBound) } ?? 0
        #expect(grid[column, title ?? 0].style.attributes.isSuperset(of: [.reverse, .bold]))
    }

    @Test func `only formats that the engine's programs read are offered`() {
        var deck = Deck()
        deck.state.formats = ["raw", "pgpass", "my.cnf"]
        deck.state.unfitFormats = [.mysql: ["pgpass"], .postgresql: ["my.cnf"]]
        deck.press("C")
        #expect(deck.screen.contains("pgpass") && !deck.screen.contains("my.cnf"))
        deck.press("escape", "j", "j", "C", "j", "enter")
        #expect(deck.takeEffects() == [.copy(RowID("billing"), format: "my.cnf")])
    }

    @Test func `a broken cluster offers no impossible action`() {
        var deck = Deck()
        deck.press("G", "i")
        #expect(deck.screen.contains("Esc back") && !deck.screen.contains("fresh   Esc"))
        deck.press("escape", "k", "i")
        #expect(deck.screen.contains("c copy   r fresh   Esc back"))
    }

    @Test func `without UTF-8 every cut uses a glyph of the terminal`() {
        var deck = Deck()
        deck.sign("orders")
        let grid = render(deck.state, Look(theme: .plain, depth: .mono, glyphs: .ascii))
        #expect(grid.text.contains("by AKIA...7Q2F for"))
        #expect(!grid.text.contains("…"))
    }

    @Test func `joined emoji are as wide as their parts`() {
        let deck = Deck(
            Deck.file.replacing("environment = \"dev\"", with: "environment = \"👩\u{200D}💻\u{FE0F}x\""))
        let row = (2..<10).first { deck.line($0).contains("scratch") } ?? 0
        let grid = deck.grid
        #expect([2, 4, 6].map { grid[$0, row].text } == ["👩", "💻", "x"])
        #expect(grid.cells.allSatisfy { !$0.text.unicodeScalars.contains("\u{200D}") })
    }

    @Test func `going back without an effect shows no message`() {
        var deck = Deck()
        deck.press("escape")
        #expect(deck.state.messages.all.isEmpty)
    }
}
