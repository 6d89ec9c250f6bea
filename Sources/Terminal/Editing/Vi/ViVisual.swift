extension Editor {
    /// The selection of a visual mode, including the character under the cursor.
    var visualRange: Range<TextPosition> {
        let (start, end) = (min(vi.visualStart, cursor), max(vi.visualStart, cursor))
        if vi.mode == .visualLine {
            let next = end.line + 1
            return TextPosition(start.line, 0)..<(next < buffer.lineCount ? TextPosition(next, 0) : buffer.end)
        }
        return start..<(buffer.position(after: end) ?? end)
    }

    /// The selection as the range of an operator.
    private func visualStretch(isLinewise: Bool) -> ViStretch {
        let (start, end) = (min(vi.visualStart, cursor), max(vi.visualStart, cursor))
        if isLinewise || vi.mode == .visualLine {
            return ViStretch(start: TextPosition(start.line, 0), end: end, kind: .linewise)
        }
        let range = visualRange
        return ViStretch(start: range.lowerBound, end: range.upperBound, kind: .exclusive)
    }

    mutating func beginVisual(_ range: Range<TextPosition>) {
        vi.mode = .visual
        vi.visualStart = buffer.clamped(range.lowerBound)
        if !range.isEmpty, let last = buffer.position(before: cursor) { move(to: max(vi.visualStart, last)) }
    }

    mutating func toggleVisual(_ mode: ViMode) {
        if vi.mode == mode { return leaveVisual() }
        if !vi.mode.isVisual { vi.visualStart = cursor }
        vi.mode = mode
    }

    mutating func leaveVisual() {
        vi.lastVisual = ViVisual(mode: vi.mode, start: vi.visualStart, cursor: cursor)
        vi.mode = .normal
    }

    mutating func selectAgain() -> EditorReply {
        guard let last = vi.lastVisual else { return .bell }
        vi.mode = last.mode
        vi.visualStart = buffer.clamped(last.start)
        move(to: buffer.clamped(last.cursor))
        return .handled
    }

    /// Applies a text object in visual mode: it becomes the selection, or extends one of several characters.
    mutating func select(_ object: ViObject, count: Int) -> EditorReply {
        if vi.visualStart != cursor {
            switch object.kind {
            case .word(let isBig): return growByWords(isBig: isBig, isOuter: object.isOuter, count)
            case .paragraph where vi.visualStart.line != cursor.line:
                return growByParagraphs(isOuter: object.isOuter, count)
            case .block: return growToBlock(object, count)
            default: break
            }
        }
        guard let stretch = stretch(of: object, count), select(stretch) else { return .bell }
        return .handled
    }

    private mutating func select(_ stretch: ViStretch) -> Bool {
        guard stretch.kind != .exclusive || stretch.start < stretch.end else { return false }
        vi.visualStart = stretch.start
        vi.mode = stretch.kind == .linewise ? .visualLine : .visual
        let isExclusive = stretch.kind == .exclusive
        move(to: isExclusive ? buffer.position(before: stretch.end) ?? stretch.end : stretch.end)
        return true
    }

    private mutating func growByWords(isBig: Bool, isOuter: Bool, _ count: Int) -> EditorReply {
        var walk = ViWalk(buffer, at: cursor, isBig: isBig)
        let isThere =
            cursor < vi.visualStart
            ? walk.extendBackByWords(count, isOuter: isOuter) : walk.extendByWords(count, isOuter: isOuter) != nil
        guard isThere else { return .bell }
        vi.mode = .visual
        move(to: walk.place)
        return .handled
    }

    private mutating func growByParagraphs(isOuter: Bool, _ count: Int) -> EditorReply {
        let step = cursor.line < vi.visualStart.line ? -1 : 1
        let last = step < 0 ? 0 : buffer.lineCount - 1
        var number = cursor.line
        for _ in 0..<count {
            guard number != last else { return .bell }
            var kindBefore: Bool?
            for _ in 0..<(isOuter ? 2 : 1) where number != last {
                let isBlank = buffer.isBlank(number + step)
                guard isBlank != kindBefore else { break }
                kindBefore = isBlank
                while number != last, buffer.isBlank(number + step) == isBlank { number += step }
            }
        }
        move(to: TextPosition(number, 0))
        return .handled
    }

    /// Extends the selection to the next enclosing block.
    private mutating func growToBlock(_ object: ViObject, _ count: Int) -> EditorReply {
        let (here, selected) = (cursor, visualRange)
        move(to: min(vi.visualStart, cursor))
        for more in 0..<100 {
            guard let stretch = stretch(of: object, count + more) else { break }
            let end = stretch.kind == .exclusive ? stretch.end : buffer.position(after: stretch.end) ?? stretch.end
            let isLarger = stretch.start < selected.lowerBound || end > selected.upperBound
            if stretch.start <= selected.lowerBound, end >= selected.upperBound, isLarger, select(stretch) {
                return .handled
            }
        }
        move(to: here)
        return .bell
    }

    mutating func operateOnSelection(_ operation: ViOperator, isLinewise: Bool, _ command: ViCommand) -> EditorReply {
        let stretch = visualStretch(isLinewise: isLinewise)
        let extent = extent(of: stretch)
        leaveVisual()
        if stretch.kind != .linewise { move(to: stretch.start) }
        let reply = operate(operation, stretch, command, isLarge: false, times: command.times)
        if operation != .yank { remember(command, extent) }
        return reply
    }

    private func extent(of stretch: ViStretch) -> ViExtent {
        let lines = stretch.end.line - stretch.start.line
        let start = lines == 0 ? stretch.start.column : 0
        let characters =
            stretch.kind == .linewise ? 0 : buffer.line(stretch.end.line).slice(start, stretch.end.column).count
        return ViExtent(isLinewise: stretch.kind == .linewise, lines: lines, characters: characters)
    }

    /// Selects a range of the recorded size from the cursor on.
    mutating func select(_ extent: ViExtent) {
        vi.visualStart = cursor
        vi.mode = extent.isLinewise ? .visualLine : .visual
        let number = min(cursor.line + extent.lines, buffer.lineCount - 1)
        guard !extent.isLinewise else {
            cursor = TextPosition(number, 0)
            return
        }
        let line = buffer.line(number)
        var column = extent.lines == 0 ? cursor.column : 0
        for _ in 1..<max(2, extent.characters) where extent.characters > 1 && column < line.utf8.count {
            column = line.characterEnd(after: column)
        }
        cursor =
            extent.characters == 0
            ? TextPosition(max(cursor.line, number - 1), buffer.length(ofLine: max(cursor.line, number - 1)))
            : TextPosition(number, column)
    }

    mutating func remember(_ command: ViCommand, _ extent: ViExtent) {
        guard !vi.isRepeating else { return }
        vi.lastChange = ViChange(command: command, extent: extent)
    }

    mutating func putOverSelection(_ command: ViCommand) -> EditorReply {
        guard let register = vi.registers[command.register] else {
            leaveVisual()
            return .bell
        }
        let stretch = visualStretch(isLinewise: false)
        let extent = extent(of: stretch)
        let isLinewise = stretch.kind == .linewise
        leaveVisual()
        let range = isLinewise ? lineRange(stretch.start.line...stretch.end.line) : stretch.start..<stretch.end
        let old = ViRegister(text: buffer.text(in: range), isLinewise: isLinewise)
        var text = Array(repeating: register.text, count: register.copies(command.times))
            .joined(separator: register.isLinewise || isLinewise ? "\n" : "")
        if register.isLinewise, !isLinewise { text = "\n" + text + "\n" }
        move(to: range.lowerBound)
        let put = change(range, to: text)
        vi.registers.delete(old, to: nil, isLarge: false)
        if isLinewise {
            move(to: firstNonBlank(put.lowerBound.line).place)
        } else if register.isLinewise {
            move(to: firstNonBlank(put.lowerBound.line + 1).place)
        } else {
            moveToPut(put)
        }
        remember(command, extent)
        return .handled
    }

    mutating func replaceSelection(_ character: Character, _ command: ViCommand) -> EditorReply {
        let stretch = visualStretch(isLinewise: false)
        let extent = extent(of: stretch)
        let isLinewise = stretch.kind == .linewise
        let range = isLinewise ? lineRange(stretch.start.line...stretch.end.line) : stretch.start..<stretch.end
        leaveVisual()
        move(to: range.lowerBound)
        rewrite(range) { text in String(text.map { $0 == "\n" ? "\n" : character }) }
        move(to: range.lowerBound)
        remember(command, extent)
        return .handled
    }

    mutating func joinSelection(isSpaced: Bool, _ command: ViCommand) -> EditorReply {
        let stretch = visualStretch(isLinewise: true)
        let extent = extent(of: stretch)
        leaveVisual()
        move(to: min(vi.visualStart, cursor))
        let count = max(2, stretch.end.line - stretch.start.line + 1)
        remember(command, extent)
        return join(from: stretch.start.line, count: count, isSpaced: isSpaced)
    }
}
