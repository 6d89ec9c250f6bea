import TerminalUI
import Testing

/// Bytes from a terminal over a line: in any pieces, with pauses.
@Suite struct KeyStreamTests {
    private static let millisecond: Int64 = 1_000_000

    /// Pieces with pauses in milliseconds; the decoder is called at its deadlines.
    private func inputs(_ pieces: [[UInt8]], apart pause: Int64, _ sequences: KeySequences = KeySequences()) -> [Input]
    {
        var decoder = KeyDecoder(sequences)
        var now: Int64 = 5_000_000_000
        var all: [Input] = []
        func look(until end: Int64) {
            while let deadline = decoder.deadline, deadline <= end {
                now = deadline
                all += decoder.take([], at: now)
                if decoder.deadline == deadline { break }
            }
            now = end
        }
        for piece in pieces where !piece.isEmpty {
            all += decoder.take(piece, at: now)
            look(until: now + pause * Self.millisecond)
        }
        look(until: now + 20_000 * Self.millisecond)
        return all
    }

    private static var withMouse: KeySequences {
        var sequences = KeySequences()
        sequences.hasMouse = true
        return sequences
    }

    private func pieces(_ bytes: [UInt8], _ cuts: [Int]) -> [[UInt8]] {
        let edges = [0] + cuts.sorted() + [bytes.count]
        return zip(edges, edges.dropFirst()).map { Array(bytes[$0..<$1]) }
    }

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    /// Replies of terminals without a recent query, and strings of every kind. Source: XTerm Control Sequences;
    /// ECMA-48, 5.6.
    static let answers: [String] = {
        let bodies = ["11;rgb:2e2e/3434/3636", "0;r", "", "c", "\u{1B}[A"]
        let strings = ["]", "P", "_", "^", "X"].flatMap { kind in
            bodies.dropLast(kind == "]" ? 0 : 1).filter { !$0.contains("\u{1B}") }.flatMap { body in
                ["\u{1B}\\"].map { "\u{1B}\(kind)\(body)\($0)" } + (body.isEmpty ? [] : ["\u{1B}\(kind)\(body)\u{07}"])
            }
        }
        let reports = [
            "\u{1B}[24;80R", "\u{1B}[1;2R", "\u{1B}[1;5R", "\u{1B}[?1;1R", "\u{1B}[?62;1;6;22c", "\u{1B}[>41;370;0c",
            "\u{1B}[=0c",
            "\u{1B}[0n", "\u{1B}[?13n", "\u{1B}[8;24;80t", "\u{1B}[4;600;800t", "\u{1B}[?2026;2$y", "\u{1B}[2;1$y",
            "\u{1B}[?1u", "\u{1B}[I", "\u{1B}[O", "\u{1B}[>1;2;3m", "\u{1B}P1$r0m\u{1B}\\",
            "\u{1B}P>|XTerm(370)\u{1B}\\",
            "\u{1B}P!|00000000\u{1B}\\", "\u{1B}P1+r544e=787465726d\u{1B}\\", "\u{1B}_Gi=31;OK\u{1B}\\",
            "\u{1B}]52;c;cnJycnI=\u{07}", "\u{1B}]l title\u{1B}\\", "\u{1B}[<0;10;10m", "\u{1B}[<35;10;10M",
            "\u{1B}[97;1:3u", "\u{1B}[1;1:3A", "\u{1B}[57441;2u", "\u{1B}[97;9u",
        ]
        return strings.filter { $0.count > 3 } + reports
    }()

    @Test(arguments: KeyStreamTests.answers.indices)
    func `a terminal's reply is no key, however it is split`(index: Int) {
        let answer = bytes(Self.answers[index])
        let stream = answer + bytes("r")
        for pause in [0, 40] as [Int64] {
            for first in 1..<stream.count {
                for second in first..<stream.count where pause == 0 || second - first < 4 {
                    let told = inputs(pieces(stream, [first, second]), apart: pause)
                    #expect(told == [.key(.character("r"))], "cut at \(first) and \(second), \(pause) ms apart")
                }
            }
            let told = inputs(stream.map { [$0] }, apart: pause)
            #expect(told == [.key(.character("r"))], "byte by byte, \(pause) ms apart")
        }
    }

