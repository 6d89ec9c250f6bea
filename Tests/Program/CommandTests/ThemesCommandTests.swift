import Foundation
import TestSupport
import Testing

@Suite struct ThemesCommandTests {
    @Test func `the list shows shipped themes, the user's own, and the current one`() throws {
        let machine = try Machine(profile: nil)
        try machine.home.write("theme = \"mine\"\n", to: ".config/quarterdeck/settings.toml")
        try machine.home.write("about = \"my own\"\n", to: ".config/quarterdeck/themes/mine.toml")
        let run = try machine.quarterdeck("themes")
        #expect(run.status == 0 && run.errors.isEmpty)
        let lines = run.text.replacing(machine.home.path, with: "~").split(separator: "\n").map(String.init)
        #expect(lines.contains { $0.hasPrefix("   nord ") && $0.hasSuffix("  shipped") })
        #expect(lines.filter { $0.hasPrefix("*") }.count == 1)
        #expect(lines.last?.hasPrefix("*  mine ") == true)
        #expect(
            lines.last?.hasSuffix(
                "my own                                          ~/.config/quarterdeck/themes/mine.toml") == true)
        #expect(try machine.quarterdeck("themes", "list").text == run.text)
    }

    @Test func `an unknown theme in the settings is a warning with its position`() throws {
        let machine = try Machine(profile: nil)
        try machine.home.write("theme = \"nrod\"\n", to: ".config/quarterdeck/settings.toml")
        let run = try machine.quarterdeck("themes")
        #expect(run.status == 0)
        #expect(run.errors.contains("settings.toml:1:9: `theme` is \"nrod\", not one of default, dark, "))
        #expect(run.errors.hasSuffix("; did you mean \"nord\"?\n"))
        #expect(run.text.contains("\n*  default "))
    }

    @Test func `show describes every role in words outside of a terminal`() throws {
        let machine = try Machine(profile: nil)
        machine.environment["TERM"] = "xterm-256color"
        let run = try machine.quarterdeck("themes", "show", "mono")
        #expect(run.status == 0 && !run.text.contains("\u{1B}"))
        #expect(run.text.contains("\ntoken.expiring           bold underline  one with less than two minutes left\n"))
        #expect(try machine.quarterdeck("themes", "show").text.contains("cyan bold"))
    }

    /// Runs the program on its own terminal.
    private func onTerminal(_ machine: Machine, _ command: String) throws -> String {
        try machine.shell("script -qec '\(command)' /dev/null").text
    }

    @Test func `show uses colours only on a terminal with colours`() throws {
        let machine = try Machine(profile: nil)
        machine.environment["TERM"] = "xterm-256color"
        #expect(try onTerminal(machine, "$Q themes show nord").contains("\u{1B}[38;5;150;48;5;236mtoken.fresh "))
        machine.environment["COLORTERM"] = "truecolor"
        #expect(
            try onTerminal(machine, "$Q themes show nord").contains(
                "\u{1B}[1;38;2;235;203;139;48;2;53;60;74m token.expiring "))
        machine.environment["COLORTERM"] = nil
        machine.environment["TERM"] = "linux"
        #expect(try onTerminal(machine, "$Q themes show default").contains("\u{1B}[1;93mtoken.expiring "))
        #expect(try !onTerminal(machine, "$Q themes show nord --no-color").contains("\u{1B}"))
        machine.environment["TERM"] = "vt100"
        #expect(try !onTerminal(machine, "$Q themes show nord").contains("\u{1B}"))
        machine.environment["TERM"] = "xterm-256color"
        machine.environment["NO_COLOR"] = "1"
        let words = try onTerminal(machine, "$Q themes show nord")
        #expect(!words.contains("\u{1B}") && words.contains("#ebcb8b on #2e3440 bold"))
    }

    @Test func `a missing theme gives an error with a suggestion`() throws {
        let machine = try Machine(profile: nil)
        let run = try machine.quarterdeck("themes", "show", "gruvbx")
        #expect(run.status == 64)
        #expect(run.errors.hasPrefix("quarterdeck: there is no theme \"gruvbx\"\n  why: there are: default, dark, "))
        #expect(run.errors.hasSuffix("\n  try: quarterdeck themes show gruvbox\n"))
    }

    @Test func `check prints every mistake with its position and exits with 78`() throws {
        let machine = try Machine(profile: nil)
        try machine.home.write(
            """
            inherits = "dark"
            [styles]
            "token.frsh" = "green"
            "token.expiring" = "#222222 blod"
            """, to: "bad.toml")
        try machine.home.write("inherits = \"nord\"\n", to: "good.toml")
        let run = try machine.quarterdeck("themes", "check", "good.toml", "bad.toml")
        #expect(run.status == 78)
        let lines = run.text.split(separator: "\n").map(String.init)
        #expect(
            lines.prefix(3) == [
                "good.toml: nothing is wrong",
                "bad.toml:3:1: there is no role `token.frsh`; did you mean `token.fresh`?",
                "bad.toml:4:29: `blod` is no attribute; did you mean `bold`?",
            ])
        #expect(
            lines.dropFirst(3).allSatisfy {
                $0.hasPrefix("bad.toml:4:1: `token.expiring` ") && $0.contains("cannot be read well ")
            })
        #expect(lines.count == 5)
        #expect(
            run.errors == """
                quarterdeck: bad.toml is not right yet
                  why: 4 things are wrong
                  try: correct the lines above; wrong lines are ignored, the others apply

                """)
        #expect(try machine.quarterdeck("themes", "check", "good.toml").status == 0)
        #expect(try machine.quarterdeck("themes", "check", "none.toml").status == 66)
        #expect(try machine.quarterdeck("themes", "check").status == 64)
    }

    @Test func `a theme file has no effect on the terminal`() throws {
        let machine = try Machine(profile: nil)
        let folder = ".config/quarterdeck/themes/"
        let evil = "a\\u001b]52;c;aGk=\\u0007\\u202e"
        let text = """
            inherits = "\(evil)"
            about = "\(evil)"
            "\(evil)" = 1
            [palette]
            "\(evil)" = "\(evil)"
            [styles]
            "\(evil)" = "red"
            token = "x\\u202ey on \(evil) \(evil)"
            """
        try machine.home.write(text, to: folder + "evil.toml")
        try machine.home.write("", to: folder + "\u{1B}[2J.toml")
        try machine.home.write("", to: folder + "a\u{202E}b.toml")
        try machine.home.write(String(repeating: "x", count: 1 << 20), to: "large.toml")
        let runs = [
            try machine.quarterdeck("themes"), try machine.quarterdeck("themes", "show", "evil"),
            try machine.quarterdeck("themes", "show", "\u{1B}[2J"),
            try machine.quarterdeck("themes", "check", folder + "evil.toml", folder + "\u{1B}[2J.toml"),
            try machine.quarterdeck("themes", "check", "large.toml"),
        ]
        #expect(runs.map(\.status) == [0, 0, 64, 78, 78])
        for output in runs.flatMap({ [$0.text, $0.errors] }) {
            #expect(
                !output.unicodeScalars.contains {
                    ($0.value < 0x20 && $0 != "\n") || (0x7F...0x9F).contains($0.value) || $0.value == 0x202E
                })
        }
        #expect(runs[3].text.contains("␛]52"))
        #expect(
            runs[4].text
                == "large.toml:1:1: the file is too large: at most 65536 bytes of it are read; give a smaller file\n")
    }
}
