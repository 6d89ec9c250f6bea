extension TextBuffer {
    /// The nearest valid position that is a character boundary.
    public func clamped(_ position: TextPosition) -> TextPosition {
        guard position.line >= 0 else { return .start }
        guard position.line < lineCount else { return end }
        return TextPosition(position.line, line(position.line).roundedDown(position.column))
    }

    /// The nearest character boundary at or after `position`.
    func roundedUp(_ position: TextPosition) -> TextPosition {
        guard position.line >= 0 else { return .start }
        guard position.line < lineCount else { return end }
        return TextPosition(position.line, line(position.line).roundedUp(position.column))
    }

    /// The position after the next character; a line end counts as one. Nil at the text's end.
    public func position(after position: TextPosition) -> TextPosition? {
        let line = line(position.line)
        if position.column < line.utf8.count {
            return TextPosition(position.line, line.characterEnd(after: position.column))
        }
        return position.line + 1 < lineCount ? TextPosition(position.line + 1, 0) : nil
    }

    /// The position before the previous character; a line end counts as one. Nil at the text's beginning.
    public func position(before position: TextPosition) -> TextPosition? {
        if position.column > 0 {
            return TextPosition(position.line, line(position.line).characterStart(before: position.column))
        }
        guard position.line > 0 else { return nil }
        return TextPosition(position.line - 1, length(ofLine: position.line - 1))
    }

    /// The character that begins at `position`, `\n` at a line's end; nil at the text's end.
    public func character(at position: TextPosition) -> Character? {
        guard position.line >= 0, position.line < lineCount else { return nil }
        return line(position.line).character(at: position.column) ?? (position.line + 1 < lineCount ? "\n" : nil)
    }

    /// The number of UTF-8 bytes from the text's beginning to `position`.
    public func offset(of position: TextPosition) -> Int {
        guard position.line >= 0 else { return 0 }
        guard let place = locate(position.line) else { return byteCount }
        let chunk = chunks[place.chunk]
        let before = chunk.lines[..<place.line].reduce(starts[place.chunk].byte) { $0 + $1.utf8.count + 1 }
        return before + min(max(0, position.column), chunk.lines[place.line].utf8.count)
    }

    /// The position at byte `offset` of the text; inside a character, the position before it.
    public func position(atByte offset: Int) -> TextPosition {
        guard offset > 0 else { return .start }
        guard offset < byteCount else { return end }
        let chunk = lastStart { $0.byte <= offset }
        var rest = offset - starts[chunk].byte
        for (index, line) in chunks[chunk].lines.enumerated() {
            if rest <= line.utf8.count { return TextPosition(starts[chunk].line + index, line.roundedDown(rest)) }
            rest -= line.utf8.count + 1
        }
        return end
    }

    /// A valid range whose bounds may separate a letter from its accents, but not the bytes of one scalar: undo must
    /// separate what a change has combined.
    func scalarRange(_ range: Range<TextPosition>) -> Range<TextPosition> {
        let lower = onScalar(range.lowerBound)
        return lower..<max(lower, onScalar(range.upperBound))
    }

    private func onScalar(_ position: TextPosition) -> TextPosition {
        guard position.line >= 0 else { return .start }
        guard position.line < lineCount else { return end }
        let line = line(position.line)
        var column = min(max(0, position.column), line.utf8.count)
        while let byte = line.byte(column), byte & 0xC0 == 0x80 { column -= 1 }
        return TextPosition(position.line, column)
    }
}
