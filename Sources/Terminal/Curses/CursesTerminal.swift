import CNcurses
import CPlatform
import Glibc
public import TerminalUI

/// The real terminal: it reads keys and draws grids. One thread creates, uses and ends it.
///
/// ncurses computes the bytes that change one screen into the next.
public final class CursesTerminal {
    private let screen: OpaquePointer
    private let output: Int32
    private let isUTF8: Bool
    private var pairs: ColorPairs
    private var decoder: KeyDecoder
    private var mouse = MouseReader()
    private var shown: CellGrid?
    private var isOpen = true
    private var cells: [cchar_t] = []
    private let sequences: Sequences
    private let typed: TypedBytes

    /// Takes control of the terminal: alternate screen, every key as it is typed.
    ///
    /// - Parameters:
    ///   - input: A descriptor of the terminal, which stays open.
    ///   - output: A descriptor of the same terminal, which stays open.
    ///   - type: The name of its description, from `TERM`.
    ///   - allowsColor: Whether to use the terminal's colours.
    ///   - hasMouse: Whether to receive clicks and the wheel.
    ///   - waits: The maximum times between the bytes of a key.
    /// - Throws: `TerminalError`, with nothing changed.
    public init(
        input: Int32 = 0, output: Int32 = 1, type: String?, isUTF8: Bool, allowsColor: Bool, hasMouse: Bool,
        waits: KeyWaits = KeyWaits()
    ) throws(TerminalError) {
        guard let type, !type.isEmpty else { throw .unknown(nil) }
        guard let reader = qd_stream(dup(input), "r"), let writer = qd_stream(dup(output), "w") else {
            throw .notATerminal
        }
        // The terminal's own size is right; LINES and COLUMNS may belong to another terminal. With use_env(3) ncurses
        // would start with the description's size and draw wrongly after a resize.
        let names: [String] = ["LINES", "COLUMNS"]
        let sizes: [(String, String?)] = names.map { name in (name, getenv(name).map { String(cString: $0) }) }
        for (name, _) in sizes { unsetenv(name) }
        let opened = TerminalDescription.withShortMoves(type) { newterm(type, writer, reader) }
        for case (let name, let value?) in sizes { setenv(name, value, 1) }
        guard let screen = opened else {
            fclose(reader)
            fclose(writer)
            throw .unknown(type)
        }
        guard qd_capability("cup") != nil, qd_capability("clear") != nil else {
            endwin()
            delscreen(screen)
            throw .incapable(type)
        }
        self.screen = screen
        typed = TypedBytes(input)
        decoder = KeyDecoder(FunctionKeys.sequences, waits: waits)
        self.output = output
        self.isUTF8 = isUTF8
        sequences = Sequences()
        raw()
        noecho()
        nonl()
        // ncurses sends the keypad sequences but reads no keys.
        keypad(qd_screen(), true)
        leaveok(qd_screen(), false)
        scrollok(qd_screen(), false)
        pairs = ColorPairs(isAllowed: allowsColor)
        mouseinterval(0)
        useMouse(hasMouse)
        write(sequences.pasteOn)
    }

    /// The number of colours in the terminal's description, used or not; 0 for none.
    public var colors: Int { max(0, Int(tigetnum("colors"))) }

    /// The bytes that restore the terminal in a crash.
    public var restoring: String { sequences.restoring }

    /// The terminal's size; 80 by 24 when it reports none.
    public var size: Size {
        var (columns, rows): (Int32, Int32) = (0, 0)
        guard qd_terminal_size(output, &columns, &rows) == 0, columns > 0, rows > 0 else {
            return Size(columns: 80, rows: 24)
        }
        return Size(columns: min(1_000, Int(columns)), rows: min(1_000, Int(rows)))
    }

    /// Draws a grid; parts beyond the terminal's size are cut off.
    public func present(_ grid: CellGrid) {
        if shown?.size != grid.size {
            resizeterm(Int32(max(1, grid.size.rows)), Int32(max(1, grid.size.columns)))
            shown = nil
            werase(qd_screen())
        }
        for row in 0..<grid.size.rows {
            guard let span = changes(of: row, in: grid) else { continue }
            put(grid, row, span)
        }
        shown = grid
        if let cursor = grid.cursor, cursor.row < grid.size.rows, cursor.column < grid.size.columns {
            wmove(qd_screen(), Int32(cursor.row), Int32(cursor.column))
            curs_set(1)
        } else {
            curs_set(0)
        }
        wnoutrefresh(qd_screen())
        doupdate()
    }

    /// The input since the last call. Characters are UTF-8 in every locale.
    public func read() -> [Input] {
        let now = qd_monotonic_nanoseconds()
        var inputs: [Input] = []
        while inputs.count < 4_096, let bytes = typed.read() { inputs += decoder.take(bytes, at: now) }
        // The wait for the rest of a key is over.
        if inputs.isEmpty { inputs = decoder.take([], at: now) }
        return inputs.map { input in
            if case .mouse(let event) = input { .mouse(mouse.read(event, at: now)) } else { input }
        }
    }

