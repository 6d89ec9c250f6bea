extension Editor {
    /// Inserts text at the cursor or replaces the selection, as one undo step; all line ends become line feeds. The
    /// text never acts as keys. During a search, the text goes into the pattern.
    public mutating func paste(_ text: String) {
        if searchEntry != nil { return pasteInSearch(text) }
        insert(Editor.withLineFeeds(text))
    }

    /// Inserts text at the cursor or replaces the selection, as one undo step.
    public mutating func insert(_ text: String) {
        endSearchEntry()
        let isInserting = style == .vi && vi.mode.isInsert
        if !isInserting { undoLog.close() }
        run = .none
        let range = style == .vi ? viInsertionRange() : replacedByTyping ?? cursor..<cursor
        change(range, to: text)
        deselect()
        if isInserting { vi.noteInserted(text) } else { undoLog.close() }
        settle()
    }

    /// Replaces a range by a text, as one undo step; the cursor moves to the end of the text.
    public mutating func replace(_ range: Range<TextPosition>, with text: String) {
        undoLog.close()
        run = .none
        change(buffer.clamped(range.lowerBound)..<buffer.clamped(range.upperBound), to: text)
        deselect()
        undoLog.close()
        settle()
    }

    /// Replaces the whole text, as one undo step; does nothing when the text is the same.
    public mutating func setText(_ text: String) {
        let text = options.isSingleLine ? Editor.inOneLine(text) : text
        guard !buffer.bytes.elementsEqual(text.utf8) else { return }
        leaveForText()
        replace(buffer.wholeRange, with: text)
    }

    /// Selects a range; the cursor moves to its end.
    public mutating func select(_ range: Range<TextPosition>) {
        leaveForText()
        mark = buffer.clamped(range.lowerBound)
        move(to: buffer.clamped(range.upperBound))
        isMarkActive = true
        isShiftSelection = true
        if style == .vi { beginVisual(range) }
    }

    /// Selects the word at a position, like a double click: letters, digits and `_`, or a run of other characters of
    /// one kind.
    public mutating func selectWord(at position: TextPosition) {
        let place = buffer.clamped(position)
        let line = buffer.line(place.line)
        var walk = ViWalk(buffer, at: place)
        walk.toStartInLine()
        var end = walk.place.column
        let kind = walk.kind
        while let character = line.character(at: end), ViWalk.kind(of: character) == kind {
            end = line.characterEnd(after: end)
        }
        select(walk.place..<TextPosition(place.line, end))
    }

    /// Stores a text that was copied elsewhere, for Ctrl-Y or vi's `p`.
    public mutating func keepForYank(_ text: String) {
        killRing.add(text)
        vi.registers.yank(ViRegister(text: text, isLinewise: false), to: nil)
    }

    public mutating func selectAll() { select(buffer.wholeRange) }

    /// Clears the selection.
    public mutating func deselect() {
        isMarkActive = false
        isShiftSelection = false
        if vi.mode.isVisual { vi.mode = .normal }
    }

    /// Moves the cursor, for instance to a mouse click.
    ///
    /// - Parameter extending: Whether to extend the selection instead of clearing it.
    public mutating func moveCursor(to position: TextPosition, extending: Bool = false) {
        endSearchEntry()
        undoLog.close()
        run = .none
        if extending { beginShiftSelection() } else { deselect() }
        move(to: buffer.clamped(position))
        settle()
    }

    /// Undoes the last step. Returns whether there was one.
    @discardableResult
    public mutating func undo() -> Bool {
        leaveForText()
        guard let step = undoLog.takeDone() else { return false }
        for change in step.changes.reversed() {
            buffer.replace(change.start..<change.end, with: change.removed)
        }
        return restore(style == .vi ? viPosition(after: step, isUndone: true) : step.before)
    }

    /// Redoes the last undone step. Returns whether there was one.
    @discardableResult
    public mutating func redo() -> Bool {
        leaveForText()
        guard let step = undoLog.takeUndone() else { return false }
        for change in step.changes {
            buffer.replace(TextChange.range(of: change.removed, at: change.start), with: change.inserted)
        }
        return restore(style == .vi ? viPosition(after: step, isUndone: false) : step.after)
    }

    private mutating func restore(_ position: TextPosition) -> Bool {
        revision += 1
        mark = nil
        deselect()
        run = .none
        move(to: buffer.clamped(position))
        settle()
        return true
    }

    /// The only function that changes the text: it records the change for undo and moves the cursor to its end.
    @discardableResult
    mutating func change(_ range: Range<TextPosition>, to text: String) -> Range<TextPosition> {
        let range = buffer.scalarRange(range)
        guard !range.isEmpty || !text.isEmpty else { return range }
        let text = options.isSingleLine ? Editor.inOneLine(text) : text
        let before = cursor
        let removed = range.isEmpty ? "" : buffer.text(in: range)
        let result = buffer.replace(range, with: text)
        revision += 1
        if let mark { self.mark = Editor.moved(mark, by: range, to: result.upperBound) }
        move(to: buffer.roundedUp(result.upperBound))
        undoLog.record(
            TextChange(start: range.lowerBound, removed: removed, inserted: text, end: result.upperBound),
            before: before, after: cursor)
        return result
    }

    /// The position of `place` after a change of `range` that now ends at `end`.
    private static func moved(
        _ place: TextPosition, by range: Range<TextPosition>, to end: TextPosition
    ) -> TextPosition {
        if place <= range.lowerBound { return place }
        if place < range.upperBound { return range.lowerBound }
        guard place.line == range.upperBound.line else {
            return TextPosition(place.line + end.line - range.upperBound.line, place.column)
        }
        return TextPosition(end.line, end.column + place.column - range.upperBound.column)
    }

    /// Moves the cursor and resets the goal column of moving up and down.
    mutating func move(to position: TextPosition) {
        cursor = position
        goalColumn = nil
    }

    static func withLineFeeds(_ text: String) -> String {
        guard text.utf8.contains(0x0D) else { return text }
        var result = String.UnicodeScalarView()
        var isAfterReturn = false
        for scalar in text.unicodeScalars {
            if scalar != "\n" || !isAfterReturn { result.append(scalar == "\r" ? "\n" : scalar) }
            isAfterReturn = scalar == "\r"
        }
        return String(result)
    }

    static func inOneLine(_ text: String) -> String {
        let text = withLineFeeds(text)
        guard text.utf8.contains(0x0A) else { return text }
        return String(decoding: text.utf8.map { $0 == 0x0A ? 0x20 : $0 }, as: UTF8.self)
    }
}
