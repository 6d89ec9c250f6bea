import Failures
import ScreenKit
import Testing

@testable import Deck

/// Settings while the user edits the file.
@Suite struct SettingsTests {
    private func deck() -> Deck {
        var deck = Deck(columns: 140)
        deck.state.settingsPath = "/home/jane/.config/quarterdeck/settings.toml"
        var settings = DeckSettings()
        settings.theme = "nord"
        settings.keys = ["fresh": ["F5"]]
        deck.send(.settings(settings, deck.state.now))
        _ = deck.takeEffects()
        return deck
    }

    @Test func `a half-written settings file changes nothing`() {
        var deck = deck()
        var broken = DeckSettings()
        broken.isReadable = false
        broken.problems = ["settings.toml:1:9: unterminated string"]
        deck.send(.settings(broken, deck.state.now))
        #expect(deck.takeEffects() == [])
        #expect(deck.state.settings.theme == "nord")
        #expect(deck.hint.contains("settings.toml:1:9"))
        deck.press("F5")
        #expect(deck.takeEffects() == [.sign([RowID("orders")])])
        var mended = DeckSettings()
        mended.theme = "mono"
        deck.send(.settings(mended, deck.state.now.later(10)))
        #expect(deck.takeEffects() == [.useTheme("mono")])
        #expect(deck.hint.contains("settings read again"))
    }

    @Test func `conflicting keys are reported with their position`() {
        var deck = deck()
        var settings = DeckSettings()
        settings.keys = ["mark": ["j"]]
        settings.keyPlaces = ["mark": "settings.toml:4:1"]
        deck.send(.settings(settings, deck.state.now))
        #expect(deck.hint.contains("settings.toml:4:1: j is for mark now; down keeps down"))
        settings.keys = ["mark": ["j"], "frash": ["x"]]
        settings.keyPlaces["frash"] = "settings.toml:5:1"
        deck.send(.settings(settings, deck.state.now))
        #expect(deck.hint.contains("2 mistakes in /home/jane/.config/quarterdeck/settings.toml; L shows them"))
        #expect(deck.state.messages.all.contains { $0.text == "settings.toml:5:1: there is no action \"frash\"" })
    }

    @Test func `choosing a theme shows how to keep it`() {
        var deck = deck()
        deck.press("t", "k", "enter")
        #expect(
            deck.hint.contains(
                "until you quit; theme = \"mono\" in /home/jane/.config/quarterdeck/settings.toml keeps it"))
        // Another change of the file keeps the chosen theme.
        var settings = DeckSettings()
        settings.theme = "nord"
        settings.copyFormat = "json"
        _ = deck.takeEffects()
        deck.send(.settings(settings, deck.state.now))
        #expect(deck.takeEffects() == [])
        #expect(deck.state.settings.theme == "mono")
        settings.theme = "default"
        deck.send(.settings(settings, deck.state.now))
        #expect(deck.takeEffects() == [.useTheme("default")])
    }

    @Test func `a lasting mistake is reported once`() {
        var deck = deck()
        let file = Deck.file + "\n[colors]\nx = 1\n"
        deck.load(file)
        let told = deck.state.messages.all.filter { $0.kind == .warning }.count
        #expect(told == 1)
        deck.load(file + "\n")
        #expect(deck.state.messages.all.filter { $0.kind == .warning }.count == told)
        #expect(deck.state.messages.all.last?.text == "profile file read again: 5 clusters")
        let failure = Failure(.badConfiguration, "clusters.toml:1:1", why: "unexpected end")
        deck.send(.profiles(.failure(failure), deck.state.now))
        deck.send(.profiles(.failure(failure), deck.state.now))
        #expect(deck.state.messages.all.last?.text == "profile file read again: the same mistake is in it")
        #expect(deck.names.count == 5)
    }
}
