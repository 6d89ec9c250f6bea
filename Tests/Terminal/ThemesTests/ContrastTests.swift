import Foundation
import TOML
import TerminalUI
import TestSupport
import Testing

@testable import Themes

@Suite struct ContrastTests {
    @Test func `a ratio equals WCAG's`() {
        #expect(Contrast.ratio(0x000000, 0xFFFFFF) == 21)
        #expect(Contrast.ratio(0x808080, 0x808080) == 1)
        // The greys on either side of the limit.
        #expect(Contrast.ratio(0x767676, 0xFFFFFF) >= 4.5 && Contrast.ratio(0x777777, 0xFFFFFF) < 4.5)
        for value in UInt32(0)...255 {
            let part = Double(value) / 255
            let linear = part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
            #expect(abs(Contrast.luminance(value << 16 | value << 8 | value) - linear) < 1e-9)
        }
    }

    private func check(_ text: String) throws -> [String] {
        let shop = try ThemeFixture(["t": text])
        return try shop.library.resolve(file: shop.directory.path("t.toml")).allIssues
            .map { "\($0.position.line):\($0.position.column) \($0.message)" }
    }

    @Test func `an unreadable role is reported with its line`() throws {
        let issues = try check("inherits = \"dark\"\n[styles]\nmatch = \"#333333 bold\"\n")
        #expect(
            issues.contains(
                "3:1 `match` on `row.cursor` cannot be read well with 16 colours: its contrast is 1.0, it has to be 4.5 at least"
            ), "\(issues)")
        #expect(issues.allSatisfy { $0.contains("`match`") })
        #expect(issues.count == 4)
    }

    @Test func `an overridden colour is found in the palette`() throws {
        let issues = try check("inherits = \"dark\"\n\n[palette]\ngood = [\"#8cc98f\", 22, \"green\"]\n")
        #expect(!issues.isEmpty)
        #expect(issues.allSatisfy { $0.hasPrefix("4:1 ") && $0.contains("with 256 colours") }, "\(issues)")
    }

    @Test func `a cursor that hides the text is reported`() throws {
        let issues = try check("inherits = \"dark\"\n[styles]\n\"row.cursor\" = \"on white\"\n")
        #expect(issues.contains { $0.hasPrefix("3:1 `token.fresh` on `row.cursor` cannot be read") }, "\(issues)")
    }

    @Test func `a theme without a background is measured on its backdrop`() throws {
        let text = "[styles]\ntoken = \"bright-yellow\"\n\"token.none\" = \"bright-yellow dim\"\n"
        func unreadable(_ background: String) throws -> Bool {
            try check("background = \"\(background)\"\n" + text).contains { $0.contains("cannot be read") }
        }
        #expect(try !unreadable("dark"))
        #expect(try unreadable("light"))
        #expect(try unreadable("any"))
    }

    @Test func `states that look the same are reported, and a promised contrast is checked`() throws {
        let alike = try check("inherits = \"dark\"\n[styles]\n\"token.expiring\" = \"good\"\n")
        #expect(alike.contains("3:1 `token.fresh` and `token.expiring` look the same with 16 colours"))
        #expect(try check("inherits = \"dark\"\n").isEmpty)
        #expect(try !check("inherits = \"dark\"\ncontrast = 7\n").isEmpty)
    }

    @Test func `a file that is not TOML has one issue, one without styles one for each state`() throws {
        #expect(try check("[styles\nmatch = 1").count == 1)
        let bare = try check("")
        #expect(bare.count == ContrastCheck.states.count - 1)
        #expect(bare.allSatisfy { $0.hasPrefix("1:1 `token.none` and `token.") })
    }

    @Test func `reverse and dim are measured as they appear`() {
        let terminal = ReferenceTerminal(basic: XtermPalette.basic, foreground: 0xFFFFFF, background: 0x000000)
        let reversed = terminal.colors(of: Style(.index(1), on: .index(15), .reverse))
        #expect(reversed.glyph == 0xFFFFFF && reversed.behind == 0xCD0000)
        let dim = terminal.colors(of: Style(.rgb(0x90C000), on: .rgb(0x300030), .dim))
        #expect(dim.glyph == 0x708010 && dim.behind == 0x300030)
    }
}
