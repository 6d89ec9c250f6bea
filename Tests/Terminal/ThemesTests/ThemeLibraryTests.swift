import TOML
import TerminalUI
import TestSupport
import Testing

@testable import Themes

@Suite struct ThemeLibraryTests {
    @Test func `the user's themes are listed with the shipped ones and win over them`() throws {
        let shop = try ThemeFixture(["mine": "", "nord": "[styles]\ntext = \"red\"", ".hidden": "", "a b": ""])
        #expect(shop.library.names == ThemeLibrary(folder: nil).names + ["mine"])
        #expect(shop.theme("nord")[.text, on: nil] == Style(.index(1)))
        #expect(shop.library.file(of: "nord") == shop.directory.path("nord.toml"))
        #expect(shop.library.file(of: "dracula") == nil)
        #expect(shop.library.contains("mine") && !shop.library.contains("a b") && !shop.library.contains("yours"))
    }

    @Test func `a theme has its ancestors' styles and its own`() throws {
        let shop = try ThemeFixture([
            "a":
                "background = \"light\"\n[palette]\nx = \"red\"\ny = \"green\"\n[styles]\nmatch = \"x\"\nlabel = \"y\"\n",
            "b": "inherits = \"a\"\n[styles]\nprompt = \"x bold\"\n",
            "c": "inherits = \"b\"\n[palette]\nx = \"blue\"\n[styles]\nlabel = \"x\"\n",
        ])
        let theme = shop.theme("c")
        #expect(shop.issues("c").isEmpty)
        #expect(theme.name == "c")
        #expect(theme[.match, on: nil].foreground == .index(4))
        #expect(theme[.label, on: nil].foreground == .index(4))
        #expect(theme[.prompt, on: nil] == Style(.index(4), .bold))
        #expect(shop.theme("b")[.label, on: nil].foreground == .index(2))
        #expect(shop.library.resolve("c").backdrop == .light)
    }

    @Test func `a theme may hide a shipped one and inherit from it`() throws {
        let shop = try ThemeFixture(["nord": "inherits = \"nord\"\n[styles]\nmatch = \"red\"\n"])
        #expect(shop.issues("nord").isEmpty)
        #expect(shop.theme("nord")[.match, on: nil].foreground == .index(1))
        #expect(
            shop.theme("nord")[.text, on: nil]
                == ThemeLibrary(folder: nil).load("nord", depth: .direct).theme[.text, on: nil])
    }

    @Test func `a loop is reported once and ends at default`() throws {
        let shop = try ThemeFixture([
            "a": "inherits = \"b\"\n[styles]\nmatch = \"red\"", "b": "\ninherits = \"c\"", "c": "inherits = \"a\"",
            "self": "inherits = \"self\"",
        ])
        let loop = "c.toml:1:12 `inherits` leads round in a loop: a -> b -> c -> a; inherits = \"default\""
        #expect(shop.issues("a") == [loop])
        #expect(shop.issues("self").map { $0.contains("self -> self") } == [true])
        let theme = shop.theme("a")
        #expect(theme[.match, on: nil].foreground == .index(1))
        #expect(
            theme[.tokenFresh, on: nil]
                == ThemeLibrary(folder: nil).load("default", depth: .direct).theme[.tokenFresh, on: nil])
    }

    @Test func `a missing ancestor gets a suggestion, and default replaces it`() throws {
        let shop = try ThemeFixture(["a": "inherits = \"nrod\"", "b": "inherits = \"../../etc/passwd\""])
        #expect(shop.issues("a") == ["a.toml:1:12 there is no theme `nrod` to inherit; did you mean \"nord\"?"])
        #expect(
            shop.issues("b") == ["b.toml:1:12 there is no theme `../../etc/passwd` to inherit; quarterdeck themes list"]
        )
        #expect(shop.theme("a")[.tokenFresh, on: nil].foreground == .index(2))
    }

    @Test func `the number of ancestors is limited`() throws {
        var files = ["t0": ""]
        for index in 1...20 { files["t\(index)"] = "inherits = \"t\(index - 1)\"" }
        let shop = try ThemeFixture(files)
        #expect(shop.issues("t8").isEmpty)
        #expect(shop.issues("t9") == ["t1.toml:1:12 a theme may have 8 ancestors at most; inherit from an elder one"])
    }

    @Test(arguments: ["nrod", "", "../nord", "a/b", "\u{1B}[2J", .repeating("n", count: 10_000)] as [LongText])
    func `a missing theme is default with a message`(name: LongText) throws {
        let library = try ThemeFixture().library
        for depth in ColorDepth.allCases {
            let (theme, issues) = library.load(name.text, depth: depth)
            #expect(theme.name == (depth == .mono ? "mono" : "default"))
            #expect(issues.count == 1 && issues.first?.message == "there is no such theme")
        }
        #expect(library.load("nrod", depth: .direct).issues.first?.suggestion == "did you mean \"nord\"?")
    }

    @Test func `without colours every theme is mono, the user's own if there is one`() throws {
        let shipped = ThemeLibrary(folder: nil)
        for name in shipped.names {
            let (theme, issues) = shipped.load(name, depth: .mono)
            #expect(theme == shipped.load("mono", depth: .direct).theme)
            #expect(issues.isEmpty)
        }
        let shop = try ThemeFixture(["mono": "[styles]\nmatch = \"red on blue italic\""])
        #expect(shop.theme("nord", depth: .mono)[.match, on: nil] == Style(.terminal, .italic))
    }

    @Test func `a depth has only its own colours`() {
        let library = ThemeLibrary(folder: nil)
        for name in library.names {
            for role in Role.allCases {
                for depth in ColorDepth.allCases {
                    let style = library.load(name, depth: depth).theme[role, on: nil]
                    for color in [style.foreground, style.background] {
                        switch (color, depth) {
                        case (.terminal, _), (.rgb, .direct), (.index, .palette): break
                        case (.index(let index), .sixteen), (.index(let index), .direct): #expect(index < 16)
                        default: Issue.record("\(name) \(role) has \(color) at \(depth)")
                        }
                    }
                }
            }
        }
    }

    @Test func `a file by its path finds its ancestors beside it`() throws {
        let beside = try ThemeFixture(["a": "inherits = \"b\"", "b": "[styles]\nmatch = \"red\""])
        let theme = try ThemeLibrary(folder: nil).resolve(file: beside.directory.path("a.toml"))
        #expect(theme.issues.isEmpty && theme.name == "a")
        #expect(theme.theme(at: .direct)[.match].foreground == .index(1))
    }
}
