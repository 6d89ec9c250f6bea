public import TerminalUI

/// A text being edited: what is typed goes in by `press` and `paste`, what is shown comes out as `buffer`, `cursor`,
/// `selection` and `search`. It knows nothing of what is on the screen; the view scrolls to the cursor.
public struct Editor: Sendable, Equatable {
    /// The text.
    public internal(set) var buffer: TextBuffer
    /// Where typing goes; in vi's normal mode, the character it is on.
    public internal(set) var cursor: TextPosition
    /// How often the text was changed: what was computed for one number holds until there is another one.
    public internal(set) var revision = 0
    /// Whose keys it has. Another style begins afresh: in vi's case, in insert mode.
    public var style: EditorStyle {
        didSet { if style != oldValue { beginStyle() } }
    }
    /// How it works.
    public var options: EditorOptions
    /// Lines that PgUp and PgDn move by; the view sets it to its height.
    public var pageLines = 20
    /// The line that the view shows first; the view sets it.
    public var topLine = 0
    /// What is being searched for, for highlights and the status line; nil when nothing was.
    public internal(set) var search: Search?

    /// The place that a selection reaches from.
    var mark: TextPosition?
    var isMarkActive = false
    /// Whether the selection was made with Shift: then typing replaces it, and moving without Shift ends it.
    var isShiftSelection = false
    var undoLog = UndoLog()
    var killRing = KillRing()
    /// The column of the screen that moving up and down aims at; `Int.max` is the end of every line.
    var goalColumn: Int?
    var run = KeyRun.none
    var isAfterControlX = false
    var searchEntry: SearchEntry?
    /// What was searched for before the search that is being typed.
    var searchBefore: Search?
    var vi = ViState()

    /// An editor of a text; the cursor stands at its end.
    public init(_ text: String = "", style: EditorStyle = .emacs, options: EditorOptions = EditorOptions()) {
        buffer = TextBuffer(options.isSingleLine ? Editor.inOneLine(text) : text)
        cursor = buffer.end
        self.style = style
        self.options = options
    }

    /// The whole text.
    public var text: String { buffer.text }

    /// What is selected; nil when nothing is. In vi's visual modes it has the character under the cursor, too, and in
    /// the line-wise one whole lines.
    public var selection: Range<TextPosition>? {
        if style == .vi, vi.mode.isVisual { return visualRange }
        guard let mark, isMarkActive, mark != cursor else { return nil }
        return min(mark, cursor)..<max(mark, cursor)
    }

    /// The text that is selected; nil when nothing is.
    public var selectedText: String? { selection.map { buffer.text(in: $0) } }

    /// The text that Ctrl-Y, or vi's `p`, would put in: what was cut or copied last.
    public var killedText: String? { style == .vi ? vi.registers[nil]?.text : killRing.latest }

    /// The keys of a command that is not complete, for the status line: `2d`, Ctrl-X.
    public var pendingKeys: [Key] { isAfterControlX ? [.control("x")] : vi.keys }

    /// The keys that were dropped just now because vi's command of them is not there; empty where it is.
    public var unknownCommand: [Key] { vi.unknown }

    /// vi's mode for the status line: `NORMAL`, `INSERT`, `REPLACE`, `VISUAL`, `V-LINE`; nil in the other style.
    public var modeName: String? { style == .vi ? vi.mode.rawValue : nil }

    /// Columns of lines as this editor counts them.
    public var columns: TextColumns { TextColumns(tabWidth: options.indentation) }

    /// The column of the screen in which the cursor stands.
    public var cursorColumn: Int { columns.column(in: buffer.line(cursor.line), atByte: cursor.column) }
}

/// What the keys before were about, where the next one may go on with it.
enum KeyRun: Sendable, Equatable {
    case none
    case typing(isAfterBlank: Bool)
    case deleting(backward: Bool)
    case killing
    /// A text of the kill ring was put in; `back` says which.
    case yanking(Range<TextPosition>, back: Int)
}
