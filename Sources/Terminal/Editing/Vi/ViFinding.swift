/// Motions that search.
extension Editor {
    func findDestination(_ find: ViFind, _ times: Int, isAgain: Bool) -> ViDestination? {
        let line = buffer.line(cursor.line)
        var walk = ViWalk(buffer, at: cursor)
        var left = times
        var before = cursor
        // `;` after `t` skips the character before which the cursor already is.
        var isFirst = isAgain && find.stopsBefore && times == 1
        while left > 0 {
            before = walk.place
            if find.isForward {
                guard walk.next() == .character else { return nil }
            } else {
                guard walk.place.column > 0, walk.previous() == .character else { return nil }
            }
            if line.character(at: walk.place.column) == find.character, !isFirst { left -= 1 }
            isFirst = false
        }
        let place = find.stopsBefore ? before : walk.place
        return ViDestination(place, find.isForward ? .inclusive : .exclusive)
    }

    func matchDestination(_ count: Int?) -> ViDestination? {
        if let count {
            guard count <= 100 else { return nil }
            return firstNonBlank((count * buffer.lineCount + 99) / 100 - 1)
        }
        let line = buffer.line(cursor.line)
        var column = cursor.column
        while let byte = line.byte(column) {
            if "()[]{}".utf8.contains(byte) {
                return buffer.matchingBracket(of: TextPosition(cursor.line, column), within: .max)
                    .map { ViDestination($0, .inclusive, isLarge: true) }
            }
            column += 1
        }
        return nil
    }

    func paragraphDestination(_ times: Int, isForward: Bool) -> ViDestination? {
        var number = cursor.line
        for rest in (0..<times).reversed() {
            var hasText = false
            var isFirst = true
            while true {
                let isEmpty = buffer.length(ofLine: number) == 0
                if !isEmpty { hasText = true }
                if !isFirst, hasText, isEmpty { break }
                isFirst = false
                let next = number + (isForward ? 1 : -1)
                guard next >= 0, next < buffer.lineCount else {
                    if rest > 0 { return nil }
                    break
                }
                number = next
            }
        }
        let isAtEnd = isForward && number == buffer.lineCount - 1 && buffer.length(ofLine: number) > 0
        return isAtEnd
            ? ViDestination(lastPlace(number), .inclusive, isLarge: true)
            : ViDestination(TextPosition(number, 0), .exclusive, isLarge: true)
    }

    func searchDestination(_ times: Int, isReversed: Bool) -> ViDestination? {
        guard let search else { return nil }
        var place = cursor
        // A count larger than the number of matches wraps around, so only the remainder matters.
        let times = times > 3 ? (times - 1) % max(1, search.count(in: buffer, limit: 1_000_000)) + 1 : times
        for _ in 0..<times {
            guard let match = search.next(in: buffer, from: place, backward: search.isBackward != isReversed) else {
                return nil
            }
            place = match.range.lowerBound
        }
        return ViDestination(place, .exclusive, isLarge: true)
    }

    /// `*` and `#`: search for the word under the cursor or the next one in the line.
    mutating func wordUnderCursor(_ times: Int, isBackward: Bool) -> ViDestination? {
        let line = buffer.line(cursor.line)
        var start = cursor.column
        while let character = line.character(at: start), character.viKind < 2 {
            start = line.characterEnd(after: start)
        }
        guard let kind = line.character(at: start)?.viKind else { return nil }
        while start > 0, line.character(at: line.characterStart(before: start))?.viKind == kind {
            start = line.characterStart(before: start)
        }
        var end = start
        while let character = line.character(at: end), character.viKind == kind { end = line.characterEnd(after: end) }
        search = Search(line.slice(start, end), isBackward: isBackward, isWholeWord: true)
        let cursorBefore = cursor
        cursor = TextPosition(cursor.line, start)
        defer { cursor = cursorBefore }
        return searchDestination(times, isReversed: false)
    }
}
