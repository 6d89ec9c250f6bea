import Editing
import TerminalUI
import TestSupport
import Testing

@Suite struct RandomKeysTests {
    private static let texts = [
        "", "a", "select a,\n  b\nfrom t\n", "(\n\t[x]\n)\n\n'q'", "e\u{301}👩‍👩‍👧\n🇩🇪🇫🇷\r\n表\u{200D}", "\u{301}\n\u{301}",
        "   \n\n \u{1B}[31m\u{202E}\n",
    ]

    private static let emacsKeys: [Key] =
        "abe mruvzxo_;<>ybfdtlcw/h\u{301}\u{200D}表👩( )'".flatMap { character -> [Key] in
            character.isASCII && character.isLetter
                ? [.character(character), .control(character), .alt(character)]
                : [.character(character), .alt(character)]
        } + named + [.control("@"), .control("_"), .control("@"), .alt("\\"), .alt("_"), .alt("{"), .alt("}")]

    private static let viKeys: [Key] =
        (" !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"
        + "é\u{301}表").map { .character($0) } + named + named
        + [
            .escape, .escape, .escape, .escape, .control("r"), .control("w"), .control("u"), .control("t"),
            .control("d"),
        ]

    private static let named: [Key] = Key.Named.allCases.flatMap { name -> [Key] in
        [.named(name), .named(name, .shift), .named(name, .control), .named(name, [.shift, .control])]
    }

    @Test(arguments: EditorStyle.allCases)
    func `no keys crash the editor, and all changes are undone and redone`(style: EditorStyle) {
        var generator = SeededGenerator(seed: style == .vi ? 1 : 2)
        for round in 0..<400 {
            let start = generator.pick(Self.texts)
            var editor = Editor(start, style: style)
            for _ in 0..<80 {
                switch generator.next() % 30 {
                case 0: editor.paste(generator.pick(Self.texts))
                case 1: editor.moveCursor(to: editor.buffer.position(atByte: Int(generator.next() % 40)))
                default: _ = editor.press(generator.pick(style == .vi ? Self.viKeys : Self.emacsKeys))
                }
                #expect(editor.buffer.clamped(editor.cursor) == editor.cursor)
                if let selection = editor.selection {
                    #expect(selection.upperBound <= editor.buffer.end)
                    _ = editor.selectedText
                }
            }
            // First redo what the keys have undone.
            while editor.redo() {}
            let last = editor.buffer
            while editor.undo() {}
            #expect(editor.buffer.bytes == Array(start.utf8), "round \(round)")
            while editor.redo() {}
            #expect(editor.buffer == last)
        }
    }

    @Test func `the undo memory is bounded, and the last steps stay`() {
        var editor = Editor("")
        let text = String(repeating: "x", count: 1 << 20)
        for _ in 0..<40 { editor.setText(editor.text.isEmpty ? text : "") }
        var steps = 0
        while editor.undo() { steps += 1 }
        #expect(steps > 10)
        #expect(steps < 40)
        // A step larger than the limit can still be undone.
        var large = Editor("")
        large.paste(String(repeating: "x", count: 33 << 20))
        #expect(large.undo() == true)
        #expect(large.buffer.isEmpty)
    }

    @Test func `equal editors are equal, and a key makes them different`() {
        var one = Editor("a")
        let other = one
        #expect(one == other)
        _ = one.press(.character("x"))
        #expect(one != other)
    }
}
