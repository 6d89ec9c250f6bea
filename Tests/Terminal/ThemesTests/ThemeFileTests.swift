import TerminalUI
import Testing

@testable import Themes

@Suite struct ThemeFileTests {
    @Test func `a style is colour, background and attributes`() throws {
        let shop = try ThemeFixture([
            "t": """
            [palette]
            night = "#101010"
            [styles]
            text = "white on night"
            match = "on yellow"
            label = "underline"
            frame = "#aabbcc on 200 dim italic"
            prompt = "bold red reverse"
            header = "terminal on terminal"
            """
        ])
        let theme = shop.theme("t")
        #expect(shop.issues("t").isEmpty)
        #expect(theme[.text, on: nil] == Style(.index(7), on: .rgb(0x101010)))
        #expect(theme[.match, on: nil] == Style(.index(7), on: .index(3)))
        #expect(theme[.label, on: nil] == Style(.index(7), on: .rgb(0x101010), .underline))
        #expect(theme[.frame, on: nil] == Style(.rgb(0xAABBCC), on: .rgb(XtermPalette.rgb(200)), [.dim, .italic]))
        #expect(theme[.prompt, on: nil] == Style(.index(1), on: .rgb(0x101010), [.bold, .reverse]))
        #expect(theme[.header, on: nil] == theme.screen)
    }

    @Test func `the longest name wins, and text is the fallback`() throws {
        let shop = try ThemeFixture([
            "t": """
            [styles]
            text = "white"
            token = "green"
            "token.expiring" = "yellow bold"
            "row.cursor" = "on black"
            """
        ])
        let theme = shop.theme("t")
        #expect(theme[.tokenFresh, on: nil].foreground == .index(2))
        #expect(theme[.tokenExpiring, on: nil] == Style(.index(3), .bold))
        #expect(theme[.rowCursorBar, on: nil].background == .index(0))
        #expect(theme[.rowMarked, on: nil] == Style(.index(7)))
        #expect(theme[.messageInfo, on: nil] == Style(.index(7)))
    }

    @Test func `an unstyled role is searched by shorter and shorter names`() {
        #expect(
            RoleName.lookup("editor.keyword.control") == ["editor.keyword.control", "editor.keyword", "editor", "text"])
        #expect(RoleName.lookup("text.dim") == ["text.dim", "text"])
    }

    @Test func `names may be tables as well as quoted`() throws {
        let shop = try ThemeFixture(["t": "[styles.token]\nfresh = \"green\"\n[styles]\nrow.cursor.bar = \"cyan\"\n"])
        #expect(shop.issues("t").isEmpty)
        #expect(shop.theme("t")[.tokenFresh, on: nil].foreground == .index(2))
        #expect(shop.theme("t")[.rowCursorBar, on: nil].foreground == .index(6))
    }

    @Test(arguments: [
        ("[style]", "1:2 unknown key `style`; did you mean `styles`?"),
        ("inherit = \"nord\"", "1:1 unknown key `inherit`; did you mean `inherits`?"),
        ("inherits = 3", "1:12 `inherits` is an integer, it has to be a string; write inherits = \"…\""),
        ("background = \"drak\"", "1:14 `background` is \"drak\", not one of dark, light, any; did you mean \"dark\"?"),
        ("contrast = 22", "1:12 `contrast` is 22, not in 3 to 21"),
        ("palette = 1", "1:1 `palette` is an integer, it has to be a table; [palette]"),
        (
            "[styles]\n\"token.expirng\" = \"red\"",
            "2:1 there is no role `token.expirng`; did you mean `token.expiring`?"
        ),
        ("[styles]\nqqqqqqqqqq = \"red\"", "2:1 there is no role `qqqqqqqqqq`; themes/README.md has all of them"),
        ("[styles]\ntoken = 7", "2:9 `token` is an integer, it has to be a string; \"token\" = \"yellow bold\""),
        (
            "[styles]\ntoken = \"yelow bold\"",
            "2:10 `yelow` is no colour, no name of the palette and no attribute; did you mean `yellow`?"
        ),
        (
            "[palette]\nfrost = \"cyan\"\n[styles]\ntoken = \"bold on forst\"",
            "4:18 `forst` is no colour, no name of the palette and no attribute; did you mean `frost`?"
        ),
        ("[styles]\ntoken = \"red bodl\"", "2:14 `bodl` is no attribute; did you mean `bold`?"),
        (
            "[styles]\ntoken = \"red blinking\"",
            "2:14 `blinking` is no attribute; attributes are bold, dim, italic, underline, reverse"
        ),
        ("[styles]\ntoken = \"red on\"", "2:9 there is no colour after `on`"),
        ("[styles]\ntoken = \"red on blue on green\"", "2:22 `on` stands twice"),
        ("[styles]\ntoken = \"\"", "2:9 the style is empty; \"terminal\" is a plain one"),
        (
            "[styles]\ntoken = \"#88c0d\"",
            "2:10 `#88c0d` is no colour, no name of the palette and no attribute; a truecolour value has six digits: \"#88c0d0\""
        ),
        ("[palette]\na = \"bleu\"", "2:5 `bleu` is no colour; did you mean `blue`?"),
        ("[palette]\na = 256", "2:5 256 is no colour; colours count from 0 to 255"),
        ("[palette]\na = true", "2:5 a colour is a boolean; write \"#88c0d0\", 110 or \"cyan\""),
        ("[palette]\na = []", "2:5 the list is empty; [\"#88c0d0\", 110, \"cyan\"]"),
        (
            "[palette]\na = [\"red\", \"blue\"]",
            "2:13 a second colour for the same kind of terminal; [\"#88c0d0\", 110, \"cyan\"]: one for direct colour, one of 256, one of 16"
        ),
        (
            "[palette]\nbold = \"red\"",
            "2:1 `bold` cannot name a colour; a name is one word that means nothing else in a style"
        ),
        (
            "[palette]\n\"a b\" = 1",
            "2:1 `a b` cannot name a colour; a name is one word that means nothing else in a style"
        ),
        ("[palette\na = 1", "1:9"),
    ])
    func `a mistake has its position and a suggestion`(text: String, issue: String) throws {
        let issues = try ThemeFixture(["t": text]).issues("t")
        #expect(issues.count == 1)
        #expect(issues.first?.hasPrefix("t.toml:" + issue) == true, "\(issues)")
    }

    @Test func `valid parts beside a mistake are used`() throws {
        let shop = try ThemeFixture([
            "t": """
            colour = 1
            [palette]
            a = ["#zzz", 208, "no"]
            [styles]
            nothing = "red"
            match = "a on nowhere shiny bold"
            """
        ])
        #expect(shop.issues("t").count == 6)
        #expect(shop.theme("t")[.match, on: nil] == Style(.rgb(0xFF8700), .bold))
        #expect(shop.theme("t", depth: .palette)[.match, on: nil] == Style(.index(208), .bold))
    }

    @Test func `a palette's names win over the terminal's`() throws {
        let shop = try ThemeFixture(["t": "[palette]\nyellow = \"#ebcb8b\"\n[styles]\nmatch = \"yellow\"\n"])
        #expect(shop.theme("t")[.match, on: nil].foreground == .rgb(0xEBCB8B))
    }
}
