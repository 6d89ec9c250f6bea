import Catalog
import Editing
import SQLCore
import ScreenKit
import TerminalUI
import Testing

@testable import Workspace

/// No key runs, closes or logs in from a dialog of a session, unless it is bound to that there.
@Suite struct SessionKeyTests {
    /// Everything that can be open above a session, and the keys that may do more there than move and close.
    static let places: [(name: String, open: @Sendable (inout Bench) throws -> Void, own: Set<Key>)] = [
        ("help", { $0.press(.function(1)) }, []),
        ("palette", { $0.press(.function(2)) }, [.enter]),
        ("confirm", { $0.type("drop table t;\n") }, []),
        ("commit", { $0.openCommit() }, [.enter, .escape, .control("c"), .control("g")]),
        ("row's number", { try $0.openRows(.character("#")) }, []),
        ("search", { try $0.openRows(.character("/")) }, [.enter]),
        ("filter", { try $0.openRows(.character("&")) }, [.enter]),
        ("export", { try $0.openRows(.character("e"), .enter) }, [.enter]),
        ("save", { $0.press(.alt("s")) }, [.enter]),
        ("formats", { try $0.openRows(.character("Y")) }, [.enter]),
        ("history", { $0.press(.control("r")) }, [.enter]),
        ("saved", { $0.press(.alt("o")) }, [.enter]),
        ("results", { try $0.openRows(.function(8)) }, []),
        ("log", { $0.press(.function(7)) }, []),
        ("cell", { try $0.openRows(.enter) }, [.character("y"), .character("Y")]),
        ("search in a cell", { try $0.openRows(.enter, .character("/")) }, []),
        ("tree", { $0.press(.function(3)) }, [.character("d")]),
        ("filter of the tree", { $0.press(.function(3), .character("/")) }, []),
        ("users", { $0.press(.alt("g")) }, [.enter]),
        ("leave", { $0.openLeave() }, [.character("Y")]),
    ]

    private func bench(_ place: Int) throws -> Bench {
        var bench = try Bench(users: ["jane_doe", "jane_rw"])
        try Self.places[place].open(&bench)
        _ = bench.takeEffects()
        #expect(bench.state.overlay != nil, "\(Self.places[place].name)")
        return bench
    }

    @Test(arguments: SessionKeyTests.places.indices)
    func `every key in every dialog does only what it is bound to`(place: Int) throws {
        let opened = try bench(place)
        for key in AllKeys.all where !Self.places[place].own.contains(key) {
            var bench = opened
            let text = bench.state.editor.text
            bench.press(key)
            let harm = bench.effects.filter(\.isHarmful)
            #expect(harm.isEmpty, "\(key.name) in \(Self.places[place].name): \(harm)")
            #expect(!bench.state.isClosing, "\(key.name) in \(Self.places[place].name)")
            // The tree puts a name into the text.
            let isName = Self.places[place].name == "tree" && (key == .tab || key == .character("i"))
            #expect(bench.state.editor.text == text || isName, "\(key.name) in \(Self.places[place].name)")
        }
    }

    @Test(arguments: SessionKeyTests.places.indices)
    func `an unbound Alt key changes nothing`(place: Int) throws {
        let opened = try bench(place)
        for key in AllKeys.alt where !AllKeys.editing.contains(key) {
            var bench = opened
            bench.press(key)
            #expect(bench.effects.isEmpty, "\(key.name) in \(Self.places[place].name): \(bench.effects)")
            #expect(bench.screen == opened.screen, "\(key.name) in \(Self.places[place].name)")
        }
    }

    @Test(arguments: [EditorStyle.emacs, .vi])
    func `an Alt key that is bound to nothing changes nothing in the text, nor in the names to choose from`(
        style: EditorStyle
    ) throws {
        for key in AllKeys.alt {
            var bench = try Bench()
            var settings = WorkspaceSettings()
            settings.usesVi = style == .vi
            bench.send(.settings(settings))
            if style == .emacs { bench.type("select a_b from t where ") } else { bench.press(.escape) }
            if bench.state.keymap.action(key, at: .editor) != nil { continue }
            var copy = bench.state.editor
            guard copy.press(key) == .unhandled, key != .alt(":") else { continue }
            let before = bench.screen
            _ = bench.takeEffects()
            bench.press(key)
            #expect(bench.effects.isEmpty && bench.screen == before, "\(key.name), \(style)")
        }
    }

    @Test func `vi takes Alt and a key for Esc and that key while text is typed, as vim does`() throws {
        var bench = try Bench()
        var settings = WorkspaceSettings()
        settings.usesVi = true
        bench.send(.settings(settings))
        bench.type("select one")
        bench.press(.alt("b"))
        bench.type("D")
        #expect(bench.state.editor.modeName == "NORMAL")
        #expect(bench.state.editor.text == "select ")
        bench.type("i")
        bench.press(.alt(":"))
        #expect(bench.screen.contains("command"))
    }

    @Test func `the key that confirms closing a session is not that of anything else in a dialog`() throws {
        // DeckTests show that it is no key of the deck.
        #expect(SQLOverlay.closingKey == .character("Y"))
        #expect(try Bench().state.keymap.action(SQLOverlay.closingKey, at: .dialog) == nil)
    }

    @Test
    func `what asks is the same question until it is answered, so that what was typed before it shows is told apart`()
        throws
    {
        var bench = try Bench()
        #expect(bench.state.asking == nil)
        bench.type("drop table t;\n")
        let asked = bench.state.asking
        #expect(asked != nil)
        bench.type("ord")
        #expect(bench.state.asking == asked)
        bench.press(.escape)
        #expect(bench.state.asking == nil)
        bench.press(.function(1))
        #expect(bench.state.asking == nil)
    }
}

extension Bench {
    fileprivate mutating func openRows(_ keys: Key...) throws {
        type("select * from t;\n")
        try answer(["a", "n_b"], [["x", "1"], ["y", "2"]])
        press(.function(6))
        for key in keys { press(key) }
    }

    fileprivate mutating func openCommit() {
        type("update t set a = 1 where b = 2;")
        press(.alt("m"))
        answer(.complete(Completion(tag: "BEGIN", rows: nil, hasColumns: false), elapsed: 1), ended: .open)
        answer(.complete(Completion(tag: "UPDATE 1", rows: 1, hasColumns: false), elapsed: 1), ended: .open)
    }

    fileprivate mutating func openLeave() {
        type("begin;\n")
        answer(.complete(Completion(tag: "BEGIN", rows: nil, hasColumns: false), elapsed: 1), ended: .open)
        press(.control("q"))
    }
}

extension WorkspaceEffect {
    /// Whether it runs, signs, gives something away or closes.
    fileprivate var isHarmful: Bool {
        switch self {
        case .connect, .relogin, .abort, .run, .copy, .use, .openAs, .openAnother, .close, .copyText, .copyRows,
            .export,
            .exportText, .writeFile, .save, .include, .explain, .editExternally, .showDeck, .nextTab, .cancel:
            true
        default: false
        }
    }
}
