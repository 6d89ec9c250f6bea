import Failures
import ScreenKit
import TerminalUI
import Testing

@testable import Deck

/// A deck without clusters offers the ways to get some.
@Suite struct EmptyDeckTests {
    private let missing = Failure(
        .noInput, "there is no profile file ~/clusters.toml", next: "write it with quarterdeck init")

    @Test func `without a file the deck offers init, edit, discover and demo, and each key works`() {
        var deck = Deck("")
        deck.send(.profiles(.failure(missing), deck.state.now))
        let lines = deck.screen.split(separator: "\n").map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
        for choice in ["e init", "E edit", "D discover", "T demo"] { #expect(lines.contains(choice), "\(choice)") }
        #expect(!deck.screen.contains("try:"))
        #expect(deck.hint.contains("E edit  D discover  T demo"))
        #expect(!deck.hint.contains("session"))
        deck.press("e", "E", "D", "T")
        #expect(deck.effects == [.editProfile(nil), .editFile, .discover, .demo])
    }

    @Test func `a file without clusters is edited, and keys of the settings are shown`() {
        var deck = Deck("# nothing\n")
        #expect(deck.screen.contains("has no clusters yet"))
        #expect(!deck.screen.contains("init writes"))
        var settings = DeckSettings()
        settings.keys = ["demo": ["F4"], "edit": ["ctrl-e"]]
        deck.send(.settings(settings, deck.state.now))
        let lines = deck.screen.split(separator: "\n").map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
        for choice in ["Ctrl-E edit", "D discover", "F4 demo"] { #expect(lines.contains(choice), "\(choice)") }
        deck.press("F4")
        #expect(deck.effects == [.demo])
    }

    @Test func `an unusable file shows its mistake with the advice`() {
        var deck = Deck("")
        deck.send(
            .profiles(
                .failure(Failure(.badConfiguration, "clusters.toml:3:1", why: "unknown key `x`", next: "remove it")),
                deck.state.now))
        for text in ["clusters.toml:3:1", "why: unknown key `x`", "try: remove it", "edit the profile file in $EDITOR"]
        {
            #expect(deck.screen.contains(text), "\(text)")
        }
    }

    @Test(arguments: [(40, 12), (80, 10), (200, 50)])
    func `the offer fits any screen`(columns: Int, rows: Int) {
        var deck = Deck("", columns: columns, rows: rows)
        deck.send(.profiles(.failure(missing), deck.state.now))
        #expect(deck.screen.contains("D  discover"))
    }
}
