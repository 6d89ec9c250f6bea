import Failures
import ScreenKit
import TerminalUI
import Testing
import Themes

@testable import Deck

/// Moving, filtering, sorting, marking.
@Suite struct TableTests {
    @Test func `the filter follows every key and highlights its matches`() {
        var deck = Deck()
        deck.press("/")
        deck.type("prod")
        #expect(deck.names == ["orders", "orders-ro"])
        #expect(deck.hint.contains("/prod"))
        #expect(deck.hint.contains("2 of 5"))
        deck.type(" jane_r")
        #expect(deck.names == ["orders-ro"])
        deck.press("ctrl-w")
        deck.type("unknown")
        #expect(deck.names == [])
        deck.press("escape")
        #expect(deck.names.count == 5)
    }

    @Test(arguments: 0..<6) func `titles are separate and above their columns`(_ presses: Int) {
        let file =
            Deck.file.split(separator: "[clusters.reports]")[0]
            + "[clusters.m]\nengine = \"mysql\"\nendpoint = \"m.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com\"\n"
        for text in [String(file), String(file).replacing("postgresql", with: "mysql")] {
            var deck = Deck(text, columns: 150)
            for _ in 0..<presses { deck.press("s") }
            for hasSession in [false, true] {
                if hasSession { deck.state.sessions[RowID("billing")] = 2 }
                let lines = deck.screen.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
                let titles = lines[1]
                for title in ["NAME", "ENGINE", "ROLE", "REGION", "USER", "TOKEN", "LAST"] {
                    guard let range = titles.firstRange(of: title) else { continue }
                    #expect(titles[..<range.lowerBound].hasSuffix(" "), "\(titles)")
                    let rest = titles[range.upperBound...]
                    #expect(rest.isEmpty || rest.first == " ", "\(titles)")
                    if rest.hasPrefix(" ▲") || rest.hasPrefix(" ▼") {
                        #expect(rest.dropFirst(2).isEmpty || rest.dropFirst(2).first == " ", "\(titles)")
                    }
                }
            }
        }
    }

    @Test func `the last event is below its title, with and without sessions`() {
        var deck = Deck(columns: 150)
        deck.state.sessions[RowID("billing")] = 1
        for name in ["orders", "billing", "scratch"] {
            guard let index = deck.state.rows.firstIndex(where: { $0.id == RowID(name) }) else { continue }
            deck.state.rows[index].last = Message(.info, "signed", at: deck.state.now)
        }
        let lines = deck.screen.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let place = lines[1].firstRange(of: "LAST").map {
            lines[1].distance(from: lines[1].startIndex, to: $0.lowerBound)
        }
        let places = lines.compactMap { line in
            line.firstRange(of: "signed").map { line.distance(from: line.startIndex, to: $0.lowerBound) }
        }
        #expect(places.count == 3)
        #expect(Set(places) == Set([place ?? -1]))
    }

    @Test(arguments: [
        ("payments", ["orders"]), ("us-east", ["scratch"]), ("mysql", ["billing"]), ("STAG", ["billing"]),
        // The visible words and their beginnings; a name may contain a word anywhere.
        ("stg", ["billing"]), ("my", ["billing"]), ("pg", ["orders", "orders-ro", "scratch"]),
        ("ders", ["orders", "orders-ro"]),
        ("reader", ["orders-ro"]), ("jane_ro", ["orders-ro"]), ("fails", ["orders"]), ("ails", []), ("sql", []),
        ("fresh", ["scratch"]), ("none", ["orders", "orders-ro", "billing"]), ("broken", ["reports"]),
        ("orders.cluster-ro", ["orders-ro"]), ("cluster", []), ("rds", []),
        ("prod writer", ["orders"]), ("zz prod", []),
    ])
    func `a filter matches the beginnings of visible words`(text: String, names: [String]) {
        var deck = Deck()
        deck.sign("scratch")
        deck.press("/")
        deck.type(text)
        #expect(deck.names == names)
    }

    @Test func `the matches of a filter are highlighted where they are visible`() {
        var deck = Deck()
        deck.press("/")
        deck.type("wri")
        let theme = Theme(name: "marks") { $0 == .match ? Style(.index(3)) : .plain }
        let grid = render(deck.state, Look(theme: theme, depth: .sixteen, glyphs: .full))
        let marked = (0..<110).filter { grid[$0, 2].style.foreground == .index(3) }
        #expect(marked.map { grid[$0, 2].text }.joined() == "wri")
        deck.press("ctrl-u")
        deck.type("prod")
        // Production looks the same.
        #expect(deck.grid[2, 2].style.attributes == [.bold, .reverse, .underline])
    }

    @Test func `removing a filter returns the cursor to its cluster`() {
        var deck = Deck()
        deck.press("j", "j")
        let before = RowID("billing")
        deck.press("/")
        deck.type("no such")
        #expect(deck.names == [])
        deck.press("escape")
        #expect(deck.state.cursor == before)
        deck.press("/")
        deck.type("zz")
        deck.press("enter", "escape")
        #expect(deck.state.cursor == before)
        deck.press("/")
        deck.type("prod")
        #expect(deck.state.cursor != before)
        deck.press("backspace", "backspace", "backspace", "backspace")
        #expect(deck.state.cursor == before)
        // A cluster chosen with the filter stays chosen.
        deck.type("scratch")
        deck.press("enter", "escape")
        #expect(deck.state.cursor == RowID("scratch"))
        deck.press("/")
        deck.type("prod")
        deck.press("down", "escape")
        #expect(deck.state.cursor == RowID("orders-ro"))
    }

