import TerminalUI
import Testing

/// Characters from a terminal as keys.
@Suite struct KeyDecoderTests {
    private func decode(_ text: String) -> [Input] {
        var decoder = KeyDecoder()
        return decoder.decode(Array(text.utf8))
    }

    @Test func `characters, control keys and letters of any script are keys`() {
        #expect(decode("aZ") == [.key(.character("a")), .key(.character("Z"))])
        #expect(decode("\u{3}\u{1A}\u{0}") == [.key(.control("c")), .key(.control("z")), .key(.control("@"))])
        #expect(decode("\r\n\t\u{7F}") == [.key(.enter), .key(.enter), .key(.tab), .key(.named(.backspace))])
        #expect(decode("星é") == [.key(.character("星")), .key(.character("é"))])
        #expect(decode("\u{85}\u{9B}") == [])
    }

    @Test func `sequences missing in the terminal's description are decoded`() {
        #expect(decode("\u{1B}[A\u{1B}OB") == [.key(.up), .key(.down)])
        #expect(decode("\u{1B}[1;5C") == [.key(.named(.right, .control))])
        #expect(decode("\u{1B}[3;2~") == [.key(.named(.delete, .shift))])
        #expect(decode("\u{1B}[Z") == [.key(.named(.tab, .shift))])
        #expect(decode("\u{1B}[15~\u{1B}OP") == [.key(.function(5)), .key(.function(1))])
        #expect(decode("\u{1B}[99;5u") == [.key(.control("c"))])
    }

    @Test(arguments: ["\u{1B}[?1;2c", "\u{1B}[I", "\u{1B}[200;200t", "\u{1B}[<0;1;1M", "\u{1B}[38;5;1m"])
    func `an unknown sequence is swallowed completely`(sequence: String) {
        #expect(decode(sequence + "j") == [.key(.character("j"))])
    }

    @Test func `Esc alone is Esc, and Alt with a character that follows at once`() {
        #expect(decode("\u{1B}") == [.key(.escape)])
        #expect(decode("\u{1B}q") == [.key(.alt("q"))])
        #expect(decode("\u{1B}\r") == [.key(.named(.enter, .alt))])
        #expect(decode("\u{1B}\u{7F}") == [.key(.named(.backspace, .alt))])
        #expect(decode("\u{1B}O") == [.key(.alt("O"))])
        #expect(decode("\u{1B}\u{1B}[A") == [.key(.escape), .key(.up)])
    }

    @Test func `a paste is one text, however it is split`() {
        let text = "\u{1B}[200~q\r\nr\u{1B}[A\u{7}c\u{1B}[201~x"
        let whole = decode(text)
        #expect(whole == [.paste("q\nr\u{1B}[A\u{7}c"), .key(.character("x"))])
        let bytes = Array(text.utf8)
        // Split earlier, the opening bracket would be a lone Esc or Alt, which is indistinguishable from the key.
        for cut in 3..<bytes.count {
            var decoder = KeyDecoder()
            let inputs = decoder.decode(Array(bytes[..<cut])) + decoder.decode(Array(bytes[cut...]))
            #expect(inputs == whole, "cut at \(cut)")
        }
    }

    @Test func `text of any script arrives completely, however it is split`() {
        let text = "insert into t values (7, 'some text é 海 🚢 e\u{301}');\r"
        let pasted = "\u{1B}[200~\(text)\u{1B}[201~"
        for sent in [text, pasted] {
            let bytes = Array(sent.utf8)
            let whole = decode(sent)
            for first in (sent == pasted ? 3 : 0)...bytes.count {
                for second in first...bytes.count {
                    var decoder = KeyDecoder()
                    var inputs = decoder.decode(Array(bytes[..<first]))
                    inputs += decoder.decode(Array(bytes[first..<second]))
                    inputs += decoder.decode(Array(bytes[second...]))
                    #expect(inputs == whole, "cut at \(first) and \(second)")
                }
            }
        }
        #expect(decode(pasted) == [.paste(text.replacing("\r", with: "\n"))])
    }

    @Test func `a long paste in random pieces is the same byte by byte`() {
        var generator = SystemRandomNumberGenerator()
        let line = "insert into t values (1, 'some text é 海 🚢');"
        let text = String(repeating: line + "\n", count: 5_000)
        let bytes = Array("\u{1B}[200~\(text.replacing("\n", with: "\r"))\u{1B}[201~x".utf8)
        var decoder = KeyDecoder()
        var inputs = decoder.decode(Array(bytes[..<6]))
        var index = 6
        while index < bytes.count {
            let count = Int.random(in: 1...(Bool.random(using: &generator) ? 7 : 4_096), using: &generator)
            inputs += decoder.decode(Array(bytes[index..<min(bytes.count, index + count)]))
            index += count
        }
        #expect(inputs == [.paste(text), .key(.character("x"))])
    }

    @Test func `invalid bytes do not affect later characters`() {
        var decoder = KeyDecoder()
        let bytes: [UInt8] = [0x61, 0xE9, 0x62, 0xF0, 0x9F, 0x63, 0xFF, 0xED, 0xA0, 0x80, 0x64]
        let keys = decoder.decode(bytes).filter { $0 != .key(.character("\u{FFFD}")) }
        #expect(keys == [.key(.character("a")), .key(.character("b")), .key(.character("c")), .key(.character("d"))])
        #expect(decoder.decode([0xC3]) == [])
        #expect(decoder.decode([0xA9]) == [.key(.character("é"))])
        #expect(decoder.decode([0xC3]) == [])
        decoder.dropRest()
        #expect(decoder.decode([0x61]) == [.key(.character("a"))])
    }

    @Test func `a paste that is too long reports the cut bytes and does not split a character`() {
        let most = 16 << 20
        var decoder = KeyDecoder()
        #expect(decoder.decode(Array("\u{1B}[200~x".utf8)) == [])
        let chunk = Array(String(repeating: "é", count: 1 << 19).utf8)
        for _ in 0..<17 { #expect(decoder.decode(chunk) == []) }
        let inputs = decoder.decode(Array("\u{1B}[201~".utf8))
        guard case .paste(let text)? = inputs.first else { return #expect(Bool(false), "no paste") }
        #expect(text.utf8.count == most - 1)
        #expect(text.hasSuffix("é"))
        #expect(inputs.dropFirst() == [.pasteCut(bytes: 1 + 17 * chunk.count - (most - 1))])
        #expect(decoder.decode([0x6A]) == [.key(.character("j"))])
    }

    @Test func `random bytes never crash, and every sequence ends`() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            var decoder = KeyDecoder()
            let bytes = (0..<200).map { _ in UInt8.random(in: 0...255, using: &generator) }
            _ = decoder.decode(bytes)
            _ = decoder.decode(Array("\u{1B}[201~".utf8))
            #expect(decoder.decode([0x6A]).last == .key(.character("j")))
        }
    }
}
