extension Editor {
    /// Deletes the selection, or the text up to a movement's target. Successive deletions are one undo step.
    mutating func delete(_ movement: Movement, after previous: KeyRun) -> EditorReply {
        if let selection, isMarkActive {
            undoLog.close()
            change(selection, to: "")
            deselect()
            undoLog.close()
            return .handled
        }
        deselect()
        // Ctrl-D in an empty text means end of input.
        guard let target = target(of: movement) else { return buffer.isEmpty ? .unhandled : .bell }
        let isBackward = target < cursor
        if previous != .deleting(backward: isBackward) { undoLog.close() }
        change(min(target, cursor)..<max(target, cursor), to: "")
        run = .deleting(backward: isBackward)
        return .handled
    }

    /// Cuts the text up to a movement's target; at a line's end, Ctrl-K cuts the line end. Successive cuts are one
    /// entry.
    mutating func kill(_ movement: Movement, after previous: KeyRun) -> EditorReply {
        var target = target(of: movement)
        if movement == .lineEnd, target == cursor { target = buffer.position(after: cursor) }
        if movement == .lineStart, target == cursor { target = buffer.position(before: cursor) }
        guard let target, target != cursor else {
            run = previous
            return .bell
        }
        kill(min(target, cursor)..<max(target, cursor), isBackward: target < cursor, after: previous)
        return .handled
    }

    mutating func killBlankDelimitedWord(after previous: KeyRun) -> EditorReply {
        if let selection, isMarkActive {
            kill(selection, isBackward: false, after: .none)
            return .handled
        }
        let start = buffer.blankDelimitedWordStart(before: cursor)
        guard start < cursor else { return .bell }
        kill(start..<cursor, isBackward: true, after: previous)
        return .handled
    }

    private mutating func kill(_ range: Range<TextPosition>, isBackward: Bool, after previous: KeyRun) {
        let text = buffer.text(in: range)
        undoLog.close()
        if previous == .killing {
            killRing.extend(text, atFront: isBackward)
        } else {
            killRing.add(text)
        }
        deselect()
        change(range, to: "")
        run = .killing
    }

    mutating func copySelection() -> EditorReply {
        guard let selection else { return .bell }
        killRing.add(buffer.text(in: selection))
        deselect()
        return .handled
    }

    /// Inserts a text of the kill ring; `range` is the previously inserted text to replace, if any.
    mutating func yank(back: Int, over range: Range<TextPosition>?) -> EditorReply {
        guard let text = killRing.text(back) else { return .bell }
        let put = change(range ?? replacedByTyping ?? cursor..<cursor, to: text)
        deselect()
        run = .yanking(put, back: back)
        return .handled
    }
}
