public import TerminalUI
public import Themes

/// Lines in a frame above everything else: a list to choose from, a text to scroll, a line to type into.
public struct FramedList {
    /// Parts of a line from left to right.
    public typealias Line = [(text: String, role: Role)]

    /// What stands in the frame's upper edge.
    public var title: String
    /// The environment of the cluster that it is about, which stands before the title as it does in the table.
    public var environment: String?
    /// The line to type into, and what is asked for there.
    public var prompt: (label: String, field: TextField)?
    /// What is in it.
    public var lines: [Line]
    /// The chosen line, where lines are there to be chosen.
    public var selected: Int?
    /// Lines scrolled down from the top, or up from the end.
    public var scroll: Int
    /// Whether its end is shown first, where the newest stands.
    public var isFromEnd: Bool
    /// What stands in the lower edge.
    public var footer: String

    /// A list of its parts.
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

    /// Rows that are not lines of the list: two of the frame, and the prompt's.
    public var fixedRows: Int { prompt == nil ? 2 : 3 }

    /// Where it is on a screen: in the middle, as large as its lines take.
    public func frame(on size: Size) -> Rect {
        let widest = lines.map { $0.reduce(0) { $0 + DisplayWidth.of($1.text) } }.max() ?? 0
        let wanted = max(
            widest, DisplayWidth.of(title) + 6 + (environment == nil ? 0 : 10), DisplayWidth.of(footer) + 4,
            prompt == nil ? 24 : 60)
        let columns = min(size.columns, max(40, wanted + 4))
        let rows = min(max(4, size.rows - 2), max(lines.count, prompt == nil ? 1 : 0) + fixedRows)
        return Rect(size).centred(columns: columns, rows: rows)
    }

    /// The lines that are shown.
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

    /// The line at a row of the screen.
    public func line(at row: Int, in frame: Rect) -> Int? {
        let shown = visible(in: frame)
        let line = shown.lowerBound + row - frame.row - fixedRows + 1
        return shown.contains(line) ? line : nil
    }
}
