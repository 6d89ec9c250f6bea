import TerminalUI
import Testing
import Themes

@Suite struct TerminalColorsTests {
    @Test(
        arguments: [
            (["TERM": "xterm-256color"], 256, ColorDepth.palette),
            (["TERM": "xterm-256color", "COLORTERM": "truecolor"], 256, .palette),
            (["TERM": "xterm-direct"], 1 << 24, .direct),
            (["TERM": "xterm"], 8, .sixteen),
            (["TERM": "xterm-16color"], 16, .sixteen),
            (["TERM": "xterm-88color"], 88, .sixteen),
            (["TERM": "vt100"], -1, .mono),
            (["TERM": "vt100"], 0, .mono),
            (["TERM": "odd"], 4, .mono),
            (["TERM": "dumb"], 256, .mono),
            (["TERM": ""], 256, .mono),
            ([:], 256, .mono),
            (["TERM": "xterm-direct", "NO_COLOR": "1"], 1 << 24, .mono),
            (["TERM": "xterm-direct", "NO_COLOR": ""], 1 << 24, .direct),
            (["TERM": "xterm-256color"], nil, .palette),
            (["TERM": "xterm-256color", "COLORTERM": "truecolor"], nil, .direct),
            (["TERM": "xterm-256color", "COLORTERM": "24bit"], nil, .direct),
            (["TERM": "tmux-direct"], nil, .direct),
            (["TERM": "linux"], nil, .sixteen),
            (["TERM": "screen"], nil, .sixteen),
            (["TERM": "vt220"], nil, .mono),
            (["TERM": "xterm-mono"], nil, .mono),
            (["TERM": "dumb", "COLORTERM": "truecolor"], nil, .mono),
            (["TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "yes"], nil, .mono),
        ] as [([String: String], Int?, ColorDepth)])
    func `the environment and terminfo decide`(variables: [String: String], colors: Int?, depth: ColorDepth) {
        #expect(TerminalColors.depth(variables: variables, colors: colors) == depth)
    }

    @Test func `without a chosen theme a light terminal gets a light one`() {
        #expect(TerminalColors.preferredTheme(variables: [:]) == "default")
        #expect(TerminalColors.preferredTheme(variables: ["COLORFGBG": "15;0"]) == "default")
        #expect(TerminalColors.preferredTheme(variables: ["COLORFGBG": "0;15"]) == "light")
        #expect(TerminalColors.preferredTheme(variables: ["COLORFGBG": "0;default;7"]) == "light")
        #expect(TerminalColors.preferredTheme(variables: ["COLORFGBG": "nonsense"]) == "default")
    }
}
