import TerminalUI
import TestSupport
import Testing

@testable import Themes

@Suite struct PaletteColorTests {
    private func colors(_ entry: String) throws -> [Color] {
        let shop = try ThemeFixture(["t": "[palette]\na = \(entry)\n[styles]\nmatch = \"a\"\n"])
        #expect(shop.issues("t").isEmpty)
        return [.sixteen, .palette, .direct].map { shop.theme("t", depth: $0)[.match].foreground }
    }

    @Test func `each colour depth has its own colour`() throws {
        #expect(try colors("[\"#88c0d0\", 110, \"cyan\"]") == [.index(6), .index(110), .rgb(0x88C0D0)])
        #expect(try colors("[\"bright-red\", \"#88c0d0\"]") == [.index(9), .index(110), .rgb(0x88C0D0)])
        #expect(try colors("[238, \"terminal\"]") == [.terminal, .index(238), .rgb(0x444444)])
    }

    @Test func `missing substitutes are derived from the fullest colour`() throws {
        #expect(try colors("\"#ff8800\"") == [.index(11), .index(208), .rgb(0xFF8800)])
        #expect(try colors("208") == [.index(11), .index(208), .rgb(0xFF8700)])
        #expect(try colors("\"bright-blue\"") == [.index(12), .index(12), .index(12)])
        #expect(try colors("4") == [.index(4), .index(4), .index(4)])
        #expect(try colors("\"terminal\"") == [.terminal, .terminal, .terminal])
    }

    @Test func `the nearest index is nearest, or nearly`() {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<500 {
            let rgb = UInt32(random.next() & 0xFFFFFF)
            let found = NearestColor.distance(rgb, XtermPalette.rgb(NearestColor.index(to: rgb)))
            let least = (UInt8(16)...255).map { NearestColor.distance(rgb, XtermPalette.rgb($0)) }.min() ?? 0
            // Each component alone is nearest in the cube, which the weighting may judge differently.
            #expect(found <= least * 3 / 2)
        }
        #expect(NearestColor.index(to: 0x2E3440) == 237)
        #expect(NearestColor.index(to: 0xFDF6E3) == 230)
    }

    @Test(arguments: [
        (0x88C0D0 as UInt32, BasicColor.cyan), (0xBF616A, .red), (0xA3BE8C, .green), (0xEBCB8B, .brightYellow),
        (0x3B4252, .black), (0xECEFF4, .brightWhite), (0x4C566A, .brightBlack), (0x0A5EC2, .blue),
    ])
    func `one of the sixteen is chosen by its hue`(rgb: UInt32, name: BasicColor) {
        #expect(NearestColor.basic(to: rgb) == name)
    }

    @Test func `the indexed colours equal xterm's`() {
        #expect(XtermPalette.rgb(16) == 0x000000 && XtermPalette.rgb(231) == 0xFFFFFF)
        #expect(XtermPalette.rgb(110) == 0x87AFD7 && XtermPalette.rgb(208) == 0xFF8700)
        #expect(XtermPalette.rgb(232) == 0x080808 && XtermPalette.rgb(255) == 0xEEEEEE)
        #expect(XtermPalette.rgb(1) == 0xCD0000 && XtermPalette.rgb(12) == 0x5C5CFF)
    }
}
