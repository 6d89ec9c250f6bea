import ScreenKit
import TerminalUI
import Testing
import Timestamps

@testable import Deck

/// A key signs, reveals a token or quits only where it is bound to that action.
@Suite struct DialogKeyTests {
    /// All dialogs of the deck, and the keys that may do more there than move and close.
    static let places: [(name: String, open: @Sendable (inout Deck) -> Void, own: Set<Key>)] = [
        ("filter", { $0.open("/") }, []),
        ("filter with a text", { $0.open("/", typing: "or") }, []),
        ("help", { $0.open("?") }, []),
        ("palette", { $0.open(":") }, [.enter]),
        ("palette narrowed down", { $0.open(":", typing: "copy") }, [.enter]),
        ("hand-off", { $0.open("x") }, [.enter]),
        ("formats", { $0.open("C") }, [.enter]),
        ("themes", { $0.open("t") }, []),
        ("messages", { $0.open("L") }, []),
        ("inspect", { $0.open("i") }, [.character("r"), .character("c"), .character("a")]),
        ("question", { $0.ask(waiting: 1) }, [.enter]),
        ("question that has just come", { $0.ask(waiting: 0) }, []),
        ("login", { $0.invite(waiting: 1) }, [.character("y"), .control("c")]),
        ("login that has just come", { $0.invite(waiting: 0) }, []),
    ]

    @Test(arguments: DialogKeyTests.places.indices)
    func `every key in every dialog does only what it is bound to`(place: Int) {
        let place = Self.places[place]
        for key in AllKeys.all where !place.own.contains(key) {
            var deck = Deck()
            deck.sign("orders")
            place.open(&deck)
            _ = deck.takeEffects()
            deck.send(.input(.key(key), deck.state.now))
            let harm = deck.effects.filter(\.isHarmful)
            #expect(harm.isEmpty && !deck.state.isLeaving, "\(key.name) in \(place.name): \(harm)")
        }
    }

    @Test(arguments: DialogKeyTests.places.indices)
    func `an unbound Alt key changes nothing`(place: Int) {
        let place = Self.places[place]
        for key in AllKeys.alt {
            var deck = Deck()
            deck.sign("orders")
            place.open(&deck)
            _ = deck.takeEffects()
            let before = (deck.screen, deck.state.asking)
            deck.send(.input(.key(key), deck.state.now))
            guard !AllKeys.editing.contains(key) else { continue }
            #expect(deck.effects == [] && (deck.screen, deck.state.asking) == before, "\(key.name) in \(place.name)")
        }
    }

    @Test func `an unbound Alt key changes nothing on the deck and cancels no program`() {
        for key in AllKeys.alt {
            if case .alt(let character) = key, character.isNumber { continue }
            var deck = Deck()
            deck.press("x", "enter")
            _ = deck.takeEffects()
            let before = deck.screen
            deck.send(.input(.key(key), deck.state.now))
            #expect(deck.effects == [] && deck.screen == before && deck.state.opening != nil, "\(key.name)")
        }
    }

    @Test func `a key typed for a login page that just closed does not sign`() {
        for key in AllKeys.all {
            var deck = Deck()
            deck.invite(waiting: 1)
            deck.send(.loginEnded(deck.page, deck.state.now))
            _ = deck.takeEffects()
            deck.send(.input(.key(key), deck.state.now))
            let given = deck.effects.filter { $0.isHarmful && $0 != .quit(0) && $0 != .quit(130) }
            #expect(given.isEmpty, "\(key.name): \(given)")
        }
        var deck = Deck()
        deck.invite(waiting: 1)
        deck.send(.loginEnded(deck.page, deck.state.now))
        deck.wait(1)
        _ = deck.takeEffects()
        deck.press("y")
        #expect(deck.takeEffects() == [.copyThroughTerminal(RowID("orders"))])
    }

    @Test func `the format list closes with its cluster`() {
        var deck = Deck()
        deck.press("C")
        deck.load(Deck.file.replacing("[clusters.orders]", with: "[clusters.another]"))
        _ = deck.takeEffects()
        deck.press("enter")
        #expect(deck.effects.filter(\.isHarmful).isEmpty)
        #expect(deck.state.overlay == nil)
    }

    @Test func `the key that confirms closing a session has no meaning on the deck`() {
        #expect(Keymap().action(.character("Y"), at: .deck) == nil)
    }

    @Test func `words are skipped, deleted and rewritten as in shells`() {
        func field(_ text: String, _ keys: Key...) -> String {
            var field = TextField(text)
            for key in keys {
                let isTaken = field.take(key)
                #expect(isTaken, "\(key.name)")
            }
            return String(field.text.prefix(field.cursor)) + "|" + field.text.dropFirst(field.cursor)
        }
        let text = "pg_dump --schema-only  harbor"
        #expect(field(text, .alt("b")) == "pg_dump --schema-only  |harbor")
        #expect(field(text, .alt("b"), .alt("b")) == "pg_dump --schema-|only  harbor")
        #expect(field(text, .control("a"), .alt("f"), .alt("f")) == "pg_dump| --schema-only  harbor")
        #expect(field(text, .named(.backspace, .alt)) == "pg_dump --schema-only  |")
        #expect(field(text, .named(.backspace, .alt), .named(.backspace, .alt)) == "pg_dump --schema-|")
        #expect(field(text, .control("w"), .control("w")) == "pg_dump |")
        #expect(field(text, .control("a"), .alt("d")) == "|_dump --schema-only  harbor")
        #expect(field(text, .control("a"), .alt("u"), .alt("c")) == "PG_Dump| --schema-only  harbor")
        #expect(field("ÀB ÇD", .control("a"), .alt("l"), .alt("l")) == "àb çd|")
        #expect(field("straße", .control("a"), .alt("u")) == "STRASSE|")
        #expect(field("", .alt("b"), .alt("f"), .alt("d"), .alt("c"), .named(.backspace, .alt)) == "|")
        #expect(field("a b", .named(.left, .control), .named(.delete, .alt)) == "a |")
    }
}

extension Effect {
    /// Whether the effect signs, reveals or quits.
    fileprivate var isHarmful: Bool {
        switch self {
        case .sign, .copy, .copyThroughTerminal, .openSession, .copyText, .handOff, .openProxies, .closeProxies, .quit:
            true
        case .answer(_, let text): text != nil
        default: false
        }
    }
}

extension Deck {
    fileprivate var page: LoginPage {
        LoginPage(profile: "sso", url: "https://device.sso/", code: "ABCD-EFGH", end: Deck.start.timestamp + 600)
    }

    fileprivate mutating func open(_ key: String, typing text: String = "") {
        press(key)
        type(text)
    }

    fileprivate mutating func invite(waiting seconds: Int64) {
        send(.invited(page, state.now))
        if seconds > 0 { wait(seconds) }
    }

    fileprivate mutating func ask(waiting seconds: Int64) {
        let question = Question(number: 1, title: "MFA code", lines: ["device"], label: "code", isSecret: true)
        send(.asked(question, state.now))
        if seconds > 0 { wait(seconds) }
    }
}
