extension Editor {
    /// Applies an operator to a motion or a text object.
    mutating func operate(_ operation: ViOperator, _ target: ViTarget, _ command: ViCommand) -> EditorReply {
        var isLarge = false
        let stretch: ViStretch
        switch target {
        case .search(let isBackward):
            beginSearch(backward: isBackward)
            vi.waiting = command
            return .handled
        case .lines:
            let last = buffer.lineCount - 1
            guard command.times == 1 || cursor.line < last else { return .bell }
            let end = min(cursor.line + command.times - 1, last)
            stretch = ViStretch(
                start: operation == .yank ? cursor : min(cursor, firstNonBlank(end).place), end: TextPosition(end, 0),
                kind: .linewise)
        case .object(let object):
            guard let found = self.stretch(of: object, command.times) else { return .bell }
            stretch = found
        case .motion(let motion):
            guard let found = destination(motion, command.count, for: operation) else { return .bell }
            isLarge = found.isLarge
            stretch = ViStretch(
                start: min(cursor, found.place), end: max(cursor, found.place), kind: found.kind)
        }
        return operate(operation, adjusted(stretch, for: operation), command, isLarge: isLarge)
    }

    /// The range of an operator, adjusted from the motion's range. Source: Vim, "exclusive-linewise" in motion.txt, and
    /// "d-special" in change.txt.
    private func adjusted(_ stretch: ViStretch, for operation: ViOperator) -> ViStretch {
        var stretch = stretch
        guard stretch.kind != .linewise, stretch.start.line < stretch.end.line else { return stretch }
        let startsInIndentation = stretch.start.column <= buffer.line(stretch.start.line).indentation.utf8.count
        if stretch.kind == .exclusive, stretch.end.column == 0 {
            let line = stretch.end.line - 1
            stretch.end = TextPosition(line, buffer.length(ofLine: line))
            if startsInIndentation { stretch.kind = .linewise }
        }
        if operation == .delete, stretch.kind != .linewise, stretch.start.line < stretch.end.line, startsInIndentation {
            let line = buffer.line(stretch.end.line)
            let behind = stretch.kind == .inclusive ? line.characterEnd(after: stretch.end.column) : stretch.end.column
            if line.slice(behind, .max).allSatisfy({ $0 == " " || $0 == "\t" }) { stretch.kind = .linewise }
        }
        return stretch
    }

    /// Applies an operator to a range.
    mutating func operate(
        _ operation: ViOperator, _ stretch: ViStretch, _ command: ViCommand, isLarge: Bool, times: Int = 1
    ) -> EditorReply {
        let isLinewise = stretch.kind == .linewise || operation.isOnLines
        let lines = stretch.start.line...max(stretch.start.line, stretch.end.line)
        let range = isLinewise ? lineRange(lines) : characterRange(stretch)
        // Undo moves the cursor to the beginning of the change.
        move(to: buffer.clamped(stretch.start))
        switch operation {
        case .delete, .change, .yank:
            if isLinewise || !range.isEmpty {
                let register = ViRegister(text: buffer.text(in: range), isLinewise: isLinewise)
                keep(register, command.register, isYank: operation == .yank, isLarge: isLarge)
            }
            if operation == .yank {
                move(to: stretch.start)
            } else if operation == .change {
                changeStretch(range, isLinewise: isLinewise, command)
            } else if isLinewise {
                deleteLines(lines)
            } else {
                change(range, to: "")
            }
        case .indent, .outdent:
            let width = options.indentation
            let count = operation == .indent ? times : -times
            _ = rewriteLines(lines) { $0.isEmpty ? $0 : $0.indented(by: count, width: width) }
            move(to: firstNonBlank(lines.lowerBound).place)
        case .toggleComment:
            _ = toggleComment(lines)
            move(to: buffer.clamped(stretch.start))
        case .lowerCase, .upperCase, .toggleCase:
            rewrite(range) { operation.rewritten($0) }
            move(to: buffer.clamped(stretch.start))
        }
        return .handled
    }

    private mutating func keep(_ register: ViRegister, _ name: Character?, isYank: Bool, isLarge: Bool) {
        if isYank {
            vi.registers.yank(register, to: name)
        } else {
            vi.registers.delete(register, to: name, isLarge: isLarge)
        }
    }

    private mutating func changeStretch(_ range: Range<TextPosition>, isLinewise: Bool, _ command: ViCommand) {
        let indentation = isLinewise ? buffer.line(range.lowerBound.line).indentation : ""
        change(range, to: indentation)
        if range.isEmpty || isLinewise {
            move(to: TextPosition(range.lowerBound.line, range.lowerBound.column + indentation.utf8.count))
        }
        beginInsertion(command, count: 1)
        vi.insertion.hasAutoIndent = !indentation.isEmpty
    }

    /// Deletes whole lines; the only line of a text becomes empty.
    mutating func deleteLines(_ lines: ClosedRange<Int>) {
        let last = buffer.lineCount - 1
        if lines.upperBound < last {
            change(TextPosition(lines.lowerBound, 0)..<TextPosition(lines.upperBound + 1, 0), to: "")
        } else if lines.lowerBound > 0 {
            let start = TextPosition(lines.lowerBound - 1, buffer.length(ofLine: lines.lowerBound - 1))
            change(start..<buffer.end, to: "")
        } else {
            change(buffer.wholeRange, to: "")
        }
        move(to: firstNonBlank(min(lines.lowerBound, buffer.lineCount - 1)).place)
    }

    /// The range of lines without the last line feed.
    func lineRange(_ lines: ClosedRange<Int>) -> Range<TextPosition> {
        TextPosition(lines.lowerBound, 0)..<TextPosition(lines.upperBound, buffer.length(ofLine: lines.upperBound))
    }

    private func characterRange(_ stretch: ViStretch) -> Range<TextPosition> {
        var end = stretch.end
        if stretch.kind == .inclusive { end.column = buffer.line(end.line).characterEnd(after: end.column) }
        return stretch.start..<max(stretch.start, end)
    }

    /// Replaces the text of a range if the new text differs.
    mutating func rewrite(_ range: Range<TextPosition>, _ rewrite: (String) -> String) {
        let text = buffer.text(in: range)
        let rewritten = rewrite(text)
        if !rewritten.utf8.elementsEqual(text.utf8) { change(range, to: rewritten) }
    }
}

extension ViOperator {
    func rewritten(_ text: String) -> String {
        switch self {
        case .lowerCase: text.lowercased()
        case .upperCase: text.uppercased()
        default: text.caseToggled
        }
    }
}

extension String {
    /// The text with capital and small letters swapped.
    var caseToggled: String {
        reduce(into: "") { $0 += $1.isUppercase ? $1.lowercased() : $1.uppercased() }
    }
}
