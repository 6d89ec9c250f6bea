import TerminalUI
import Testing

/// Characters from a terminal as keys.
@Suite struct KeyDecoderTests {
    private func decode(_ text: String) -> [Input] {
        var decoder = KeyDecoder()
        return decoder.decode(Array(text.unicodeScalars))
    }

    @Test func `characters, control keys and letters of any script`() {
        #expect(decode("aZ") == [.key(.character("a")), .key(.character("Z"))])
        #expect(decode("\u{3}\u{1A}\u{0}") == [.key(.control("c")), .key(.control("z")), .key(.control("@"))])
        #expect(decode("\r\n\t\u{7F}") == [.key(.enter), .key(.enter), .key(.tab), .key(.named(.backspace))])
        #expect(decode("星é") == [.key(.character("星")), .key(.character("é"))])
        #expect(decode("\u{85}\u{9B}") == [])
    }

    @Test func `sequences that the terminal's description does not know`() {
        #expect(decode("\u{1B}[A\u{1B}OB") == [.key(.up), .key(.down)])
        #expect(decode("\u{1B}[1;5C") == [.key(.named(.right, .control))])
        #expect(decode("\u{1B}[3;2~") == [.key(.named(.delete, .shift))])
        #expect(decode("\u{1B}[Z") == [.key(.named(.tab, .shift))])
        #expect(decode("\u{1B}[15~\u{1B}OP") == [.key(.function(5)), .key(.function(1))])
        #expect(decode("\u{1B}[99;5u") == [.key(.control("c"))])
    }

    @Test(arguments: ["\u{1B}[?1;2c", "\u{1B}[I", "\u{1B}[200;200t", "\u{1B}[<0;1;1M", "\u{1B}[38;5;1m"])
    func `an unknown sequence is swallowed whole`(sequence: String) {
        #expect(decode(sequence + "j") == [.key(.character("j"))])
    }

    @Test func `Esc alone is Esc, and Alt with what comes with it`() {
        #expect(decode("\u{1B}") == [.key(.escape)])
        #expect(decode("\u{1B}q") == [.key(.alt("q"))])
        #expect(decode("\u{1B}\r") == [.key(.named(.enter, .alt))])
        #expect(decode("\u{1B}\u{7F}") == [.key(.named(.backspace, .alt))])
        #expect(decode("\u{1B}O") == [.key(.alt("O"))])
        #expect(decode("\u{1B}\u{1B}[A") == [.key(.escape), .key(.up)])
    }

    @Test func `a paste is one text, however it is cut`() {
        let text = "\u{1B}[200~q\r\nr\u{1B}[A\u{7}c\u{1B}[201~x"
        let whole = decode(text)
        #expect(whole == [.paste("q\nr\u{1B}[A\u{7}c"), .key(.character("x"))])
        let scalars = Array(text.unicodeScalars)
        // A cut in the opening bracket would be a lone Esc, which nothing tells from the key.
        for cut in 6..<scalars.count {
            var decoder = KeyDecoder()
            let inputs = decoder.decode(Array(scalars[..<cut])) + decoder.decode(Array(scalars[cut...]))
            #expect(inputs == whole, "cut at \(cut)")
        }
    }

    @Test func `a paste without end does not grow without end`() {
        var decoder = KeyDecoder()
        _ = decoder.decode(Array("\u{1B}[200~".unicodeScalars))
        let chunk = Array(String(repeating: "x", count: 1 << 18).unicodeScalars)
        for _ in 0..<8 { #expect(decoder.decode(chunk) == []) }
        guard case .paste(let text)? = decoder.decode(Array("\u{1B}[201~".unicodeScalars)).first else {
            return #expect(Bool(false), "no paste")
        }
        #expect(text.utf8.count == 1 << 20)
    }

    @Test func `random bytes never trap, and every sequence ends`() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            var decoder = KeyDecoder()
            let scalars = (0..<200).map { _ in
                Unicode.Scalar(UInt8.random(in: 0...255, using: &generator))
            }
            _ = decoder.decode(scalars)
            _ = decoder.decode(Array("\u{1B}[201~".unicodeScalars))
            #expect(decoder.decode(["j"]).last == .key(.character("j")))
        }
    }
}
