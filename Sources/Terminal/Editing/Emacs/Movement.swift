/// A movement of the cursor.
enum Movement: Sendable, Hashable {
    case left, right, up, down
    case lineStart, lineEnd, indentation
    case wordLeft, wordRight
    case textStart, textEnd
    case pageUp, pageDown
    case paragraphUp, paragraphDown
}

extension Editor {
    /// The target of a movement; nil when there is no text in that direction.
    func target(of movement: Movement) -> TextPosition? {
        switch movement {
        case .left: buffer.position(before: cursor)
        case .right: buffer.position(after: cursor)
        case .up: line(by: -1)
        case .down: line(by: 1)
        case .pageUp: line(by: -max(1, min(pageLines, cursor.line)))
        case .pageDown: line(by: max(1, min(pageLines, buffer.lineCount - 1 - cursor.line)))
        case .lineStart: TextPosition(cursor.line, 0)
        case .lineEnd: TextPosition(cursor.line, buffer.length(ofLine: cursor.line))
        case .indentation: TextPosition(cursor.line, buffer.line(cursor.line).indentation.utf8.count)
        case .wordLeft: buffer.wordStart(before: cursor)
        case .wordRight: buffer.wordEnd(after: cursor)
        case .textStart: .start
        case .textEnd: buffer.end
        case .paragraphUp: buffer.paragraphStart(before: cursor)
        case .paragraphDown: buffer.paragraphEnd(after: cursor)
        }
    }

    /// The position `count` lines below at the goal column; nil when there is no such line.
    func line(by count: Int) -> TextPosition? {
        let number = cursor.line + count
        guard number >= 0, number < buffer.lineCount else { return nil }
        let line = buffer.line(number)
        return TextPosition(number, columns.byte(in: line, atColumn: goalColumn ?? cursorColumn))
    }

    /// Moves the cursor. Returns whether it could move.
    mutating func move(_ movement: Movement) -> Bool {
        guard let target = target(of: movement) else { return false }
        switch movement {
        case .up, .down, .pageUp, .pageDown:
            let goal = goalColumn ?? cursorColumn
            move(to: target)
            goalColumn = goal
        default: move(to: target)
        }
        return true
    }
}

extension StringProtocol {
    /// The blanks and tabs at the beginning of a line.
    var indentation: String { String(prefix { $0 == " " || $0 == "\t" }) }
}
