import CNcurses
import CPlatform
import Curses
import Glibc
import TerminalUI
import Testing

/// The output of ncurses for grids, on an invisible terminal. Serialised, because ncurses has one screen.
@Suite(.serialized) struct CursesTerminalTests {
    private func terminal(_ type: String, colors: Bool = true) throws -> CursesTerminal {
        let null = open("/dev/null", O_RDWR)
        defer { close(null) }
        _ = qd_locale_is_utf8()
        setlocale(LC_ALL, "C.UTF-8")
        return try CursesTerminal(
            input: null, output: null, type: type, isUTF8: true, allowsColor: colors, hasMouse: true)
    }

    /// A row in ncurses's memory.
    private func row(_ number: Int, columns: Int) -> String {
        var text = ""
        var column = 0
        while column < columns {
            var cell = cchar_t()
            guard mvwin_wch(qd_screen(), Int32(number), Int32(column), &cell) == OK else { break }
            var characters = [wchar_t](repeating: 0, count: 16)
            var attributes = attr_t()
            var pair: Int16 = 0
            getcchar(&cell, &characters, &attributes, &pair, nil)
            // Both halves of a wide character return it.
            column += max(1, Int(qd_scalar_width(UInt32(bitPattern: characters[0]))))
            for character in characters.prefix(while: { $0 != 0 }) {
                text.unicodeScalars.append(Unicode.Scalar(UInt32(bitPattern: character)) ?? "?")
            }
        }
        return text
    }

    @Test(arguments: ["xterm-256color", "tmux-256color", "screen", "linux", "vt100", "xterm-direct"])
    func `a grid arrives cell by cell`(type: String) throws {
        let terminal = try terminal(type)
        var grid = CellGrid(Size(columns: 40, rows: 5))
        grid.put("plain, 海の星, e\u{301}", column: 1, row: 0, style: Style(.index(2), on: .index(200), .bold))
        grid.put("bright", column: 0, row: 4, style: Style(.rgb(0x12AB34), .underline))
        terminal.present(grid)
        #expect(row(0, columns: 24).contains("plain, 海の星, e\u{301}"))
        #expect(row(4, columns: 6) == "bright")
        grid.put("星", column: 8, row: 0)
        terminal.present(grid)
        #expect(row(0, columns: 24).contains("星"))
        terminal.end()
    }

    @Test func `any size and any number of changes work`() throws {
        let terminal = try terminal("xterm-256color")
        for round in 0..<300 {
            let size = Size(columns: 1 + round * 7 % 300, rows: 1 + round * 3 % 120)
            var grid = CellGrid(size)
            grid.put("row \(round) 海", column: round % 5, row: size.rows - 1)
            grid.cursor = round % 2 == 0 ? (size.columns, size.rows) : (0, 0)
            terminal.present(grid)
        }
        terminal.end()
    }

    @Test func `thousands of colours do not run out`() throws {
        let terminal = try terminal("xterm-direct")
        for round in 0..<40 {
            var grid = CellGrid(Size(columns: 100, rows: 20))
            for row in 0..<20 {
                for column in 0..<100 {
                    let color = UInt32(round * 2_000 + row * 100 + column)
                    grid.put("x", column: column, row: row, style: Style(.rgb(color), on: .rgb(color ^ 0xFFFFFF)))
                }
            }
            terminal.present(grid)
        }
        #expect(row(0, columns: 3) == "xxx")
        terminal.end()
    }

    @Test func `a file that is not a terminal is refused and nothing changes`() {
        #expect(throws: TerminalError.unknown("no-such-terminal")) { try terminal("no-such-terminal") }
        #expect(throws: TerminalError.incapable("dumb")) { try terminal("dumb") }
    }
}
