/// The range of a text object.
struct ViStretch {
    var start: TextPosition
    /// The last character; when the range is exclusive, the position after it.
    var end: TextPosition
    var kind: ViDestination.Kind
}

extension Editor {
    /// The range of a text object around the cursor; nil when there is none.
    func stretch(of object: ViObject, _ count: Int) -> ViStretch? {
        switch object.kind {
        case .word(let isBig): wordStretch(isBig: isBig, isOuter: object.isOuter, count)
        case .block(let open, let close): blockStretch(open, close, isOuter: object.isOuter, count)
        case .quote(let quote): quoteStretch(quote, isOuter: object.isOuter, count)
        case .paragraph: paragraphStretch(isOuter: object.isOuter, count)
        }
    }

    private func wordStretch(isBig: Bool, isOuter: Bool, _ count: Int) -> ViStretch? {
        var walk = ViWalk(buffer, at: cursor, isBig: isBig)
        walk.toStartInLine()
        var start = walk.place
        var takesBlanksBehind = false
        var isInclusive = true
        if (walk.kind == 0) == isOuter {
            guard walk.wordEnd(1, staysInWord: true, stopsAtEmptyLine: true) else { return nil }
        } else {
            _ = walk.wordForward(1, stopsAtLineEnd: true)
            if walk.place.column == 0 { walk.previousShown() } else { _ = walk.previous() }
            takesBlanksBehind = isOuter
        }
        if count > 1 {
            guard let ended = walk.extendByWords(count - 1, isOuter: isOuter) else { return nil }
            isInclusive = ended
        }
        if takesBlanksBehind, walk.kind != 0 || walk.place.column == 0 && !isInclusive {
            // Without blanks after it, `a` includes the blanks before it, unless they are indentation.
            var before = ViWalk(buffer, at: start, isBig: isBig)
            if start.column > 0, before.previous() == .character {
                before.toStartInLine()
                if before.kind == 0, before.place.column > 0 { start = before.place }
            }
        }
        return ViStretch(start: start, end: walk.place, kind: isInclusive ? .inclusive : .exclusive)
    }

    private func quoteStretch(_ quote: UInt8, isOuter: Bool, _ count: Int) -> ViStretch? {
        let line = Array(buffer.line(cursor.line).utf8)
        guard var (start, end) = quotes(quote, in: line) else { return nil }
        let number = cursor.line
        guard isOuter else {
            // `2i'` includes the quotes.
            let inset = count > 1 ? 0 : 1
            return ViStretch(
                start: TextPosition(number, start + inset), end: TextPosition(number, end + 1 - inset),
                kind: .exclusive)
        }
        end += 1
        let bare = end
        while end < line.count, line[end] == 0x20 || line[end] == 0x09 { end += 1 }
        if end == bare {
            while start > 0, line[start - 1] == 0x20 || line[start - 1] == 0x09 { start -= 1 }
        }
        return ViStretch(start: TextPosition(number, start), end: TextPosition(number, end), kind: .exclusive)
    }

    /// The quotes around the cursor, or the next pair in the line.
    private func quotes(_ quote: UInt8, in line: [UInt8]) -> (Int, Int)? {
        func next(_ from: Int, skipsEscaped: Bool) -> Int? {
            var index = from
            while index < line.count {
                if skipsEscaped, line[index] == 0x5C {
                    index += 2
                    continue
                }
                if line[index] == quote { return index }
                index += 1
            }
            return nil
        }
        if cursor.column < line.count, line[cursor.column] == quote {
            // Only counting from the line's beginning shows whether a quote opens or closes.
            var from = 0
            while let open = next(from, skipsEscaped: false), open <= cursor.column,
                let close = next(open + 1, skipsEscaped: true)
            {
                if cursor.column <= close { return (open, close) }
                from = close + 1
            }
            return nil
        }
        let before = line.prefix(cursor.column).indices.last { index in
            line[index] == quote && line[..<index].reversed().prefix { $0 == 0x5C }.count % 2 == 0
        }
        guard let open = before ?? next(cursor.column, skipsEscaped: false),
            let close = next(open + 1, skipsEscaped: true)
        else { return nil }
        return (open, close)
    }

    private func paragraphStretch(isOuter: Bool, _ count: Int) -> ViStretch? {
        let last = buffer.lineCount - 1
        let isBlankInFront = buffer.isBlank(cursor.line)
        var start = cursor.line
        while start > 0, buffer.isBlank(start - 1) == isBlankInFront { start -= 1 }
        // The end of the line before the next candidate.
        var end = start - 1
        while end < last, buffer.isBlank(end + 1) { end += 1 }
        var left = !isOuter && isBlankInFront ? count - 1 : count
        while left > 0 {
            left -= 1
            guard end < last else { return nil }
            let isBlankNext = !isOuter && buffer.isBlank(end + 1)
            if isOuter || !isBlankNext {
                end += 1
                while end < last, !buffer.isBlank(end + 1) { end += 1 }
            }
            if left == 0, isBlankInFront, isOuter { break }
            if isOuter || isBlankNext {
                while end < last, buffer.isBlank(end + 1) { end += 1 }
            }
        }
        if isOuter, !isBlankInFront, !buffer.isBlank(end) {
            while start > 0, buffer.isBlank(start - 1) { start -= 1 }
        }
        return ViStretch(start: TextPosition(start, 0), end: TextPosition(max(start, end), 0), kind: .linewise)
    }
}
