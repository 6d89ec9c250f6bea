public import TerminalUI

/// A text editor without a screen: `press` and `paste` take input; `buffer`, `cursor`, `selection` and `search` are the
/// output. The view does the scrolling.
public struct Editor: Sendable, Equatable {
    public internal(set) var buffer: TextBuffer
    /// The insertion point; in vi's normal mode, the character under the cursor.
    public internal(set) var cursor: TextPosition
    /// A counter of changes: results computed for one revision are valid until the next.
    public internal(set) var revision = 0
    /// The key style. A new style starts in its initial state; vi starts in insert mode.
    public var style: EditorStyle {
        didSet { if style != oldValue { beginStyle() } }
    }
    public var options: EditorOptions
    /// The number of lines of a page, for PgUp and PgDn; the view sets it to its height.
    public var pageLines = 20
    /// The first visible line; the view sets it.
    public var topLine = 0
    /// The current search, for highlights and the status line; nil when there is none.
    public internal(set) var search: Search?

    /// The fixed end of the selection.
    var mark: TextPosition?
    var isMarkActive = false
    /// Whether the selection was made with Shift: then typing replaces it, and moving without Shift ends it.
    var isShiftSelection = false
    var undoLog = UndoLog()
    var killRing = KillRing()
    /// The screen column for moving up and down; `Int.max` means the end of every line.
    var goalColumn: Int?
    var run = KeyRun.none
    var isAfterControlX = false
    var searchEntry: SearchEntry?
    /// The search before the one that is being typed.
    var searchBefore: Search?
    var vi = ViState()

    /// An editor of a text; the cursor is at its end.
    public init(_ text: String = "", style: EditorStyle = .emacs, options: EditorOptions = EditorOptions()) {
        buffer = TextBuffer(options.isSingleLine ? Editor.inOneLine(text) : text)
        cursor = buffer.end
        self.style = style
        self.options = options
    }

    public var text: String { buffer.text }

    /// The selection; nil when there is none. In vi's visual modes it includes the character under the cursor, in
    /// line-wise mode whole lines.
    public var selection: Range<TextPosition>? {
        if style == .vi, vi.mode.isVisual { return visualRange }
        guard let mark, isMarkActive, mark != cursor else { return nil }
        return min(mark, cursor)..<max(mark, cursor)
    }

    /// The selected text; nil when there is none.
    public var selectedText: String? { selection.map { buffer.text(in: $0) } }

    /// The last cut or copied text: Ctrl-Y, or vi's `p`, inserts it.
    public var killedText: String? { style == .vi ? vi.registers[nil]?.text : killRing.latest }

    /// The keys of an incomplete command, for the status line: `2d`, Ctrl-X.
    public var pendingKeys: [Key] { isAfterControlX ? [.control("x")] : vi.keys }

    /// The last keys, if they are no command of vi; otherwise empty.
    public var unknownCommand: [Key] { vi.unknown }

    /// vi's mode for the status line: `NORMAL`, `INSERT`, `REPLACE`, `VISUAL`, `V-LINE`; nil in Emacs style.
    public var modeName: String? { style == .vi ? vi.mode.rawValue : nil }

    /// The column counter with this editor's tab width.
    public var columns: TextColumns { TextColumns(tabWidth: options.indentation) }

    /// The screen column of the cursor.
    public var cursorColumn: Int { columns.column(in: buffer.line(cursor.line), atByte: cursor.column) }
}

/// The kind of the previous command, if the next one may continue it.
enum KeyRun: Sendable, Equatable {
    case none
    case typing(isAfterBlank: Bool)
    case deleting(backward: Bool)
    case killing
    /// A text of the kill ring was inserted; `back` is its index.
    case yanking(Range<TextPosition>, back: Int)
}
