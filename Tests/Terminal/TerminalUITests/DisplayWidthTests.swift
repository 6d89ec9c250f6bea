import CPlatform
import Glibc
import TerminalUI
import Testing

@Suite struct DisplayWidthTests {
    @Test func `every scalar has the C library's width`() throws {
        let locale = try #require(newlocale(Int32(1 << LC_CTYPE), "C.UTF-8", nil), "no C.UTF-8 locale")
        let before = uselocale(locale)
        defer {
            uselocale(before)
            freelocale(locale)
        }
        var wrong: [UInt32] = []
        for value in UInt32(1)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let width = qd_scalar_width(value)
            // Unassigned scalars and controls: the C library returns -1, and they are never shown.
            if width >= 0, Int(width) != DisplayWidth.of(scalar) { wrong.append(value) }
        }
        #expect(wrong.isEmpty, "\(wrong.count) scalars, first \(wrong.prefix(5))")
    }

    @Test(arguments: [("", 0), ("abc", 3), ("海の星", 6), ("e\u{301}", 1), ("🚢", 2), ("Zürich", 6)])
    func `texts have their visible width`(text: String, columns: Int) {
        #expect(DisplayWidth.of(text) == columns)
        #expect(DisplayWidth.of(DisplayWidth.padding(text, to: 10)) == 10)
    }
}

@Suite struct HarmlessTextTests {
    @Test(arguments: [
        ("plain", "plain"), ("\u{1B}]52;c;aGk=\u{7}", "␛]52;c;aGk=␇"), ("a\nb\r", "a␊b␍"), ("\u{9B}2J", "<U+009B>2J"),
        ("\u{7F}", "␡"), ("\u{202E}gpj", "<U+202E>gpj"), ("a\u{200B}b", "a<U+200B>b"), ("\u{E0041}", "<U+E0041>"),
        ("👩‍🚀 e\u{301} 海", "👩‍🚀 e\u{301} 海"), ("a\u{200D}b", "a<U+200D>b"), ("👩\u{200D}", "👩<U+200D>"),
        ("👩\u{200D}\u{200D}👩", "👩<U+200D><U+200D>👩"),
        ("❤️\u{200D}🔥", "❤️\u{200D}🔥"), ("a\u{34F}b", "a<U+034F>b"),
        ("e\u{301}\u{301}\u{301}\u{301}", "e\u{301}\u{301}\u{301}\u{301}"),
        ("e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}x", "e\u{301}\u{302}\u{303}\u{304}<+2 marks>x"),
    ])
    func `no text can act on the terminal`(text: String, shown: String) {
        #expect(HarmlessText.of(text) == shown)
        #expect(HarmlessText.of(shown) == shown)
    }

    /// Unicode's own classification of invisible and active scalars, for every scalar.
    @Test func `no invisible scalar passes`() {
        // Visible signs above or before the numbers they belong to.
        let seen: Set<UInt32> = [0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD]
        var wrong: [String] = []
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value), !(0x600...0x605).contains(value), !seen.contains(value) else {
                continue
            }
            let properties = scalar.properties
            let categories: Set<Unicode.GeneralCategory> = [.control, .format, .lineSeparator, .paragraphSeparator]
            guard properties.isDefaultIgnorableCodePoint || categories.contains(properties.generalCategory) else {
                if HarmlessText.isHarmful(scalar) { wrong.append(String(value, radix: 16)) }
                continue
            }
            let shown = HarmlessText.of("a\(scalar)b")
            if shown.unicodeScalars.contains(scalar) || shown == "ab" { wrong.append(String(value, radix: 16)) }
        }
        #expect(wrong == [])
    }

    @Test(arguments: [
        "1\u{FE0F}\u{20E3}", "\u{2764}\u{FE0F}", "\u{2764}\u{FE0E}", "\u{845B}\u{E0100}", "\u{2229}\u{FE00}",
        "\u{1F469}\u{200D}\u{1F680}",
        "\u{1F3F4}\u{200D}\u{2620}\u{FE0F}", "\u{26A0}\u{FE0F} \u{AC00}",
    ])
    func `selectors stay where they change a glyph`(text: String) {
        #expect(HarmlessText.of(text) == text)
    }

    @Test(arguments: [
        ("prod\u{FE00}", "prod<U+FE00>"), ("a\u{E0101}", "a<U+E0101>"), ("1\u{FE0F}", "1<U+FE0F>"),
        ("\u{FE0F}", "<U+FE0F>"),
        ("\u{2764}\u{FE0F}\u{FE0F}", "\u{2764}\u{FE0F}\u{FE0F}"), ("\u{3164}", "<U+3164>"), ("a\u{AD}b", "a<U+00AD>b"),
        ("a\u{200C}b", "a<U+200C>b"), ("\u{115F}\u{1160}", "<U+115F><U+1160>"),
    ])
    func `hiding scalars are shown`(text: String, shown: String) {
        #expect(HarmlessText.of(text) == shown)
    }

    @Test func `no control character of any kind passes`() {
        for value in (0...0x1F).map(UInt32.init) + (0x7F...0x9F).map(UInt32.init) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            #expect(HarmlessText.of(String(scalar)) != String(scalar))
        }
    }
}
