/// One change of a text: the old and the new content of a range.
struct TextChange: Sendable, Equatable {
    var start: TextPosition
    var removed: String
    var inserted: String
    /// The end of the new content.
    var end: TextPosition

    /// The range of `text` when it begins at `start`.
    static func range(of text: String, at start: TextPosition) -> Range<TextPosition> {
        var lines = 0
        var last = 0
        for byte in text.utf8 {
            if byte == 0x0A {
                lines += 1
                last = 0
            } else {
                last += 1
            }
        }
        return start..<TextPosition(start.line + lines, lines == 0 ? start.column + last : last)
    }

    static func == (left: TextChange, right: TextChange) -> Bool {
        left.start == right.start && left.removed.utf8.elementsEqual(right.removed.utf8)
            && left.end == right.end && left.inserted.utf8.elementsEqual(right.inserted.utf8)
    }
}

/// The changes that are undone together.
struct UndoStep: Sendable, Equatable {
    var changes: [TextChange]
    var before: TextPosition
    var after: TextPosition

    var bytes: Int { changes.reduce(0) { $0 + $1.removed.utf8.count + $1.inserted.utf8.count + 96 } }
}

/// The undo and redo steps, with bounded memory.
struct UndoLog: Sendable, Equatable {
    /// The maximum number of text bytes in all steps. The oldest steps are dropped first, the last one never.
    static let mostBytes = 32 << 20

    private(set) var done: [UndoStep] = []
    private(set) var undone: [UndoStep] = []
    private var bytes = 0
    /// Whether the next change joins the last step.
    private(set) var isOpen = false

    /// Makes the next change begin a step.
    mutating func close() { isOpen = false }

    mutating func record(_ change: TextChange, before: TextPosition, after: TextPosition) {
        bytes -= undone.reduce(0) { $0 + $1.bytes }
        undone = []
        bytes += change.removed.utf8.count + change.inserted.utf8.count + 96
        guard isOpen, !done.isEmpty else {
            done.append(UndoStep(changes: [change], before: before, after: after))
            isOpen = true
            return forgetOldest()
        }
        UndoLog.add(change, to: &done[done.count - 1], after: after)
        forgetOldest()
    }

    /// Typing extends one change, so that a long run costs no more than its text.
    private static func add(_ change: TextChange, to step: inout UndoStep, after: TextPosition) {
        step.after = after
        let last = step.changes.count - 1
        if change.removed.isEmpty, step.changes[last].end == change.start {
            step.changes[last].inserted += change.inserted
            step.changes[last].end = change.end
        } else {
            step.changes.append(change)
        }
    }

    private mutating func forgetOldest() {
        guard bytes > UndoLog.mostBytes, done.count > 1 else { return }
        var kept = done.count - 1
        var sum = done[kept].bytes
        // Shrinks to three quarters, so that not every key press moves all steps.
        while kept > 0, sum + done[kept - 1].bytes <= UndoLog.mostBytes / 4 * 3 {
            kept -= 1
            sum += done[kept].bytes
        }
        done.removeFirst(kept)
        bytes = sum
    }

    /// Moves the last undo step to the redo steps and returns it.
    mutating func takeDone() -> UndoStep? {
        isOpen = false
        guard let step = done.popLast() else { return nil }
        undone.append(step)
        return step
    }

    /// Moves the last redo step back to the undo steps and returns it.
    mutating func takeUndone() -> UndoStep? {
        isOpen = false
        guard let step = undone.popLast() else { return nil }
        done.append(step)
        return step
    }

    /// Records the cursor position after the last step.
    mutating func setCursorAfter(_ position: TextPosition) {
        guard isOpen, !done.isEmpty else { return }
        done[done.count - 1].after = position
    }
}
