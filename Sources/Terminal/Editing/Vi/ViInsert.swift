import TerminalUI

extension Editor {
    /// Enters insert mode, until Esc.
    mutating func beginInsertion(_ command: ViCommand, count: Int, overwriting: Bool = false) {
        vi.mode = overwriting ? .replace : .insert
        vi.insertion = ViInsertion(command: command, count: count, start: cursor)
    }

    mutating func insert(_ place: ViPlace, _ command: ViCommand) {
        switch place {
        case .before: break
        case .after: move(to: TextPosition(cursor.line, buffer.line(cursor.line).characterEnd(after: cursor.column)))
        case .lineStart: move(to: firstNonBlank(cursor.line).place)
        case .lineEnd: move(to: TextPosition(cursor.line, buffer.length(ofLine: cursor.line)))
        case .lineBelow, .lineAbove: openLine(above: place == .lineAbove)
        case .lastInsertion: move(to: buffer.clamped(vi.insertion.start))
        }
        let indents = place == .lineBelow || place == .lineAbove
        let hasIndent = indents && buffer.length(ofLine: cursor.line) > 0
        beginInsertion(command, count: command.times)
        vi.insertion.hasAutoIndent = hasIndent
    }

    private mutating func openLine(above: Bool) {
        guard !options.isSingleLine else { return }
        let line = buffer.line(cursor.line)
        let indentation = line.indentation
        if above {
            let number = cursor.line
            change(TextPosition(number, 0)..<TextPosition(number, 0), to: indentation + "\n")
            move(to: TextPosition(number, indentation.utf8.count))
        } else {
            let end = TextPosition(cursor.line, line.utf8.count)
            change(end..<end, to: "\n" + indentation)
        }
    }

    mutating func pressViInsert(_ key: Key) -> EditorReply {
        if key == .escape {
            leaveInsertion()
            return .handled
        }
        // A terminal sends Esc and another key soon after it as Alt and that key. Vim handles it in the same way.
        switch key {
        case .alt(let character): return leaveAndPress(.character(character))
        case .controlAlt(let character): return leaveAndPress(.control(character))
        default: break
        }
        if let movement = ViInsertion.movements[key] { return moveInInsertion(movement) }
        let reply = insertKey(key)
        if reply == .handled, !vi.isRepeating { vi.insertion.events.append(.key(key)) }
        return reply
    }

    private mutating func leaveAndPress(_ key: Key) -> EditorReply {
        leaveInsertion()
        settleVi()
        return pressVi(key)
    }

    /// Handles a key in insert mode.
    private mutating func insertKey(_ key: Key) -> EditorReply {
        let hadIndent = vi.insertion.hasAutoIndent
        vi.insertion.hasAutoIndent = false
        switch key {
        case .character(let character): typeVi(String(character))
        case .enter, .control("j"):
            guard !options.isSingleLine else { return .unhandled }
            breakLine(dropsIndent: hadIndent)
        case .named(.backspace, let held) where !held.isDisjoint(with: [.alt, .control]):
            return deleteBack(to: insertedWordStart)
        case .named(.backspace, _), .control("h"):
            vi.insertion.hasAutoIndent = hadIndent
            return backspaceVi()
        case .named(.delete, _):
            guard let next = buffer.position(after: cursor) else { return .bell }
            change(cursor..<next, to: "")
        case .control("w"): return deleteBack(to: insertedWordStart)
        case .control("u"): return deleteBack(to: insertedLineStart)
        case .control("t"), .control("d"):
            let width = options.indentation
            _ = rewriteLines(cursor.line...cursor.line) { $0.indented(by: key == .control("t") ? 1 : -1, width: width) }
        case .tab: return indentOrLeave()
        default:
            vi.insertion.hasAutoIndent = hadIndent
            return .unhandled
        }
        return .handled
    }

    private mutating func typeVi(_ text: String) {
        guard vi.mode == .replace else {
            change(cursor..<cursor, to: text)
            return
        }
        let line = buffer.line(cursor.line)
        let end = line.characterEnd(after: cursor.column)
        vi.insertion.overwritten.append(end > cursor.column ? line.slice(cursor.column, end) : nil)
        change(cursor..<TextPosition(cursor.line, max(end, cursor.column)), to: text)
    }

    private mutating func breakLine(dropsIndent: Bool) {
        let line = buffer.line(cursor.line)
        let indentation = line.slice(0, cursor.column).indentation
        var end = cursor.column
        // Blanks after the cursor would add to the indentation.
        while let byte = line.byte(end), byte == 0x20 || byte == 0x09 { end += 1 }
        let start = dropsIndent ? 0 : cursor.column
        change(TextPosition(cursor.line, start)..<TextPosition(cursor.line, end), to: "\n" + indentation)
        vi.insertion.overwritten.append(nil)
        vi.insertion.hasAutoIndent = !indentation.isEmpty
    }

