import TerminalUI

/// What vi's keys are for at the moment.
enum ViMode: String, Sendable, Equatable {
    case normal = "NORMAL"
    case insert = "INSERT"
    case replace = "REPLACE"
    case visual = "VISUAL"
    case visualLine = "V-LINE"

    var isVisual: Bool { self == .visual || self == .visualLine }
    var isInsert: Bool { self == .insert || self == .replace }
}

/// What vi's keys have to remember.
struct ViState: Sendable, Equatable {
    var mode = ViMode.insert
    /// The keys of a command that is not complete.
    var keys: [Key] = []
    /// The keys of the command before, where there is none of that name.
    var unknown: [Key] = []
    var registers = ViRegisters()
    /// The last `f`, `t`, `F` or `T`, for `;` and `,`.
    var lastFind: ViFind?
    /// The last change, for `.`.
    var lastChange: ViChange?
    /// What is being typed in insert mode.
    var insertion = ViInsertion()
    /// The other end of the visual selection.
    var visualStart = TextPosition.start
    /// The selection before this one, for `gv`.
    var lastVisual: ViVisual?
    /// What waits for the search that is being typed: the `d` of `d/text`.
    var waiting: ViCommand?
    /// Whether a change is being repeated, and so not to be remembered once more.
    var isRepeating = false

    mutating func forgetKeys() {
        keys = []
        waiting = nil
    }

    /// Text that came into the insertion other than by keys.
    mutating func noteInserted(_ text: String) {
        guard !isRepeating else { return }
        insertion.events.append(.text(text))
        insertion.hasAutoIndent = false
    }
}

/// A character that is looked for in the line.
struct ViFind: Sendable, Equatable {
    var character: Character
    var isForward: Bool
    /// Whether the cursor stops one before it.
    var stopsBefore: Bool

    var reversed: ViFind { ViFind(character: character, isForward: !isForward, stopsBefore: stopsBefore) }
}

/// A change that can be repeated: its command, and what was typed after it.
struct ViChange: Sendable, Equatable {
    var command: ViCommand
    var events: [ViInsertion.Event] = []
    /// How much was selected, for a command of visual mode.
    var extent: ViExtent?
}

/// How much text a visual selection had.
struct ViExtent: Sendable, Equatable {
    var isLinewise: Bool
    var lines: Int
    /// Characters: from the start in one line, from the line's beginning in the last of several.
    var characters: Int
}

/// A visual selection.
struct ViVisual: Sendable, Equatable {
    var mode: ViMode
    var start: TextPosition
    var cursor: TextPosition
}

/// What is typed between a command like `i` and Esc.
struct ViInsertion: Sendable, Equatable {
    /// Something typed.
    enum Event: Sendable, Equatable {
        case key(Key)
        case text(String)
    }

    var command: ViCommand?
    var count = 1
    var events: [Event] = []
    var start = TextPosition.start
    /// Whether the line has nothing yet but the indentation it was given.
    var hasAutoIndent = false
    /// What replace mode has written over, for Backspace; nil where there was nothing.
    var overwritten: [String?] = []
}
