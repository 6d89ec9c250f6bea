import ScreenKit
import TerminalUI
import Testing

@testable import Deck

/// Keys, help and hints come from one table and cannot differ.
@Suite struct KeyTests {
    /// A deck on which every action has an effect.
    private func deck() -> Deck {
        var file = Deck.file
        for number in 0..<60 {
            file += """

                [clusters.extra-\(number)]
                engine = "postgresql"
                endpoint = "extra-\(number).cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
                """
        }
        var deck = Deck(file)
        deck.press("j", "j", "space", "k", "/")
        deck.type("e")
        deck.press("enter")
        _ = deck.takeEffects()
        return deck
    }

    @Test(arguments: Action.allCases.filter { $0 != .accept })
    func `a key and the palette do the same for every action`(action: Action) {
        let keys = deck().state.keymap.keys(of: action)
        #expect(!keys.isEmpty)
        for key in keys {
            var pressed = deck()
            let before = pressed.screen
            pressed.send(.input(.key(key), pressed.state.now))
            var chosen = deck()
            chosen.press(":")
            chosen.type(action.rawValue)
            chosen.press("enter")
            #expect(pressed.effects == chosen.effects, "\(key.name)")
            #expect(pressed.screen == chosen.screen, "\(key.name)")
            let hasEffect = !pressed.effects.isEmpty || pressed.screen != before || pressed.state.isLeaving
            #expect(hasEffect, "\(key.name) does nothing")
        }
    }

    @Test(arguments: Action.allCases)
    func `the help lists every action with its keys`(action: Action) {
        var deck = Deck(rows: 70)
        deck.press("?")
        #expect(deck.screen.contains(action.rawValue))
        #expect(deck.screen.contains(action.help) || action.help.count > 60)
        deck.type(action.rawValue)
        if action != .accept {
            let line = (0..<60).map(deck.line).first { $0.contains(action.help.prefix(30)) }
            #expect(line?.contains(deck.state.keymap.label(of: action) ?? "-") == true)
        }
    }

    @Test func `the hints show the current keys`() {
        var deck = Deck(columns: 140)
        for action in [Action.open, .fresh, .copy, .handOff, .filter, .palette, .help] {
            #expect(deck.hint.contains("\(deck.state.keymap.label(of: action) ?? "-") \(action.hint ?? "-")"))
        }
        var settings = DeckSettings()
        settings.keys = ["fresh": ["F5", "ctrl-t"], "copy": ["K"]]
        deck.send(.settings(settings, deck.state.now))
        #expect(deck.state.messages.shown == nil)
        #expect(deck.hint.contains("F5 fresh token"))
        #expect(deck.hint.contains("K copy"))
        deck.press("r")
        #expect(deck.takeEffects() == [])
        deck.press("ctrl-t")
        #expect(deck.takeEffects() == [.sign([RowID("orders")])])
    }

    @Test func `conflicting, unknown and unnamed keys are reported`() {
        let keymap = Keymap(["fresh": ["c"], "copy": ["c"], "frash": ["x"], "sort": ["hyper-q"]])
        #expect(keymap.problems.count == 3)
        #expect(keymap.problems.contains { $0.text.contains("c is wanted for") })
        #expect(keymap.problems.contains { $0.text.contains("no action \"frash\"") })
        #expect(keymap.problems.contains { $0.text.contains("\"hyper-q\" is no key") })
        // An action without keys is reported, and quitting is always possible.
        let stuck = Keymap(["redraw": ["q", "ctrl-c"]])
        #expect(stuck.problems.contains { $0.text.contains("quit has lost its key") })
        #expect(Keymap(["redraw": ["ctrl-c"], "interrupt": []]).action(.control("c"), at: .deck) != nil)
    }

    @Test func `an action with invalid settings keeps its default keys`() {
        let keymap = Keymap(["fresh": ["hyper-r", "rr"], "copy": [], "sort": ["hyper-s", "F6"]])
        #expect(keymap.keys(of: .fresh) == [.character("r")])
        #expect(keymap.keys(of: .copy).isEmpty)
        #expect(keymap.keys(of: .sort) == [.function(6)])
        #expect(keymap.problems.count == 3)
    }

    @Test(arguments: [
        ("ctrl-m", "enter"), ("ctrl-j", "enter"), ("ctrl-i", "tab"), ("ctrl-h", "backspace"),
        ("ctrl-alt-m", "alt-enter"),
        ("ctrl-alt-h", "alt-backspace"),
    ])
    func `a key that arrives as another one is refused with the other's name`(key: String, other: String) {
        let keymap = Keymap(["fresh": [key]])
        #expect(keymap.keys(of: .fresh) == [.character("r")])
        #expect(keymap.problems.count == 1)
        #expect(keymap.problems.first?.text.contains("terminals send \(other) for \(key)") == true)
        #expect(Keymap(["fresh": [other]]).problems.allSatisfy { !$0.text.contains("terminals send") })
    }

    @Test(arguments: Action.allCases)
    func `every default key has a name for settings`(action: Action) {
        for name in action.standardKeys {
            let key = Key(name: name)
            #expect(key != nil)
            #expect(key?.name == name)
        }
    }
}
