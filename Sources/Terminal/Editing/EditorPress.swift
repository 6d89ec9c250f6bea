public import TerminalUI

extension Editor {
    /// Handles a key.
    public mutating func press(_ key: Key) -> EditorReply {
        if searchEntry != nil, let reply = pressInSearch(key) { return reply }
        switch style {
        case .emacs: return pressEmacs(key)
        case .vi: return pressVi(key)
        }
    }

    /// Handles several keys. Returns the reply to the last one.
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

    /// Types text; it joins the undo step of its word.
    mutating func type(_ text: String) {
        let isBlank = text.allSatisfy(\.isWhitespace)
        // An undo step is a word and the blanks after it.
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

    /// The range that typing replaces: a selection made with Shift or the mouse.
    var replacedByTyping: Range<TextPosition>? { isShiftSelection ? selection : nil }

    mutating func beginShiftSelection() {
        if isMarkActive { return }
        mark = cursor
        isMarkActive = true
        isShiftSelection = true
    }

    /// Ends a search or an incomplete command before a change from outside.
    mutating func leaveForText() {
        endSearchEntry()
        isAfterControlX = false
        vi.forgetKeys()
    }

    /// Runs after every command: moves the cursor to a position that the mode allows.
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
