import Catalog
import Editing
import SQLWire
import ScreenKit
import TerminalUI
import Testing

@testable import Workspace

/// A key in a dialog runs, closes or logs in only where it is bound to that action.
@Suite struct SessionKeyTests {
    /// All dialogs of a session, and the keys that may do more there than move and close.
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
            // The tree inserts a name into the text.
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
    func `an unbound Alt key changes nothing in the text or in the completion list`(
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

    @Test func `vi treats Alt and a key as Esc and that key during typing, as in Vim`() throws {
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

    @Test func `the key that confirms closing a session has no other meaning in a dialog`() throws {
        // DeckTests check that it is not a key of the deck.
        #expect(SQLOverlay.closingKey == .character("Y"))
        #expect(try Bench().state.keymap.action(SQLOverlay.closingKey, at: .dialog) == nil)
    }

    @Test
    func `a dialog keeps its id until it is answered, so that earlier keys are recognised`()
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
    /// Whether the effect runs, signs, reveals or closes.
    fileprivate var isHarmful: Bool {
        switch self {
        case .connect, .relogin, .abort, .run, .copy, .use, .tabs, .copyText, .copyRows, .export, .exportText,
            .writeFile, .save, .include, .explain, .terminal(.editExternally), .cancel:
            true
        default: false
        }
    }
}
