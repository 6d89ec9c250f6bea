import Foundation
import TOML
import TerminalUI
import Testing

@testable import Themes

@Suite struct ShippedThemeTests {
    private static let library = ThemeLibrary(folder: nil)
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("themes")

    @Test func `every theme file is built in unchanged`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter {
            $0.hasSuffix(".toml")
        }
        #expect(Set(files) == Set(ShippedThemes.names.map { $0 + ".toml" }))
        for name in ShippedThemes.names {
            let text = try Data(contentsOf: Self.folder.appendingPathComponent(name + ".toml"))
            #expect(ShippedThemes.text(of: name) == Array(text), "\(name)")
        }
    }

    @Test func `the README's table has every role with its meaning in order`() throws {
        let text = try String(contentsOf: Self.folder.appendingPathComponent("README.md"), encoding: .utf8)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }
        #expect(rows.map(String.init) == Role.allCases.map { "| `\($0.rawValue)` | \($0.meaning) |" })
    }

    @Test(arguments: ShippedThemes.names)
    func `a shipped theme has no issues, including contrast`(name: String) {
        let resolved = Self.library.resolve(name)
        #expect(resolved.about != nil)
        for issue in resolved.allIssues { Issue.record("\(issue.place): \(issue.message)") }
    }

    @Test(arguments: ShippedThemes.names, [ColorDepth.sixteen, .palette, .direct])
    func `no token state depends on colour alone, and the cursor's row hides none`(name: String, depth: ColorDepth) {
        let theme = Self.library.load(name, depth: depth).theme
        let states = ContrastCheck.states
        #expect(Set(states.map { theme[$0, on: nil].attributes }).count == states.count)
        #expect(Set(states.map { theme[$0, on: .rowCursor] }).count == states.count)
        #expect(theme[.text, on: .rowCursor] != theme[.text, on: nil])
        #expect(theme[.text, on: .menuSelected] != theme[.text, on: .menu])
    }

    @Test func `without colours attributes show every state, also on the cursor's row`() {
        let theme = Self.library.load("nord", depth: .mono).theme
        let states = ContrastCheck.states
        #expect(Set(states.map { theme[$0, on: nil].attributes }).count == states.count)
        #expect(Set(states.map { theme[$0, on: .rowCursor].attributes }).count == states.count)
        #expect(
            Role.allCases.allSatisfy {
                theme[$0, on: nil].foreground == .terminal && theme[$0, on: nil].background == .terminal
            })
        #expect(theme[.text, on: .rowCursor].attributes.contains(.reverse))
        #expect(theme[.text, on: .menuSelected].attributes.contains(.reverse))
        let messages: [Role] = [.messageInfo, .messageWarning, .messageError]
        #expect(Set(messages.map { theme[$0, on: nil].attributes }).count == messages.count)
    }

    @Test func `high contrast is at least seven`() {
        #expect(Self.library.resolve("high-contrast").contrast == 7)
    }

    @Test func `the cursor's row is subtle if there are greys`() {
        for name in ShippedThemes.names where name != "mono" {
            for depth in [ColorDepth.palette, .direct] {
                let resolved = Self.library.resolve(name)
                let theme = resolved.theme(at: depth)
                for terminal in ReferenceTerminal.all(for: resolved.backdrop, depth: depth) {
                    let screen = terminal.colors(of: theme.screen).behind
                    let row = terminal.colors(of: theme[.rowCursor, on: nil]).behind
                    let ratio = Contrast.ratio(screen, row)
                    #expect(ratio > 1.04 && ratio < 1.8, "\(name) \(depth): \(ratio)")
                }
            }
        }
    }

    @Test func `named themes have their own colours at every depth`() {
        for name in ShippedThemes.names {
            for (color, entry) in Self.library.resolve(name).palette where entry.color.rgb != nil {
                #expect(entry.color.index != nil && entry.color.basic != nil, "\(name): \(color)")
            }
        }
    }

    /// A colour as seen without one kind of cones. Source: Viénot, Brettel, Mollon 1999, on linear light.
    private func seen(_ rgb: UInt32, without cones: [[Double]]) -> [Double] {
        let light = [16, 8, 0].map { pow(Double(rgb >> UInt32($0) & 0xFF) / 255, 2.2) }
        return cones.map { row in pow(max(0, zip(row, light).reduce(0) { $0 + $1.0 * $1.1 }), 1 / 2.2) * 255 }
    }

    @Test(arguments: [
        [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]],
        [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]],
    ])
    func `colorblind's good, warning and bad differ without red or green cones`(cones: [[Double]]) {
        for depth in [ColorDepth.palette, .direct] {
            let theme = Self.library.load("colorblind", depth: depth).theme
            let terminal = ReferenceTerminal(basic: XtermPalette.basic, foreground: 0xE5E5E5, background: 0)
            let colors = [Role.tokenFresh, .tokenExpiring, .messageError].map {
                seen(terminal.colors(of: theme[$0, on: nil]).glyph, without: cones)
            }
            for (first, second) in [(0, 1), (0, 2), (1, 2)] {
                let distance = zip(colors[first], colors[second]).reduce(0) { $0 + abs($1.0 - $1.1) }
                #expect(distance > 90, "\(depth) \(first) \(second)")
            }
        }
    }
}
