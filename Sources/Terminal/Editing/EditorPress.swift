public import TerminalUI

extension Editor {
    /// Takes a key.
    public mutating func press(_ key: Key) -> EditorReply {
        if searchEntry != nil, let reply = pressInSearch(key) { return reply }
        switch style {
        case .emacs: return pressEmacs(key)
        case .vi: return pressVi(key)
        }
    }

    /// Presses a key after another; answers what became of the last one.
    @discardableResult
    public mutating func press(_ keys: [Key]) -> EditorReply {
        keys.reduce(.handled) { _, key in press(key) }
    }

    private mutating func pressEmacs(_ key: Key) -> EditorReply {
        if isAfterControlX {
            isAfterControlX = false
            guard let command = EmacsKeys.afterControlX[key] else { return .prefixed(key) }
            return perform(command)
        }
        if key == .control("x") {
            isAfterControlX = true
            return .handled
        }
        if case .character(let character) = key {
            type(String(character))
            return .handled
        }
        guard let command = EmacsKeys.table[key] else { return .unhandled }
        return perform(command)
    }

    /// Types text, as one step with the rest of its word.
    mutating func type(_ text: String) {
        let isBlank = text.allSatisfy(\.isWhitespace)
        // A step is a word and the blanks behind it.
        var continues = false
        if case .typing(let isAfterBlank) = run { continues = isBlank || !isAfterBlank }
        if let selected = replacedByTyping {
            undoLog.close()
            change(selected, to: "")
            continues = true
        }
        if !continues { undoLog.close() }
        deselect()
        change(cursor..<cursor, to: text)
        run = .typing(isAfterBlank: isBlank)
    }

    /// What typing replaces: a selection made with Shift or by the mouse.
    var replacedByTyping: Range<TextPosition>? { isShiftSelection ? selection : nil }

    mutating func beginShiftSelection() {
        if isMarkActive { return }
        mark = cursor
        isMarkActive = true
        isShiftSelection = true
    }

    /// Ends what a change from outside ends: a search that is being typed, a command half pressed.
    mutating func leaveForText() {
        endSearchEntry()
        isAfterControlX = false
        vi.forgetKeys()
    }

    /// After whatever was done: the cursor is where the mode allows it.
    mutating func settle() {
        if style == .vi { settleVi() }
    }

    mutating func beginStyle() {
        leaveForText()
        deselect()
        undoLog.close()
        run = .none
        vi = ViState()
    }
}
