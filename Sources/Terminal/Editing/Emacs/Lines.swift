extension Editor {
    /// The lines of the selection, or the cursor's line.
    var selectedLines: ClosedRange<Int> {
        guard let selection, selection.lowerBound.line < selection.upperBound.line else {
            return cursor.line...cursor.line
        }
        // A selection that ends before a line's first character does not include that line.
        let last = selection.upperBound.column == 0 ? selection.upperBound.line - 1 : selection.upperBound.line
        return selection.lowerBound.line...last
    }

    /// Tab: indents the selected lines, or inserts blanks to the next stop if there are only blanks before the cursor.
    mutating func indentOrLeave() -> EditorReply {
        if let selection, selection.lowerBound.line < selection.upperBound.line {
            return shiftLines(by: 1) ? .handled : .bell
        }
        let before = buffer.line(cursor.line).slice(0, cursor.column)
        guard !options.isSingleLine, before.allSatisfy({ $0 == " " || $0 == "\t" }) else { return .unhandled }
        let width = min(max(1, options.indentation), 64)
        let count = width - columns.column(in: before, atByte: before.utf8.count) % width
        change(replacedByTyping ?? cursor..<cursor, to: String(repeating: " ", count: count))
        deselect()
        return .handled
    }

    /// Indents the selected lines by `count` levels, to the left if it is negative. Returns whether a line changed.
    mutating func shiftLines(by count: Int) -> Bool {
        let width = options.indentation
        return rewriteLines(selectedLines) { $0.shifted(by: count, width: width) }
    }

    /// Comments the selected lines out, or removes `--` if all of them are comments.
    mutating func toggleComment() -> EditorReply { toggleComment(selectedLines) }

    /// Comments lines out, or removes `--` if all of them are comments.
    mutating func toggleComment(_ lines: ClosedRange<Int>) -> EditorReply {
        let texts = lines.map { buffer.line($0) }.filter { !$0.allSatisfy(\.isWhitespace) }
        guard let least = texts.map({ $0.indentation.utf8.count }).min() else {
            return toggleBlankLine()
        }
        let areComments = texts.allSatisfy { $0.dropFirst($0.indentation.count).hasPrefix("--") }
        let isDone = rewriteLines(lines) { line in
            if line.allSatisfy(\.isWhitespace) { return line }
            return areComments ? line.uncommented : line.slice(0, least) + "-- " + line.slice(least, .max)
        }
        return isDone ? .handled : .bell
    }

    private mutating func toggleBlankLine() -> EditorReply {
        let line = buffer.line(cursor.line)
        change(cursor..<TextPosition(cursor.line, line.utf8.count), to: "-- ")
        return .handled
    }

    /// Rewrites whole lines as one change; the cursor and the selection stay at their characters.
    mutating func rewriteLines(_ lines: ClosedRange<Int>, _ rewrite: (String) -> String) -> Bool {
        let old = lines.map { buffer.line($0) }
        let new = old.map(rewrite)
        guard !zip(old, new).allSatisfy({ $0.utf8.elementsEqual($1.utf8) }) else { return false }
        let (cursorBefore, markBefore) = (cursor, mark)
        let range = TextPosition(lines.lowerBound, 0)..<TextPosition(lines.upperBound, old[old.count - 1].utf8.count)
        change(range, to: new.joined(separator: "\n"))
        func moved(_ place: TextPosition) -> TextPosition {
            guard lines.contains(place.line) else { return place }
            let index = place.line - lines.lowerBound
            return buffer.clamped(
                TextPosition(place.line, Editor.column(place.column, in: old[index], movedTo: new[index])))
        }
        move(to: moved(cursorBefore))
        mark = markBefore.map(moved)
        undoLog.setCursorAfter(cursor)
        return true
    }

    /// The new column of the text at `column`: text after the change moves with it.
    private static func column(_ column: Int, in old: String, movedTo new: String) -> Int {
        // A cursor at the beginning of a line stays there.
        column == 0 ? 0 : max(0, new.utf8.count - (old.utf8.count - column))
    }
}

extension String {
    /// The line indented by `count` times `width` columns; lines without text stay unchanged.
    func shifted(by count: Int, width: Int) -> String {
        guard !allSatisfy(\.isWhitespace) else { return count < 0 ? "" : self }
        return indented(by: count, width: width)
    }

    /// The line indented by `count` times `width` columns.
    func indented(by count: Int, width: Int) -> String {
        let width = Swift.min(Swift.max(1, width), 64)
        let indentation = indentation
        let columns = TextColumns(tabWidth: width).column(in: indentation, atByte: indentation.utf8.count)
        // Limits a count typed by mistake, which could fill the memory.
        let wanted = Swift.max(0, columns + Swift.min(count, 64) * width)
        return String(repeating: " ", count: wanted) + slice(indentation.utf8.count, .max)
    }

    /// The line without its leading `--` and one blank after it.
    var uncommented: String {
        let start = indentation.utf8.count
        let rest = slice(start, .max)
        guard rest.hasPrefix("--") else { return self }
        return slice(0, start) + rest.dropFirst(rest.hasPrefix("-- ") ? 3 : 2)
    }
}