    /// Milliseconds until `read` must be called even without new bytes; nil when no key is incomplete.
    public var patience: Int32? {
        decoder.deadline.map { deadline in
            Int32(clamping: max(0, deadline - qd_monotonic_nanoseconds()) / 1_000_000 + 1)
        }
    }

    /// The number of bytes of an unfinished paste; nil when none is running.
    public var pastedByteCount: Int? { decoder.isPasting ? decoder.pastedByteCount : nil }

    /// Receives clicks and the wheel, or leaves them to the terminal.
    public func useMouse(_ isOn: Bool) {
        mousemask(isOn ? qd_mouse_mask : 0, nil)
    }

    /// Makes the next `present` draw the whole screen.
    public func redraw() {
        clearok(qd_screen(), true)
        shown = nil
    }

    /// Releases the terminal for another program.
    public func suspend() {
        guard isOpen else { return }
        isOpen = false
        write(sequences.pasteOff)
        endwin()
    }

    /// Takes the terminal back; the next grid is drawn completely.
    public func resume() {
        guard !isOpen else { return }
        isOpen = true
        wrefresh(qd_screen())
        write(sequences.pasteOn)
        redraw()
    }

    /// Discards input that was not read yet.
    public func forgetTyped() {
        while !read().isEmpty {}
    }

    /// Rings the bell.
    public func ring() { beep() }

    /// Sends bytes that are not part of the screen: a clipboard's content, a notification.
    public func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(output, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Releases the terminal for good.
    public func end() {
        useMouse(false)
        suspend()
    }

    deinit {
        end()
        delscreen(screen)
    }

    private func write(_ text: String) {
        if !text.isEmpty { send(Array(text.utf8)) }
    }

    /// The first and last column of a row that differ from the screen.
    private func changes(of row: Int, in grid: CellGrid) -> ClosedRange<Int>? {
        let columns = grid.size.columns
        guard columns > 0 else { return nil }
        guard let shown else { return 0...columns - 1 }
        let base = row * columns
        guard var first = (0..<columns).first(where: { grid.cells[base + $0] != shown.cells[base + $0] }),
            var last = (0..<columns).last(where: { grid.cells[base + $0] != shown.cells[base + $0] })
        else { return nil }
        // A wide glyph is drawn as a whole, whether it is the old or the new one.
        while first > 0, grid.cells[base + first].isContinuation || shown.cells[base + first].isContinuation {
            first -= 1
        }
        while last + 1 < columns,
            grid.cells[base + last + 1].isContinuation || shown.cells[base + last + 1].isContinuation
        {
            last += 1
        }
        return first...last
    }

    private func put(_ grid: CellGrid, _ row: Int, _ span: ClosedRange<Int>) {
        cells.removeAll(keepingCapacity: true)
        for column in span {
            let cell = grid.cells[row * grid.size.columns + column]
            if cell.isContinuation { continue }
            if isUTF8 || cell.scalar < 0x7F && cell.marks.0 == 0 {
                cells.append(complex(cell))
            } else {
                // The locale has no such character.
                let isWide = column < span.upperBound && grid.cells[row * grid.size.columns + column + 1].isContinuation
                let stand = complex(Cell(0x3F, cell.style))
                cells.append(stand)
                if isWide { cells.append(stand) }
            }
        }
        mvwadd_wchnstr(qd_screen(), Int32(row), Int32(span.lowerBound), cells, Int32(cells.count))
    }

    private func complex(_ cell: Cell) -> cchar_t {
        var result = cchar_t()
        var text: (wchar_t, wchar_t, wchar_t, wchar_t, wchar_t, wchar_t) = (
            wchar_t(cell.scalar), wchar_t(cell.marks.0), wchar_t(cell.marks.1), wchar_t(cell.marks.2),
            wchar_t(cell.marks.3), 0
        )
        let (pair, isBright) = pairs.number(cell.style)
        var attributes: attr_t = isBright ? qd_bold : 0
        let wanted = cell.style.attributes
        if !wanted.isEmpty {
            if wanted.contains(.bold) { attributes |= qd_bold }
            if wanted.contains(.dim) { attributes |= qd_dim }
            if wanted.contains(.italic) { attributes |= qd_italic }
            if wanted.contains(.underline) { attributes |= qd_underline }
            if wanted.contains(.reverse) { attributes |= qd_reverse }
        }
        withUnsafePointer(to: &text) { pointer in
            pointer.withMemoryRebound(to: wchar_t.self, capacity: 6) { characters in
                _ = qd_set_cell(&result, characters, attributes, pair)
            }
        }
        return result
    }
}
