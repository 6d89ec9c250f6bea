public import TerminalUI
public import Themes

/// A framed list above the screen: lines to choose from, text to scroll, or an input line.
public struct FramedList {
    /// Parts of a line from left to right.
    public typealias Line = [(text: String, role: Role)]

    /// The text in the upper edge of the frame.
    public var title: String
    /// The environment of the list's cluster, shown before the title.
    public var environment: String?
    /// The input line with its label.
    public var prompt: (label: String, field: TextField)?
    public var lines: [Line]
    /// The selected line, if lines can be selected.
    public var selected: Int?
    /// Lines scrolled down from the top, or up from the end if `isFromEnd`.
    public var scroll: Int
    /// Whether the end is visible first, for lists whose newest line is last.
    public var isFromEnd: Bool
    /// The text in the lower edge of the frame.
    public var footer: String

    public init(
        title: String, environment: String? = nil, prompt: (label: String, field: TextField)? = nil, lines: [Line],
        selected: Int? = nil,
        scroll: Int = 0, isFromEnd: Bool = false, footer: String
    ) {
        self.title = title
        self.environment = environment
        self.prompt = prompt
        self.lines = lines
        self.selected = selected
        self.scroll = scroll
        self.isFromEnd = isFromEnd
        self.footer = footer
    }

    /// The number of rows that are not lines of the list: two of the frame, and the prompt's.
    public var fixedRows: Int { prompt == nil ? 2 : 3 }

    /// The list's rectangle on a screen: centred, as large as its lines need.
    public func frame(on size: Size) -> Rect {
        let widest = lines.map { $0.reduce(0) { $0 + DisplayWidth.of($1.text) } }.max() ?? 0
        let wanted = max(
            widest, DisplayWidth.of(title) + 6 + (environment == nil ? 0 : 10), DisplayWidth.of(footer) + 4,
            prompt == nil ? 24 : 60)
        let columns = min(size.columns, max(40, wanted + 4))
        let rows = min(max(4, size.rows - 2), max(lines.count, prompt == nil ? 1 : 0) + fixedRows)
        return Rect(size).centred(columns: columns, rows: rows)
    }

    /// The visible lines.
    public func visible(in frame: Rect) -> Range<Int> {
        let room = max(0, frame.size.rows - fixedRows)
        let most = max(0, lines.count - room)
        let first: Int
        if let selected {
            first = max(0, min(selected - room / 2, most))
        } else {
            first = isFromEnd ? max(0, most - scroll) : min(scroll, most)
        }
        return first..<min(lines.count, first + room)
    }

    /// The line at a screen row.
    public func line(at row: Int, in frame: Rect) -> Int? {
        let shown = visible(in: frame)
        let line = shown.lowerBound + row - frame.row - fixedRows + 1
        return shown.contains(line) ? line : nil
    }
}
