/// The target of a motion, and how an operator uses it.
struct ViDestination {
    enum Kind { case exclusive, inclusive, linewise }

    var place: TextPosition
    var kind: Kind
    /// The new goal column; nil: the target's own column.
    var goal: Int?
    /// Whether the deleted text goes into a numbered register even if it is short.
    var isLarge = false

    init(_ place: TextPosition, _ kind: Kind, goal: Int? = nil, isLarge: Bool = false) {
        self.place = place
        self.kind = kind
        self.goal = goal
        self.isLarge = isLarge
    }
}

extension Editor {
    /// The target of a motion; nil when there is none.
    ///
    /// - Parameter operation: The operator; a few motions depend on it.
    mutating func destination(_ motion: ViMotion, _ count: Int?, for operation: ViOperator? = nil) -> ViDestination? {
        let times = max(1, count ?? 1)
        switch motion {
        case .left, .right, .nextCharacter, .previousCharacter:
            return characterDestination(motion, times, for: operation)
        case .up: return lineDestination(-times)
        case .down: return lineDestination(times)
        case .page(let sign): return lineDestination(sign * times * max(1, pageLines), clamped: true)
        case .halfPage(let sign): return lineDestination(sign * (count ?? max(1, pageLines / 2)), clamped: true)
        case .lineDown: return lineDestination(times).map { firstNonBlank($0.place.line) }
        case .lineUp: return lineDestination(-times).map { firstNonBlank($0.place.line) }
        case .thisLine:
            return times == 1
                ? firstNonBlank(cursor.line) : lineDestination(times - 1).map { firstNonBlank($0.place.line) }
        case .firstLine: return firstNonBlank(min((count ?? 1), buffer.lineCount) - 1)
        case .lastLine: return firstNonBlank(min((count ?? buffer.lineCount), buffer.lineCount) - 1)
        case .screenTop: return firstNonBlank(min(topLine + times, lastShownLine + 1) - 1)
        case .screenMiddle: return firstNonBlank((topLine + lastShownLine) / 2)
        case .screenBottom: return firstNonBlank(max(lastShownLine + 1 - times, topLine))
        case .paragraphForward: return paragraphDestination(times, isForward: true)
        case .paragraphBackward: return paragraphDestination(times, isForward: false)
        default: return inLineDestination(motion, count, for: operation)
        }
    }

    private mutating func inLineDestination(
        _ motion: ViMotion, _ count: Int?, for operation: ViOperator?
    ) -> ViDestination? {
        let times = max(1, count ?? 1)
        switch motion {
        case .lineStart: return ViDestination(TextPosition(cursor.line, 0), .exclusive)
        case .firstNonBlank: return ViDestination(shown(firstNonBlank(cursor.line).place), .exclusive)
        case .lineEnd:
            guard times == 1 || cursor.line + 1 < buffer.lineCount else { return nil }
            let number = min(cursor.line + times - 1, buffer.lineCount - 1)
            return ViDestination(lastPlace(number), .inclusive, goal: .max)
        case .lastNonBlank:
            guard times == 1 || cursor.line + 1 < buffer.lineCount else { return nil }
            return ViDestination(lastNonBlank(min(cursor.line + times, buffer.lineCount) - 1), .inclusive)
        case .column:
            let byte = columns.byte(in: buffer.line(cursor.line), atColumn: times - 1)
            let place = TextPosition(cursor.line, byte)
            return ViDestination(vi.mode.isVisual ? place : shown(place), .exclusive, goal: times - 1)
        case .find(let find):
            vi.lastFind = find
            return findDestination(find, times, isAgain: false)
        case .findAgain(let isReversed):
            return vi.lastFind.flatMap { findDestination(isReversed ? $0.reversed : $0, times, isAgain: true) }
        case .match: return matchDestination(count)
        case .nextMatch(let isReversed): return searchDestination(times, isReversed: isReversed)
        case .wordUnderCursor(let isBackward): return wordUnderCursor(times, isBackward: isBackward)
        case .byMatch(let match): return ViDestination(match.range.lowerBound, .exclusive, isLarge: true)
        default: return wordDestination(motion, times, for: operation)
        }
    }

