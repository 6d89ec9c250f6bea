import SQLText
import ScreenKit
import TerminalUI
import Testing
import Themes

@testable import Workspace

/// The parts of SQL have different styles on the screen in both dialects.
@Suite struct HighlightedTextTests {
    @Test(arguments: ["postgresql", "mysql"])
    func `keywords, strings, numbers and comments have the theme's styles`(engine: String) throws {
        var bench = try Bench(engine: engine)
        bench.type("select 'text', 42 -- why")
        let looks: [Role: Style] = [
            .syntaxKeyword: Style(.terminal, on: .terminal, [.bold]),
            .syntaxString: Style(.terminal, on: .terminal, [.underline]),
            .syntaxNumber: Style(.terminal, on: .terminal, [.reverse]),
            .syntaxComment: Style(.terminal, on: .terminal, [.italic]),
        ]
        let look = Look(theme: Theme(name: "test") { looks[$0] ?? .plain }, depth: .mono, glyphs: .full)
        let grid = render(bench.state, tabs: TabNames([("deck", false)], current: 0), look)
        let line = bench.row(1)
        func style(of text: String) throws -> Style {
            let place = try #require(line.firstRange(of: text))
            return grid[line.distance(from: line.startIndex, to: place.lowerBound), 1].style
        }
        #expect(try style(of: "select") == looks[.syntaxKeyword])
        #expect(try style(of: "text") == looks[.syntaxString])
        #expect(try style(of: "42") == looks[.syntaxNumber])
        #expect(try style(of: "why") == looks[.syntaxComment])
    }
}
