import TestSupport
import Testing

@testable import Editing

/// A text as bytes, whose positions are counted from its beginning each time.
private struct NaiveText {
    var bytes: [UInt8]

    func position(_ offset: Int) -> TextPosition {
        let before = bytes[..<offset]
        let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return TextPosition(before.count { $0 == 0x0A }, offset - start)
    }
}

@Suite struct TextBufferTests {
    @Test func `a text keeps its bytes`() {
        for text in [
            "", "a", "a\n", "\n", "\na\n\n", "a\r\nb\rc", "\u{1B}]52;c;x\u{7}", "e\u{301}\n\u{301}", "\u{0}\u{202E}x",
            "\u{2028}a\u{85}b\u{B}",
        ] {
            let buffer = TextBuffer(text)
            #expect(buffer.text.utf8.elementsEqual(text.utf8))
            #expect(buffer.bytes == Array(text.utf8))
            #expect(buffer.byteCount == text.utf8.count)
            #expect(buffer.lineCount == text.utf8.count { $0 == 0x0A } + 1)
        }
        #expect(TextBuffer(bytes: [0x61, 0xFF, 0x0A, 0xC3]).text == "a\u{FFFD}\n\u{FFFD}")
    }

    @Test func `composed and decomposed letters are different texts`() {
        #expect(TextBuffer("\u{E9}") != TextBuffer("e\u{301}"))
        #expect(TextBuffer("\u{E9}") == TextBuffer("\u{E9}"))
    }

    @Test func `random changes equal changes of the bytes at every position`() {
        var generator = SeededGenerator(seed: 11)
        var buffer = TextBuffer("")
        var naive = NaiveText(bytes: [])
        for step in 0..<3_000 {
            let range = [generator.next(), generator.next()].map { Int($0 % UInt64(naive.bytes.count + 1)) }.sorted()
            // Mostly small changes, and sometimes many lines, so that chunks are split and joined.
            let upper = step % 50 == 0 ? range[1] : min(range[1], range[0] + 9)
            let text = generator.text(step % 40 == 7 ? 3_000 : Int(generator.next() % 6), of: "ab\n\n c")
            buffer.replace(naive.position(range[0])..<naive.position(upper), with: text)
            naive.bytes.replaceSubrange(range[0]..<upper, with: text.utf8)
            #expect(buffer.byteCount == naive.bytes.count)
            let offset = Int(generator.next() % UInt64(naive.bytes.count + 1))
            let position = naive.position(offset)
            #expect(buffer.position(atByte: offset) == position)
            #expect(buffer.offset(of: position) == offset)
            if step % 100 == 0 { #expect(buffer.bytes == naive.bytes) }
        }
        #expect(buffer.bytes == naive.bytes)
        #expect(buffer.lineCount == naive.bytes.count { $0 == 0x0A } + 1)
    }

    @Test func `positions outside of the text and inside characters are rounded`() {
        let buffer = TextBuffer("e\u{301}x\n👩‍👩‍👧\n")
        for (place, rounded) in [
            ((-1, 5), (0, 0)), ((0, -3), (0, 0)), ((0, 99), (0, 4)), ((9, 0), (2, 0)), ((0, 1), (0, 0)),
            ((0, 2), (0, 0)), ((0, 3), (0, 3)), ((1, 4), (1, 0)), ((1, 7), (1, 0)), ((2, 1), (2, 0)),
        ] {
            #expect(buffer.clamped(TextPosition(place.0, place.1)) == TextPosition(rounded.0, rounded.1))
        }
        #expect(buffer.position(atByte: 2) == .start)
        #expect(buffer.position(atByte: -1) == .start)
        #expect(buffer.position(atByte: .max) == buffer.end)
        #expect(buffer.offset(of: TextPosition(.max, .max)) == buffer.byteCount)
        #expect(buffer.offset(of: TextPosition(.min, .min)) == 0)
        #expect(buffer.line(.max) == "" && buffer.line(.min) == "" && buffer.length(ofLine: 3) == 0)
        #expect(buffer.text(in: TextPosition(-5, 0)..<TextPosition(99, 0)) == buffer.text)
    }

    @Test func `moving over the characters visits each once in both directions`() {
        let text = "a\u{301}b\n👩‍👩‍👧🇩🇪🇫🇷\r\n\n表\u{200D}x"
        let buffer = TextBuffer(text)
        var places: [TextPosition] = []
        var place: TextPosition? = .start
        while let here = place {
            places.append(here)
            place = buffer.position(after: here)
        }
        #expect(places.last == buffer.end)
        var back: [TextPosition] = []
        place = buffer.end
        while let here = place {
            back.append(here)
            place = buffer.position(before: here)
        }
        #expect(back.reversed() == places)
        // CR LF is one character in Swift; here the CR is one, followed by the line end.
        #expect(places.count == 12)
    }

    @Test func `a change of a long text copies only its chunk`() {
        let before = TextBuffer((0..<100_000).map { "insert into t values (\($0), 'row');" }.joined(separator: "\n"))
        for change in ["x", "x\ny", ""] {
            var after = before
            let place = TextPosition(50_000, 3)
            after.replace(place..<TextPosition(50_000, change.isEmpty ? 6 : 3), with: change)
            let kept = Set(before.chunks.map { $0.lines.withUnsafeBufferPointer { $0.baseAddress } })
            let fresh = after.chunks.count { !kept.contains($0.lines.withUnsafeBufferPointer { $0.baseAddress }) }
            #expect(fresh == 1)
            #expect(after.chunks.count > 300)
        }
    }

    @Test func `a position in a long line is found without walking the line`() {
        // Walking from the line's beginning would take hours.
        let line = String(repeating: "select é, ", count: 100_000)
        var buffer = TextBuffer(line)
        var place = buffer.end
        for _ in 0..<20_000 {
            place = buffer.position(before: place) ?? place
            buffer.replace(place..<place, with: "x")
        }
        #expect(buffer.byteCount == line.utf8.count + 20_000)
    }
}
