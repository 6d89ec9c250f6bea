extension Editor {
    /// `p` and `P`.
    mutating func put(_ register: ViRegister?, isAfter: Bool, times: Int) -> EditorReply {
        guard let register, !register.text.isEmpty || register.isLinewise else { return .bell }
        let copies = register.copies(times)
        guard register.isLinewise else {
            let text = String(repeating: register.text, count: copies)
            let column = isAfter ? buffer.line(cursor.line).characterEnd(after: cursor.column) : cursor.column
            let place = TextPosition(cursor.line, column)
            let range = change(place..<place, to: text)
            moveToPut(range)
            return .handled
        }
        let text = Array(repeating: register.text, count: copies).joined(separator: "\n")
        let number = isAfter ? cursor.line + 1 : cursor.line
        if number < buffer.lineCount {
            change(TextPosition(number, 0)..<TextPosition(number, 0), to: text + "\n")
        } else {
            change(buffer.end..<buffer.end, to: "\n" + text)
        }
        move(to: firstNonBlank(number).place)
        return .handled
    }

    /// Moves to the last character of the inserted text, or to the first one if it has several lines.
    mutating func moveToPut(_ range: Range<TextPosition>) {
        if range.lowerBound.line < range.upperBound.line {
            move(to: range.lowerBound)
        } else {
            move(to: max(range.lowerBound, buffer.position(before: range.upperBound) ?? .start))
        }
    }

    /// `r`.
    mutating func replaceCharacters(_ character: Character, times: Int) -> EditorReply {
        let line = buffer.line(cursor.line)
        var end = cursor.column
        for _ in 0..<times {
            guard end < line.utf8.count else { return .bell }
            end = line.characterEnd(after: end)
        }
        let range = cursor..<TextPosition(cursor.line, end)
        if character == "\n" {
            guard !options.isSingleLine else { return .bell }
            var blanks = end
            while let byte = line.byte(blanks), byte == 0x20 || byte == 0x09 { blanks += 1 }
            let indentation = blanks < line.utf8.count ? line.slice(0, cursor.column).indentation : ""
            change(cursor..<TextPosition(cursor.line, blanks), to: "\n" + indentation)
            if cursor.column > 0 { move(to: buffer.position(before: cursor) ?? cursor) }
            return .handled
        }
        let put = change(range, to: String(repeating: String(character), count: times))
        moveToPut(put)
        return .handled
    }

    /// `~`.
    mutating func toggleCase(times: Int) -> EditorReply {
        let line = buffer.line(cursor.line)
        guard !line.isEmpty else { return .bell }
        var end = cursor.column
        for _ in 0..<times where end < line.utf8.count { end = line.characterEnd(after: end) }
        let range = cursor..<TextPosition(cursor.line, end)
        let toggled = buffer.text(in: range).caseToggled
        let put = change(range, to: toggled)
        move(to: put.upperBound)
        return .handled
    }

    /// `J`: joins `count` lines from `first` on.
    mutating func join(from first: Int, count: Int, isSpaced: Bool) -> EditorReply {
        let last = min(first + count - 1, buffer.lineCount - 1)
        guard last > first else { return .bell }
        var joined = buffer.line(first)
        var column = joined.utf8.count
        for number in (first + 1)...last {
            var line = buffer.line(number)
            column = joined.utf8.count
            if isSpaced {
                line = line.slice(line.indentation.utf8.count, .max)
                let endsInBlank = joined.hasSuffix(" ") || joined.hasSuffix("\t")
                if !line.isEmpty, !line.hasPrefix(")"), !joined.isEmpty, !endsInBlank { joined += " " }
            }
            joined += line
        }
        change(lineRange(first...last), to: joined)
        move(to: buffer.clamped(TextPosition(first, column)))
        return .handled
    }

    /// The cursor position after undo or redo: the old position if its line changed, otherwise the first changed line.
    func viPosition(after step: UndoStep, isUndone: Bool) -> TextPosition {
        let lines = step.changes.map { change in
            let end = isUndone ? TextChange.range(of: change.removed, at: change.start).upperBound : change.end
            return change.start.line...max(change.start.line, end.line)
        }
        let first = lines.map(\.lowerBound).min() ?? step.before.line
        let last = lines.map(\.upperBound).max() ?? step.before.line
        if (first...max(first, last)).contains(step.before.line) { return step.before }
        return firstNonBlank(min(first, buffer.lineCount - 1)).place
    }
}
