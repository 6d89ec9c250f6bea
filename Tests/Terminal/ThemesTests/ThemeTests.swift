import TerminalUI
import Testing
import Themes

@Suite struct ThemeTests {
    private let theme = Theme(name: "t") { role in
        switch role {
        case .text: Style(.rgb(0xDDDDDD), on: .rgb(0x111111))
        case .tokenFresh: Style(.rgb(0x00FF00))
        case .tokenFailed: Style(.rgb(0xFFFFFF), on: .rgb(0xAA0000), .bold)
        case .rowCursor: Style(.rgb(0xFFFFFF), on: .rgb(0x333333), .underline)
        case .textDim: Style(.rgb(0xDDDDDD), on: .rgb(0x111111), .dim)
        default: .plain
        }
    }

    @Test func `a role alone leaves the screen's colours to others`() {
        #expect(theme.screen == Style(.rgb(0xDDDDDD), on: .rgb(0x111111)))
        #expect(theme[.text] == .plain && theme[.label] == .plain)
        #expect(theme[.textDim] == Style(.terminal, .dim))
        #expect(theme[.tokenFresh] == Style(.rgb(0x00FF00)))
    }

    @Test func `the cursor's background shows below roles without their own`() {
        #expect(theme[.tokenFresh, on: nil] == Style(.rgb(0x00FF00), on: .rgb(0x111111)))
        #expect(theme[.tokenFresh, on: .rowCursor] == Style(.rgb(0x00FF00), on: .rgb(0x333333), .underline))
        #expect(theme[.text, on: .rowCursor] == theme[.rowCursor, on: nil])
        #expect(theme[.textDim, on: .rowCursor] == Style(.rgb(0xFFFFFF), on: .rgb(0x333333), [.dim, .underline]))
        #expect(
            theme[.tokenFailed, on: .rowCursor] == Style(.rgb(0xFFFFFF), on: .rgb(0xAA0000), [.bold, .underline]))
    }

    @Test func `combining styles in two steps gives the same`() {
        for role in Role.allCases {
            #expect(theme[role].over(theme[.rowCursor]).over(theme.screen) == theme[role, on: .rowCursor])
        }
    }

    @Test func `styles are described in the notation of theme files`() {
        #expect(StyleWords.text(of: .plain) == "terminal")
        #expect(
            StyleWords.text(of: Style(.index(11), on: .index(238), [.bold, .dim])) == "bright-yellow on 238 bold dim")
        #expect(StyleWords.text(of: Style(.terminal, on: .rgb(0x00C0D0), .reverse)) == "on #00c0d0 reverse")
    }
}
