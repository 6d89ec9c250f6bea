extension Editor {
    mutating func perform(_ command: EmacsCommand) -> EditorReply {
        let previous = run
        run = .none
        switch command {
        case .delete, .kill, .killBlankDelimitedWord: break
        default: undoLog.close()
        }
        switch command {
        case .move(let movement): return moveOrLeave(movement)
        case .extend(let movement):
            beginShiftSelection()
            return move(movement) ? .handled : .bell
        case .moveOrIndent: return indentOrLeave()
        case .outdent: return shiftLines(by: -1) ? .handled : .unhandled
        case .newLine: return newLine()
        case .openLine: return openLine()
        case .delete(let movement): return delete(movement, after: previous)
        case .kill(let movement): return kill(movement, after: previous)
        case .killBlankDelimitedWord: return killBlankDelimitedWord(after: previous)
        case .copy: return copySelection()
        case .yank: return yank(back: 0, over: nil)
        case .yankPop:
            guard case .yanking(let range, let back) = previous else { return .bell }
            return yank(back: back + 1, over: range)
        case .undo: return undo() ? .handled : .bell
        case .redo: return redo() ? .handled : .bell
        case .cancel: return cancelSelection()
        case .searchForward:
            beginSearch(backward: false)
            return .handled
        default: return performOther(command)
        }
    }

    private mutating func performOther(_ command: EmacsCommand) -> EditorReply {
        switch command {
        case .transposeCharacters: return transposeCharacters()
        case .transposeWords: return transposeWords()
        case .upperCase: return changeWord { $0.uppercased() }
        case .lowerCase: return changeWord { $0.lowercased() }
        case .capitalize: return changeWord { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() }
        case .setMark: return setMark()
        case .exchangeMark: return exchangeMark()
        case .selectAll: selectAll()
        case .toggleComment: return toggleComment()
        case .deleteBlanks: return deleteBlanks()
        case .leaveOneBlank: return leaveOneBlank()
        case .joinLine: return joinLine()
        case .moveByBrackets(let isForward): return moveByBrackets(isForward: isForward)
        default: return .unhandled
        }
        return .handled
    }

    /// Moves. The caller handles Up on the first line, Down on the last one, and PgUp and PgDn there.
    private mutating func moveOrLeave(_ movement: Movement) -> EditorReply {
        if isShiftSelection, let selection {
            deselect()
            // Moving left or right ends a selection at that side, as in other programs.
            switch movement {
            case .left:
                move(to: selection.lowerBound)
                return .handled
            case .right:
                move(to: selection.upperBound)
                return .handled
            default: break
            }
        } else if isShiftSelection {
            deselect()
        }
        switch movement {
        case .up where cursor.line == 0, .pageUp where cursor.line == 0: return .unhandled
        case .down where cursor.line == buffer.lineCount - 1, .pageDown where cursor.line == buffer.lineCount - 1:
            return .unhandled
        default: return move(movement) ? .handled : .bell
        }
    }

    private mutating func setMark() -> EditorReply {
        // A second press at the same position clears the mark.
        if isMarkActive, mark == cursor {
            deselect()
            return .handled
        }
        mark = cursor
        isMarkActive = true
        isShiftSelection = false
        return .handled
    }

    private mutating func exchangeMark() -> EditorReply {
        guard let mark else { return .bell }
        self.mark = cursor
        move(to: buffer.clamped(mark))
        isMarkActive = true
        isShiftSelection = false
        return .handled
    }

    private mutating func cancelSelection() -> EditorReply {
        guard isMarkActive else { return .unhandled }
        deselect()
        return .handled
    }
}
