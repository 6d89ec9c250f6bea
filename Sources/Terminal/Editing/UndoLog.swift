/// One change of a text: what stood where, and what stands there since.
struct TextChange: Sendable, Equatable {
    var start: TextPosition
    var removed: String
    var inserted: String
    /// Where what was put in ends.
    var end: TextPosition

    /// The range of `text` when it stands at `start`.
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

/// What is undone at once.
struct UndoStep: Sendable, Equatable {
    var changes: [TextChange]
    var before: TextPosition
    var after: TextPosition

    var bytes: Int { changes.reduce(0) { $0 + $1.removed.utf8.count + $1.inserted.utf8.count + 96 } }
}

/// The steps that can be undone and done again, within a bound of memory.
struct UndoLog: Sendable, Equatable {
    /// The most bytes of text that steps hold; the oldest steps go first, the last one never.
    static let mostBytes = 32 << 20

    private(set) var done: [UndoStep] = []
    private(set) var undone: [UndoStep] = []
    private var bytes = 0
    /// Whether the next change belongs to the last step.
    private(set) var isOpen = false

    /// The next change begins a step.
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

    /// Typing on makes one change longer, so that a long stretch of it costs what its text does.
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
        // Down to three quarters, so that not every key press moves all steps.
        while kept > 0, sum + done[kept - 1].bytes <= UndoLog.mostBytes / 4 * 3 {
            kept -= 1
            sum += done[kept].bytes
        }
        done.removeFirst(kept)
        bytes = sum
    }

    /// Takes the last step to undo it.
    mutating func takeDone() -> UndoStep? {
        isOpen = false
        guard let step = done.popLast() else { return nil }
        undone.append(step)
        return step
    }

    /// Takes the step that was undone last to do it again.
    mutating func takeUndone() -> UndoStep? {
        isOpen = false
        guard let step = undone.popLast() else { return nil }
        done.append(step)
        return step
    }

    /// Where the cursor stood after the last step.
    mutating func setCursorAfter(_ position: TextPosition) {
        guard isOpen, !done.isEmpty else { return }
        done[done.count - 1].after = position
    }
}