    /// Keys as terminals send them.
    static let keys: [(String, Key)] = [
        ("\u{1B}[A", .up), ("\u{1B}OA", .up), ("\u{1B}[1;5C", .named(.right, .control)),
        ("\u{1B}[1;3D", .named(.left, .alt)), ("\u{1B}O5A", .named(.up, .control)),
        ("\u{1B}Oa", .named(.up, .control)), ("\u{1B}Od", .named(.left, .control)), ("\u{1B}[b", .named(.down, .shift)),
        ("\u{1B}[5^", .named(.pageUp, .control)), ("\u{1B}[7^", .named(.home, .control)),
        ("\u{1B}[3@", .named(.delete, [.control, .shift])), ("\u{1B}[Z", .named(.tab, .shift)), ("\u{1B}OM", .enter),
        ("\u{1B}OP", .function(1)), ("\u{1B}[R", .function(3)), ("\u{1B}[15~", .function(5)),
        ("\u{1B}[24~", .function(12)),
        ("\u{1B}[15;2~", .function(17)), ("\u{1B}[1;5P", .function(25)), ("\u{1B}[15;3~", .function(53)),
        ("\u{1B}[[A", .function(1)), ("\u{1B}[[E", .function(5)),
        ("\u{1B}Op", .character("0")), ("\u{1B}Ok", .character("+")),
        // modifyOtherKeys, and kitty's protocol.
        ("\u{1B}[27;5;99~", .control("c")), ("\u{1B}[27;3;98~", .alt("b")), ("\u{1B}[27;2;13~", .named(.enter, .shift)),
        ("\u{1B}[27;7;98~", .controlAlt("b")), ("\u{1B}[99;5u", .control("c")), ("\u{1B}[98;3u", .alt("b")),
        ("\u{1B}[97:65;2u", .character("A")), ("\u{1B}[27u", .escape), ("\u{1B}[13;3u", .named(.enter, .alt)),
        ("\u{1B}[127;3u", .named(.backspace, .alt)), ("\u{1B}[9;2u", .named(.tab, .shift)),
        ("\u{1B}[32;5u", .control("@")),
        ("\u{1B}[97;1:1u", .character("a")), ("\u{1B}[97;1:2u", .character("a")), ("\u{1B}[97;65u", .character("a")),
        ("\u{1B}[57419u", .up), ("\u{1B}[57376u", .function(13)), ("\u{1B}[57404;5u", .character("5")),
        ("\u{1B}[1;5:1A", .named(.up, .control)), ("\u{1B}[233u", .character("é")),
        ("\u{1B}\u{7F}", .named(.backspace, .alt)), ("\u{1B}\u{08}", .named(.backspace, .alt)),
        ("\u{1B}\r", .named(.enter, .alt)),
        ("\u{1B}b", .alt("b")), ("\u{1B}é", .alt("é")), ("\u{1B}\u{02}", .controlAlt("b")), ("海", .character("海")),
    ]

    @Test(arguments: KeyStreamTests.keys.indices)
    func `a key is one key, however it is split and however slow the line is`(index: Int) {
        let (text, key) = Self.keys[index]
        let stream = bytes(text)
        for pause in [0, 40, 49] as [Int64] {
            for cut in 0..<stream.count {
                let told = inputs(pieces(stream, [cut]), apart: pause)
                #expect(told == [.key(key)], "cut at \(cut), \(pause) ms apart: \(told)")
            }
            let told = inputs(stream.map { [$0] }, apart: pause)
            #expect(told == [.key(key)], "byte by byte, \(pause) ms apart: \(told)")
        }
    }

    @Test func `the rest of a sequence whose Esc was reported types nothing`() {
        for text in ["[D", "OD", "[1;5C", "[15~"] {
            let told = inputs([[0x1B]] + bytes(text).map { [$0] }, apart: 60)
            #expect(told.count == 2 && told.first == .key(.escape), "\(text): \(told)")
            let isTyped = told.contains { input in
                if case .key(.character) = input { true } else { false }
            }
            #expect(!isTyped, "\(text): \(told)")
        }
    }

