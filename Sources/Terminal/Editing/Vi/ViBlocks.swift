extension Editor {
    /// The text between two brackets, with the brackets if `isOuter`.
    func blockStretch(_ open: UInt8, _ close: UInt8, isOuter: Bool, _ count: Int) -> ViStretch? {
        guard var (start, end) = brackets(open, close, count) else { return nil }
        guard !isOuter else { return ViStretch(start: start, end: end, kind: .inclusive) }
        var first = ViWalk(buffer, at: start)
        first.nextShown()
        start = first.place
        var last = ViWalk(buffer, at: end)
        var isAtLineStart = end.column == 0
        last.previousShown()
        // The indentation before the closing bracket is not part of the inner text.
        while last.place >= start, isInIndentation(last.place) {
            isAtLineStart = true
            guard last.place.column > 0 else {
                last.previousShown()
                break
            }
            last.previousShown()
        }
        end = last.place
        if isAtLineStart, end >= start || end.line < start.line {
            last.nextShown()
            return ViStretch(start: start, end: max(start, last.place), kind: .exclusive)
        }
        return start <= end
            ? ViStretch(start: start, end: end, kind: .inclusive)
            : ViStretch(start: start, end: start, kind: .exclusive)
    }

    private func isInIndentation(_ place: TextPosition) -> Bool {
        let line = buffer.line(place.line)
        return place.column < line.utf8.count && line.indentation.utf8.count > place.column
    }

    /// The `count`th pair of brackets around the cursor, from inside to outside.
    private func brackets(_ open: UInt8, _ close: UInt8, _ count: Int) -> (TextPosition, TextPosition)? {
        var start = cursor
        let isOnOpen = buffer.line(cursor.line).byte(cursor.column) == open
        for step in 0..<min(count, 200) {
            if step == 0, isOnOpen { continue }
            if let outer = unmatched(open, close, before: start) {
                start = outer
                continue
            }
            // Outside of any pair: use the next pair in the text.
            guard step == 0 else { return nil }
            for _ in 0..<min(count, 200) {
                guard let next = next(open, close, after: start) else { return nil }
                start = next
            }
            break
        }
        return buffer.matchingBracket(open, close, from: start).map { (start, $0) }
    }

    /// The next opening bracket after `place`; closing brackets of enclosing pairs are skipped.
    private func next(_ open: UInt8, _ close: UInt8, after place: TextPosition) -> TextPosition? {
        var depth = 0
        for number in place.line..<buffer.lineCount {
            for (column, byte) in buffer.line(number).utf8.enumerated()
            where number > place.line || column > place.column {
                if byte == close { depth += 1 }
                if byte == open {
                    if depth == 0 { return TextPosition(number, column) }
                    depth -= 1
                }
            }
        }
        return nil
    }

    /// The opening bracket before `place` that is still open there.
    private func unmatched(_ open: UInt8, _ close: UInt8, before place: TextPosition) -> TextPosition? {
        var depth = 0
        var number = place.line
        while number >= 0 {
            let line = Array(buffer.line(number).utf8)
            var column = (number == place.line ? min(place.column, line.count) : line.count) - 1
            while column >= 0 {
                if line[column] == close { depth += 1 }
                if line[column] == open {
                    if depth == 0 { return TextPosition(number, column) }
                    depth -= 1
                }
                column -= 1
            }
            number -= 1
        }
        return nil
    }
}

extension TextBuffer {
    /// The closing bracket of the one at `start`; nested pairs are skipped.
    fileprivate func matchingBracket(_ open: UInt8, _ close: UInt8, from start: TextPosition) -> TextPosition? {
        var depth = 0
        for number in start.line..<lineCount {
            for (column, byte) in line(number).utf8.enumerated()
            where number > start.line || column >= start.column {
                if byte == open { depth += 1 }
                if byte == close {
                    depth -= 1
                    if depth == 0 { return TextPosition(number, column) }
                }
            }
        }
        return nil
    }
}