    private mutating func backspaceVi() -> EditorReply {
        guard let previous = buffer.position(before: cursor) else { return .bell }
        guard vi.mode == .replace else {
            change(previous..<cursor, to: "")
            return .handled
        }
        guard let old = vi.insertion.overwritten.popLast() else {
            move(to: previous)
            return .handled
        }
        change(previous..<cursor, to: old ?? "")
        move(to: previous)
        return .handled
    }

    private mutating func deleteBack(to place: TextPosition) -> EditorReply {
        guard place < cursor else { return .bell }
        if vi.mode == .replace {
            while place < cursor, backspaceVi() == .handled {}
        } else {
            change(place..<cursor, to: "")
        }
        return .handled
    }

    private var insertedWordStart: TextPosition {
        guard cursor.column > 0 else { return buffer.position(before: cursor) ?? cursor }
        var walk = ViWalk(buffer, at: cursor)
        _ = walk.previous()
        while walk.kind == 0, walk.place.column > 0 { _ = walk.previous() }
        walk.toStartInLine()
        // The first press deletes only typed text; a second press deletes the text before it.
        let start = vi.insertion.start
        return start.line == cursor.line && walk.place < start && start < cursor ? start : walk.place
    }

    private var insertedLineStart: TextPosition {
        guard cursor.column > 0 else { return buffer.position(before: cursor) ?? cursor }
        let start = vi.insertion.start
        return start.line == cursor.line && start < cursor ? start : TextPosition(cursor.line, 0)
    }

    /// Moving ends the undo step, and `.` does not repeat what was typed before it.
    private mutating func moveInInsertion(_ movement: Movement) -> EditorReply {
        switch movement {
        case .up where cursor.line == 0, .pageUp where cursor.line == 0: return .unhandled
        case .down where cursor.line == buffer.lineCount - 1, .pageDown where cursor.line == buffer.lineCount - 1:
            return .unhandled
        default: break
        }
        dropAutoIndent()
        undoLog.close()
        guard move(movement) else { return .bell }
        vi.insertion = ViInsertion(
            command: ViCommand(action: vi.mode == .replace ? .overwrite : .insert(.before)), start: cursor)
        return .handled
    }

    /// Esc: repeats the typed text for a count, and returns to normal mode.
    mutating func leaveInsertion() {
        let insertion = vi.insertion
        let wasRepeating = vi.isRepeating
        vi.isRepeating = true
        // Limits a count typed by mistake, which could take hours.
        let times = min(insertion.count, 1 + 20_000 / (insertion.events.count + 1))
        for _ in 1..<max(2, times) where times > 1 {
            if case .insert(let place)? = insertion.command?.action, place == .lineBelow || place == .lineAbove {
                if insertion.events.last == .key(.named(.backspace)) { vi.insertion.hasAutoIndent = false }
                _ = insertKey(.enter)
            }
            feed(insertion.events)
        }
        vi.isRepeating = wasRepeating
        dropAutoIndent()
        if !vi.isRepeating, let command = insertion.command {
            let extent = vi.lastChange?.command == command ? vi.lastChange?.extent : nil
            vi.lastChange = ViChange(command: command, events: insertion.events, extent: extent)
        }
        vi.insertion.start = cursor
        vi.mode = .normal
        undoLog.close()
        if cursor.column > 0 {
            move(to: TextPosition(cursor.line, buffer.line(cursor.line).characterStart(before: cursor.column)))
        }
    }

    mutating func feed(_ events: [ViInsertion.Event]) {
        for event in events {
            switch event {
            case .key(let key): _ = insertKey(key)
            case .text(let text): change(cursor..<cursor, to: text)
            }
        }
    }

    /// Removes an automatic indentation without text after it.
    private mutating func dropAutoIndent() {
        guard vi.insertion.hasAutoIndent else { return }
        vi.insertion.hasAutoIndent = false
        guard cursor.column == buffer.length(ofLine: cursor.line) else { return }
        change(TextPosition(cursor.line, 0)..<cursor, to: "")
    }
}

extension ViInsertion {
    static let movements: [Key: Movement] = [
        .named(.left): .left, .named(.right): .right, .up: .up, .down: .down,
        .named(.home): .lineStart, .named(.end): .lineEnd,
        .named(.left, .control): .wordLeft, .named(.right, .control): .wordRight,
        .named(.left, .shift): .wordLeft, .named(.right, .shift): .wordRight,
        .named(.home, .control): .textStart, .named(.end, .control): .textEnd,
        .named(.pageUp): .pageUp, .named(.pageDown): .pageDown,
    ]
}