    @Test func `Esc and a typed letter are Esc and that letter`() {
        for text in ["[", "O", "[x", "Os", "Oselect", "[[", "P", "]", "_"] {
            let told = inputs([[0x1B]] + bytes(text).map { [$0] }, apart: 120)
            #expect(told == [.key(.escape)] + text.map { .key(.character($0)) }, "\(text)")
        }
        #expect(
            inputs([[0x1B], [0x1B], bytes("q")], apart: 500) == [.key(.escape), .key(.escape), .key(.character("q"))])
        for character in "[OP]X^_" {
            #expect(inputs([bytes("\u{1B}\(character)")], apart: 0) == [.key(.alt(character))])
        }
    }

    @Test func `a paste is one text wherever its brackets are split, even over a slow line`() {
        let stream = bytes("\u{1B}[200~select 1;\rq\u{1B}[201~x")
        let whole: [Input] = [.paste("select 1;\nq"), .key(.character("x"))]
        for cut in 1..<stream.count {
            for pause in [0, 40] as [Int64] {
                #expect(inputs(pieces(stream, [cut]), apart: pause) == whole, "cut at \(cut)")
            }
            // Split after its Esc, which has been reported by then.
            let late = inputs(pieces(stream, [cut]), apart: 90)
            #expect(late == whole || cut == 1 && late == [.key(.escape)] + whole, "cut at \(cut): \(late)")
        }
    }

    @Test func `a paste without its end is ended by Esc Esc, or by itself after a pause`() {
        var decoder = KeyDecoder()
        #expect(decoder.take(bytes("\u{1B}[200~half of it"), at: 1) == [])
        #expect(decoder.isPasting && decoder.pastedByteCount == 10)
        #expect(decoder.take([0x1B], at: 2) == [])
        #expect(decoder.take([0x1B], at: 3) == [.paste("half of it")])
        #expect(decoder.take(bytes("q"), at: 4) == [.key(.character("q"))])
        #expect(decoder.take(bytes("\u{1B}[200~other half"), at: 5) == [])
        let deadline = decoder.deadline
        #expect(deadline != nil)
        #expect(decoder.take([], at: (deadline ?? 0) - 1) == [])
        #expect(decoder.take([], at: deadline ?? 0) == [.paste("other half")])
        // The late bracket has no effect.
        #expect(decoder.take(bytes("\u{1B}[201~q"), at: 100_000_000_000) == [.key(.character("q"))])
    }

    @Test func `Esc twice inside a paste is normal text`() {
        let stream = bytes("\u{1B}[200~a\u{1B}\u{1B}b\u{1B}[201~")
        for cut in 6..<stream.count {
            #expect(inputs(pieces(stream, [cut]), apart: 10) == [.paste("a\u{1B}\u{1B}b")], "cut at \(cut)")
        }
    }

    @Test func `the terminal's own sequences come first, the longest complete one`() {
        var own = KeySequences()
        own.add(bytes("\u{1B}[3$"), .named(.delete, .shift))
        own.add(bytes("\u{1B}[1;2R"), .function(15))
        own.add(bytes("\u{1B}[Q"), .function(20))
        own.add(bytes("\u{1B}[QA"), .function(21))
        for (text, told) in [
            ("\u{1B}[3$", [Input.key(.named(.delete, .shift))]), ("\u{1B}[1;2R", []),
            ("\u{1B}[QA", [.key(.function(21))]),
            ("\u{1B}[QB", [.key(.function(20)), .key(.character("B"))]), ("\u{1B}[3~", [.key(.named(.delete))]),
        ] {
            #expect(inputs([bytes(text)], apart: 0, own) == told, "\(text.dropFirst())")
        }
    }

    @Test func `mouse events with numbers and with bytes are decoded`() {
        #expect(
            inputs([bytes("\u{1B}[<0;3;5M\u{1B}[<0;3;5m\u{1B}[<64;1;1M\u{1B}[<65;1;1M")], apart: 0, Self.withMouse) == [
                .mouse(Mouse(.click, column: 2, row: 4)), .mouse(Mouse(.wheelUp, column: 0, row: 0)),
                .mouse(Mouse(.wheelDown, column: 0, row: 0)),
            ])
        var own = KeySequences()
        own.hasByteMouse = true
        let stream: [UInt8] = [0x1B, 0x5B, 0x4D, 0x20, 0x23, 0x25, 0x1B, 0x5B, 0x4D, 0x23, 0xE3, 0x71]
        for cut in 1..<stream.count {
            let told = inputs(pieces(stream, [cut]), apart: 10, own)
            #expect(told == [.mouse(Mouse(.click, column: 2, row: 4))], "cut at \(cut): \(told)")
        }
    }

    @Test func `waits depend on the user's settings and the line`() {
        #expect(KeyWaits([:]).escape == 50 * Self.millisecond)
        #expect(KeyWaits(["SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"]).escape == 100 * Self.millisecond)
        #expect(KeyWaits(["SSH_CONNECTION": "x", "ESCDELAY": "20"]).escape == 20 * Self.millisecond)
        #expect(KeyWaits(["ESCDELAY": "1000"]).introducer == 1_000 * Self.millisecond)
        #expect(KeyWaits(["ESCDELAY": "-1"]) == KeyWaits([:]) && KeyWaits(["ESCDELAY": "soon"]) == KeyWaits([:]))
    }
}
