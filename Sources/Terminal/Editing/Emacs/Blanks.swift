/// Blanks and brackets. Source: the Emacs manual, "Deletion" and "Moving by Parens".
extension Editor {
    mutating func deleteBlanks() -> EditorReply {
        let blanks = blanksAround
        guard !blanks.isEmpty else { return .bell }
        change(blanks, to: "")
        return .handled
    }

    /// Replaces all blanks around the cursor by one blank.
    mutating func leaveOneBlank() -> EditorReply {
        change(blanksAround, to: " ")
        return .handled
    }

    /// Joins the line to the one above, with one blank between them unless a side is empty or a bracket.
    mutating func joinLine() -> EditorReply {
        guard cursor.line > 0 else { return .bell }
        let (above, below) = (buffer.line(cursor.line - 1), buffer.line(cursor.line))
        var end = above.utf8.count
        while let byte = above.byte(end - 1), byte == 0x20 || byte == 0x09 { end -= 1 }
        let start = below.indentation.utf8.count
        let (last, next) = (above.byte(end - 1), below.byte(start))
        let needsBlank = last != nil && next != nil && last != UInt8(ascii: "(") && next != UInt8(ascii: ")")
        let place = TextPosition(cursor.line - 1, end)
        change(place..<TextPosition(cursor.line, start), to: needsBlank ? " " : "")
        move(to: place)
        return .handled
    }

    /// Moves past a pair of brackets if one begins here, else past a word.
    mutating func moveByBrackets(isForward: Bool) -> EditorReply {
        let brackets = isForward ? "([{" : ")]}"
        var place = cursor
        while true {
            let beside = isForward ? place : buffer.position(before: place)
            guard let beside, let character = buffer.line(beside.line).character(at: beside.column) else {
                // At a line's end.
                let next = isForward ? buffer.position(after: place) : buffer.position(before: place)
                guard let next else { return .bell }
                place = next
                continue
            }
            if brackets.contains(character) {
                guard let match = buffer.matchingBracket(of: beside, within: 2_000) else { return .bell }
                move(to: isForward ? buffer.position(after: match) ?? match : match)
                return .handled
            }
            if "([{)]}".contains(character) { return .bell }
            if character.isLetter || character.isNumber || character == "_" { break }
            guard let next = isForward ? buffer.position(after: place) : buffer.position(before: place) else {
                return .bell
            }
            place = next
        }
        let before = cursor
        move(to: place)
        guard let end = target(of: isForward ? .wordRight : .wordLeft) else {
            move(to: before)
            return .bell
        }
        move(to: end)
        return .handled
    }

    /// The blanks on both sides of the cursor.
    private var blanksAround: Range<TextPosition> {
        let line = buffer.line(cursor.line)
        var (start, end) = (cursor.column, cursor.column)
        while let byte = line.byte(start - 1), byte == 0x20 || byte == 0x09 { start -= 1 }
        while let byte = line.byte(end), byte == 0x20 || byte == 0x09 { end += 1 }
        return TextPosition(cursor.line, start)..<TextPosition(cursor.line, end)
    }
}