    private func wordDestination(_ motion: ViMotion, _ times: Int, for operation: ViOperator?) -> ViDestination? {
        let isBig: Bool
        switch motion {
        case .wordForward(let big), .wordBackward(let big), .wordEnd(let big), .wordEndBackward(let big): isBig = big
        default: return nil
        }
        var walk = ViWalk(buffer, at: cursor, isBig: isBig)
        // Without an operator, the motion may move by fewer words than the count.
        switch motion {
        case .wordForward:
            // `cw` on a word acts like `ce`; at a word's end it changes only that word.
            if operation == .change, walk.kind != 0 {
                _ = walk.wordEnd(times, staysInWord: true)
                return ViDestination(shown(walk.place), .inclusive)
            }
            let isThere = walk.wordForward(times, stopsAtLineEnd: operation != nil)
            return isThere || operation != nil || shown(walk.place) != cursor
                ? ViDestination(walk.place, .exclusive) : nil
        case .wordBackward:
            let isThere = walk.wordBackward(times)
            return isThere || operation == nil && walk.place != cursor ? ViDestination(walk.place, .exclusive) : nil
        case .wordEnd:
            let isThere = walk.wordEnd(times)
            return isThere || operation != nil || shown(walk.place) != cursor
                ? ViDestination(shown(walk.place), .inclusive) : nil
        default:
            let isThere = walk.wordEndBackward(times)
            return isThere || operation == nil && walk.place != cursor
                ? ViDestination(shown(walk.place), .inclusive) : nil
        }
    }

    /// The last visible line. `pageLines` is one less than the number of visible lines.
    private var lastShownLine: Int { max(0, min(topLine + pageLines + 1, buffer.lineCount) - 1) }

    /// The position, or the last character of the line if the cursor cannot be on a line end.
    func shown(_ place: TextPosition) -> TextPosition {
        guard place.column > 0, place.column >= buffer.length(ofLine: place.line) else { return place }
        return lastPlace(place.line)
    }

    /// The last character of a line.
    func lastPlace(_ number: Int) -> TextPosition {
        let line = buffer.line(number)
        return TextPosition(number, line.characterStart(before: line.utf8.count))
    }

    func firstNonBlank(_ number: Int) -> ViDestination {
        let number = max(0, number)
        return ViDestination(TextPosition(number, buffer.line(number).indentation.utf8.count), .linewise)
    }

    private func lastNonBlank(_ number: Int) -> TextPosition {
        let line = buffer.line(number)
        var column = line.utf8.count
        while let byte = line.byte(column - 1), byte == 0x20 || byte == 0x09 { column -= 1 }
        return TextPosition(number, line.characterStart(before: column))
    }

    private func characterDestination(
        _ motion: ViMotion, _ times: Int, for operation: ViOperator?
    ) -> ViDestination? {
        let line = buffer.line(cursor.line)
        var walk = ViWalk(buffer, at: cursor)
        if motion == .nextCharacter || motion == .previousCharacter, operation == nil, !vi.mode.isVisual {
            for _ in 0..<times {
                if (motion == .nextCharacter ? walk.nextShown() : walk.previousShown()) == .nothing { break }
            }
            return shown(walk.place) == cursor ? nil : ViDestination(walk.place, .exclusive)
        }
        var column = cursor.column
        let isForward = motion == .right || motion == .nextCharacter
        for _ in 0..<times {
            guard isForward ? column < line.utf8.count : column > 0 else { break }
            column = isForward ? line.characterEnd(after: column) : line.characterStart(before: column)
        }
        let end = operation == nil && !vi.mode.isVisual ? lastPlace(cursor.line).column : line.utf8.count
        guard operation != nil || min(column, end) != cursor.column else { return nil }
        return ViDestination(TextPosition(cursor.line, min(column, end)), .exclusive)
    }

    private func lineDestination(_ count: Int, clamped: Bool = false) -> ViDestination? {
        let last = buffer.lineCount - 1
        // The motion may move by fewer lines than the count, but not by none.
        guard count < 0 ? cursor.line > 0 : cursor.line < last else { return nil }
        let number = min(max(0, cursor.line + count), last)
        let goal = goalColumn ?? cursorColumn
        return ViDestination(
            TextPosition(number, columns.byte(in: buffer.line(number), atColumn: goal)), .linewise, goal: goal)
    }
}
