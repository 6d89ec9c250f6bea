import Failures
import ScreenKit
import TerminalUI
import Testing

@testable import Deck

/// The failure of a cluster in the details.
@Suite struct TroubleTests {
    private let failure = Failure(
        .notPermitted, "cannot assume the role arn:aws:iam::123456789012:role/production-database-administrators",
        why: "AccessDenied: User arn:aws:iam::123456789012:user/jane is not authorized to perform: sts:AssumeRole",
        next: "ask the owner of the role's trust policy; external id and MFA count there, too")

    private func details(_ deck: Deck) -> [String] {
        let layout = Layout(deck.state)
        guard let rect = layout.details else { return [] }
        return (rect.row..<rect.endRow).map { String(deck.line($0).drop { $0 == " " }) }
    }

    @Test(arguments: [80, 110, 200]) func `what, why and try begin lines of their own`(columns: Int) {
        var deck = Deck(columns: columns)
        deck.fail("orders", failure)
        let lines = details(deck)
        #expect(lines.contains { $0.hasPrefix("cannot assume the role") })
        #expect(lines.contains { $0.hasPrefix("why: AccessDenied") })
        #expect(lines.contains { $0.hasPrefix("try: ask the owner") })
        // At 80 columns the pane holds the most important parts of so long a failure.
        #expect(columns == 80 || !lines.contains { $0.contains("shows all") || $0.contains("…") })
    }

    @Test func `a failure that is too long keeps what failed and what helps, and names where the rest is`() {
        let long = Failure(
            .notPermitted, "cannot sign in", why: String(repeating: "a long reason ", count: 80),
            next: "press r to log in")
        for rows in [20, 24] {
            var deck = Deck(columns: 80, rows: rows)
            deck.fail("orders", long)
            let lines = details(deck)
            #expect(lines.contains("cannot sign in"))
            #expect(lines.contains { $0.hasPrefix("why: a long reason") })
            #expect(lines.contains { $0.hasSuffix("…") })
            #expect(lines.last?.hasPrefix("try: press r to log in") == true)
            #expect(lines.last?.hasSuffix("i shows all") == true)
        }
    }

    @Test func `the mistake of a broken cluster has what helps on a line of its own`() {
        var deck = Deck(columns: 80)
        deck.press("G")
        let lines = details(deck)
        #expect(lines.first?.hasPrefix("reports") == true)
        #expect(lines.contains { $0.hasPrefix("/etc/clusters.toml:") })
        #expect(!lines.contains { $0.contains(" try: ") })
    }

    @Test func `the cursor stays visible when its cluster fails`() {
        var file = Deck.file
        for number in 0..<40 {
            file += "\n[clusters.x\(number)]\nengine = \"postgresql\"\n"
            file += "endpoint = \"x\(number).cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com\"\n"
        }
        var deck = Deck(file, columns: 80)
        for _ in 0..<(Layout(deck.state).table.size.rows - 1) { deck.press("j") }
        guard let name = deck.state.current?.id.name else { return }
        deck.fail(name, failure)
        #expect(!deck.line(of: name).isEmpty)
        let rows = Layout(deck.state).table.endRow
        #expect((2..<rows).contains { deck.line($0).contains(" \(name) ") })
    }
}