    @Test func `pasted text does not act as keys`() {
        var deck = Deck()
        deck.send(.input(.paste("rcxq"), deck.state.now))
        #expect(deck.effects == [])
        #expect(deck.hint.contains("pasted text"))
        deck.press("/")
        deck.send(.input(.paste("scratch\n"), deck.state.now))
        #expect(deck.names == ["scratch"])
    }

    @Test func `open sessions are counted beside the last event`() {
        var deck = Deck()
        deck.sign("orders")
        deck.send(.sessions([RowID("orders"): 12]))
        #expect(deck.line(of: "orders").contains("12   signed"))
        deck.fail("orders", Failure(.unavailable, "something long went wrong while signing for this cluster"))
        #expect(deck.line(of: "orders").contains("12  "))
    }

    @Test func `the cursor stays on its cluster`() {
        var deck = Deck()
        deck.press("j", "j")
        #expect(deck.state.cursor == RowID("billing"))
        deck.press("s", "s")
        #expect(deck.state.cursor == RowID("billing"))
        deck.press("S")
        #expect(deck.state.cursor == RowID("billing"))
        deck.send(.resized(Size(columns: 70, rows: 8)))
        #expect(deck.state.cursor == RowID("billing"))
        #expect(deck.screen.contains("billing"))
        deck.load(Deck.file.replacing("[clusters.orders]", with: "[clusters.aaa]"))
        #expect(deck.state.cursor == RowID("billing"))
        // When the cluster is gone, the cursor moves to the one in its place.
        deck.load("[clusters.x]\nengine=\"mysql\"\nendpoint=\"x.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com\"\n")
        #expect(deck.state.cursor == RowID("x"))
    }

    @Test func `a reloaded cluster keeps its token, another cluster with its name does not`() {
        var deck = Deck()
        deck.sign("orders")
        deck.load(Deck.file + "\n# changed")
        #expect(deck.line(of: "orders").contains("15:00"))
        deck.load(Deck.file.replacing("\"orders.cluster-c1a2", with: "\"other.cluster-c1a2"))
        #expect(!deck.line(of: "orders").contains("15:00"))
    }

    @Test func `sorting cycles through the columns and back to the file`() {
        var deck = Deck()
        var orders: [[String]] = []
        for _ in 0..<7 {
            orders.append(deck.names)
            deck.press("s")
        }
        #expect(deck.names == orders[0])
        #expect(orders.contains(["billing", "orders", "orders-ro", "reports", "scratch"]))
        deck.press("s", "S")
        #expect(deck.line(1).contains("ENV ▼"))
        // By token: the earliest expiry is first.
        deck.sign("scratch", credentialsEndIn: 60)
        deck.sign("billing")
        while deck.state.sorting.key != .token { deck.press("s") }
        #expect(deck.names.prefix(2) == ["scratch", "billing"])
    }

    @Test func `marked clusters are signed together`() {
        var deck = Deck()
        deck.press("space", "space")
        #expect(deck.state.marks == [RowID("orders"), RowID("orders-ro")])
        #expect(deck.hint.contains("2 marked"))
        deck.press("r")
        #expect(deck.takeEffects() == [.sign([RowID("orders"), RowID("orders-ro")])])
        deck.press("escape")
        #expect(deck.state.marks.isEmpty)
        deck.press("*")
        #expect(deck.state.marks.count == 5)
        deck.press("r")
        // A cluster that is being signed is not signed again, and a broken one not at all.
        #expect(deck.takeEffects() == [.sign([RowID("billing"), RowID("scratch")])])
    }

    @Test func `a broken cluster shows its issues for every action`() {
        var deck = Deck()
        deck.press("G")
        for key in ["r", "c", "x", "enter", "y", "C"] {
            deck.press(key)
            #expect(deck.takeEffects() == [])
        }
        #expect(deck.state.messages.all.last?.text.contains("clusters.toml:26:12") == true)
        deck.press("i")
        #expect(deck.screen.contains("wrong"))
    }

    @Test func `the mouse selects, opens, scrolls and sorts`() {
        var deck = Deck()
        deck.send(.input(.mouse(Mouse(.click, column: 10, row: 4)), deck.state.now))
        #expect(deck.state.cursor == RowID("billing"))
        deck.send(.input(.mouse(Mouse(.doubleClick, column: 10, row: 5)), deck.state.now))
        #expect(deck.takeEffects() == [.openSession(RowID("scratch"))])
        deck.send(.input(.mouse(Mouse(.wheelUp, column: 10, row: 5)), deck.state.now))
        #expect(deck.state.cursor == RowID("orders"))
        deck.send(.input(.mouse(Mouse(.click, column: 9, row: 1)), deck.state.now))
        #expect(deck.state.sorting == RowOrder(.name))
        deck.send(.input(.mouse(Mouse(.click, column: 9, row: 1)), deck.state.now))
        #expect(deck.state.sorting == RowOrder(.name, isReversed: true))
        deck.press("t")
        deck.send(.input(.mouse(Mouse(.click, column: 0, row: 0)), deck.state.now))
        #expect(deck.state.overlay == nil)
    }

    @Test func `a deck without a file shows how to begin, and loads the file when it appears`() {
        var deck = Deck("")
        #expect(deck.screen.contains("has no clusters yet"))
        deck.press("r", "c", "x", "i", "j", "G", "space", "*", "a")
        #expect(deck.effects == [])
        deck.send(
            .profiles(.failure(Failure(.noInput, "there is no profile file", next: "create it")), deck.state.now))
        #expect(deck.screen.contains("there is no profile file"))
        deck.load(Deck.file)
        #expect(deck.names.count == 5)
    }
}
