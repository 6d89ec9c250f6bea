import TerminalUI

/// vi's modes.
enum ViMode: String, Sendable, Equatable {
    case normal = "NORMAL"
    case insert = "INSERT"
    case replace = "REPLACE"
    case visual = "VISUAL"
    case visualLine = "V-LINE"

    var isVisual: Bool { self == .visual || self == .visualLine }
    var isInsert: Bool { self == .insert || self == .replace }
}

/// The state of the vi key style.
struct ViState: Sendable, Equatable {
    var mode = ViMode.insert
    /// The keys of an incomplete command.
    var keys: [Key] = []
    /// The keys of the previous command if it does not exist.
    var unknown: [Key] = []
    var registers = ViRegisters()
    /// The last `f`, `t`, `F` or `T`, for `;` and `,`.
    var lastFind: ViFind?
    /// The last change, for `.`.
    var lastChange: ViChange?
    /// The current insertion of insert mode.
    var insertion = ViInsertion()
    /// The fixed end of the visual selection.
    var visualStart = TextPosition.start
    /// The previous selection, for `gv`.
    var lastVisual: ViVisual?
    /// The command that waits for the search being typed: the `d` of `d/text`.
    var waiting: ViCommand?
    /// Whether `.` repeats a change, which must not be recorded again.
    var isRepeating = false

    mutating func forgetKeys() {
        keys = []
        waiting = nil
    }

    /// Records inserted text that was not typed as keys.
    mutating func noteInserted(_ text: String) {
        guard !isRepeating else { return }
        insertion.events.append(.text(text))
        insertion.hasAutoIndent = false
    }
}

/// A character to find in the line.
struct ViFind: Sendable, Equatable {
    var character: Character
    var isForward: Bool
    /// Whether the cursor stops before the character.
    var stopsBefore: Bool

    var reversed: ViFind { ViFind(character: character, isForward: !isForward, stopsBefore: stopsBefore) }
}

/// A repeatable change: its command and the text typed after it.
struct ViChange: Sendable, Equatable {
    var command: ViCommand
    var events: [ViInsertion.Event] = []
    /// The size of the selection, for a command of visual mode.
    var extent: ViExtent?
}

/// The size of a visual selection.
struct ViExtent: Sendable, Equatable {
    var isLinewise: Bool
    var lines: Int
    /// The number of characters: in a selection of one line, all of them; in a longer one, those of the last line.
    var characters: Int
}

/// A visual selection.
struct ViVisual: Sendable, Equatable {
    var mode: ViMode
    var start: TextPosition
    var cursor: TextPosition
}

/// The text typed between a command like `i` and Esc.
struct ViInsertion: Sendable, Equatable {
    /// One input of insert mode.
    enum Event: Sendable, Equatable {
        case key(Key)
        case text(String)
    }

    var command: ViCommand?
    var count = 1
    var events: [Event] = []
    var start = TextPosition.start
    /// Whether the line contains only its automatic indentation.
    var hasAutoIndent = false
    /// The characters that replace mode has overwritten, for Backspace; nil where there was none.
    var overwritten: [String?] = []
}
