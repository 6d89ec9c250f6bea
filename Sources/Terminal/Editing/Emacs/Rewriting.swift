extension Editor {
    /// Swaps the characters before and after the cursor (at a line's end the last two) and moves right.
    mutating func transposeCharacters() -> EditorReply {
        let line = buffer.line(cursor.line)
        let isAtEnd = cursor.column >= line.utf8.count
        let middle = isAtEnd ? line.characterStart(before: cursor.column) : cursor.column
        guard middle > 0 else { return .bell }
        let start = line.characterStart(before: middle)
        let end = line.characterEnd(after: middle)
        change(
            TextPosition(cursor.line, start)..<TextPosition(cursor.line, end),
            to: line.slice(middle, end) + line.slice(start, middle))
        return .handled
    }

    /// Swaps the word at or before the cursor with the next one, and moves past both.
    mutating func transposeWords() -> EditorReply {
        guard let behind = buffer.wordEnd(after: cursor) else { return transposeLastWords() }
        return exchangeWords(endingAt: behind)
    }

    private mutating func transposeLastWords() -> EditorReply { exchangeWords(endingAt: buffer.end) }

    private mutating func exchangeWords(endingAt place: TextPosition) -> EditorReply {
        // The later word and the one before it.
        guard let later = buffer.wordStart(before: place), let laterEnd = buffer.wordEnd(after: later),
            let earlier = buffer.wordStart(before: later), let earlierEnd = buffer.wordEnd(after: earlier),
            earlierEnd <= later, laterEnd > later, buffer.character(at: earlier)?.isWordCharacter == true
        else { return .bell }
        let words = (buffer.text(in: earlier..<earlierEnd), buffer.text(in: later..<laterEnd))
        change(earlier..<laterEnd, to: words.1 + buffer.text(in: earlierEnd..<later) + words.0)
        return .handled
    }

    /// Rewrites the selection, or the text from the cursor to the end of the next word.
    mutating func changeWord(_ rewrite: (String) -> String) -> EditorReply {
        if let selection, isMarkActive {
            change(selection, to: rewrite(buffer.text(in: selection)))
            deselect()
            return .handled
        }
        var start = cursor
        guard buffer.advance(&start, while: { !$0.isWordCharacter }), let end = buffer.wordEnd(after: start) else {
            return .bell
        }
        let text = buffer.text(in: start..<end)
        let rewritten = rewrite(text)
        guard !rewritten.utf8.elementsEqual(text.utf8) else {
            move(to: end)
            return .handled
        }
        change(start..<end, to: rewritten)
        return .handled
    }

    /// Starts a new line with the same indentation.
    mutating func newLine() -> EditorReply {
        guard !options.isSingleLine else { return .unhandled }
        let selected = replacedByTyping
        deselect()
        let place = selected?.lowerBound ?? cursor
        let indentation = buffer.line(place.line).slice(0, place.column).indentation
        change(selected ?? cursor..<cursor, to: "\n" + indentation)
        return .handled
    }

    /// Splits the line; the cursor stays.
    mutating func openLine() -> EditorReply {
        guard !options.isSingleLine else { return .unhandled }
        deselect()
        let place = cursor
        change(cursor..<cursor, to: "\n")
        move(to: place)
        undoLog.setCursorAfter(place)
        return .handled
    }
}
