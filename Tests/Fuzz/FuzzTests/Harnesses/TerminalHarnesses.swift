import TerminalUI

extension Harness {
    /// What a terminal sends, and what is drawn on it.
    static let terminal = [
        Harness(
            "terminal-input",
            seeds: [
                "\u{1B}[200~a\u{1B}[201~\u{1B}[1;5A\u{1B}]11;rgb:0/0/0\u{7}é\u{1B}x", "\u{1B}[<0;1;1M\u{1B}Px\u{1B}\\",
            ]
        ) { bytes in
            var decoder = KeyDecoder()
            var now: Int64 = 0
            for byte in bytes {
                now += Int64(byte & 3) * 20_000_000
                _ = decoder.take([byte], at: now)
            }
            for _ in 0..<4 { _ = decoder.take([], at: now + 100_000_000_000) }
            var whole = KeyDecoder()
            _ = whole.decode(bytes)
        },
        Harness("harmless", seeds: ["a\u{1B}[0m\u{202E}é\u{200D}👩‍👩‍👧\u{0}\u{7F}\u{9B}", "\u{FE0F}x\u{3164}"]) { bytes in
            let text = HarmlessText.of(String(decoding: bytes, as: UTF8.self))
            for scalar in text.unicodeScalars {
                require(scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value), "\(scalar.value)")
            }
            require(HarmlessText.of(text) == text, text)
            let columns = Int(bytes.first ?? 0) % 20 + 2
            for part in TextCut.wrap(text, columns: columns) { require(DisplayWidth.of(part) <= columns, part) }
            require(DisplayWidth.of(TextCut.end(text, columns: columns)) <= columns)
            require(DisplayWidth.of(TextCut.middle(text, columns: columns)) <= columns)
        },
    ]
}
