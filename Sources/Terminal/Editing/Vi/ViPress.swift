import TerminalUI

extension Editor {
    mutating func pressVi(_ key: Key) -> EditorReply {
        if vi.mode.isInsert {
            let reply = pressViInsert(key)
            settleVi()
            return reply
        }
        vi.unknown = []
        if key == .escape || key == .control("[") { return pressEscape() }
        vi.keys.append(key)
        switch ViParser.parse(vi.keys, isVisual: vi.mode.isVisual) {
        case .incomplete: return .handled
        case .unknown:
            let isFirst = vi.keys.count == 1
            vi.unknown = vi.keys
            vi.keys = []
            return isFirst ? .unhandled : .bell
        case .command(let command):
            let isAlone = vi.keys.count == 1
            vi.keys = []
            if isAlone, !vi.mode.isVisual, leavesText(command) { return .unhandled }
            return performWhole(command)
        }
    }

    private mutating func pressEscape() -> EditorReply {
        if !vi.keys.isEmpty {
            vi.keys = []
            return .handled
        }
        guard vi.mode.isVisual else { return .unhandled }
        leaveVisual()
        settleVi()
        return .handled
    }

    /// The caller handles Up on the first line and Down on the last one.
    private func leavesText(_ command: ViCommand) -> Bool {
        switch command.action {
        case .move(.up): cursor.line == 0
        case .move(.down): cursor.line == buffer.lineCount - 1
        default: false
        }
    }

    /// Runs a command and its consequences: the undo step, the cursor, and the change that `.` repeats.
    mutating func performWhole(_ command: ViCommand) -> EditorReply {
        undoLog.close()
        run = .none
        let reply = perform(command)
        if !vi.mode.isInsert {
            undoLog.close()
            if reply == .handled, command.action.isChange, !vi.isRepeating {
                vi.lastChange = ViChange(command: command)
            }
        }
        settleVi()
        return reply
    }

    private mutating func perform(_ command: ViCommand) -> EditorReply {
        switch command.action {
        case .move(let motion): return move(motion, command.count)
        case .operate(let operation, let target): return operate(operation, target, command)
        case .insert(let place): insert(place, command)
        case .overwrite: beginInsertion(command, count: command.times, overwriting: true)
        case .put(let isAfter):
            return put(vi.registers[command.register], isAfter: isAfter, times: command.times)
        case .replaceCharacters(let character): return replaceCharacters(character, times: command.times)
        case .toggleCase: return toggleCase(times: command.times)
        case .join(let isSpaced): return join(from: cursor.line, count: max(2, command.times), isSpaced: isSpaced)
        case .undo, .redo:
            for step in 0..<command.times where !(command.action == .undo ? undo() : redo()) {
                return step == 0 ? .bell : .handled
            }
        case .repeatChange: return repeatChange(command.count)
        case .addToNumber(let sign): return addToNumber(sign * command.times)
        case .search(let isBackward): beginSearch(backward: isBackward)
        default: return performVisual(command)
        }
        return .handled
    }

    private mutating func performVisual(_ command: ViCommand) -> EditorReply {
        switch command.action {
        case .visual(let mode): toggleVisual(mode)
        case .visualAgain: return selectAgain()
        case .exchangeEnds:
            let start = vi.visualStart
            vi.visualStart = cursor
            move(to: start)
        case .select(let object): return select(object, count: command.times)
        case .operateOnSelection(let operation, let isLinewise):
            return operateOnSelection(operation, isLinewise: isLinewise, command)
        case .putOverSelection: return putOverSelection(command)
        case .replaceSelection(let character): return replaceSelection(character, command)
        case .joinSelection(let isSpaced): return joinSelection(isSpaced: isSpaced, command)
        case .leave: leaveVisual()
        default: return .unhandled
        }
        return .handled
    }

    private mutating func move(_ motion: ViMotion, _ count: Int?) -> EditorReply {
        guard let destination = destination(motion, count) else { return .bell }
        move(to: destination.place)
        if case .lineEnd = motion, vi.mode.isVisual {
            // In visual mode the selection includes the line end.
            move(to: TextPosition(cursor.line, buffer.length(ofLine: cursor.line)))
        }
        goalColumn = destination.goal
        return .handled
    }

    private mutating func repeatChange(_ count: Int?) -> EditorReply {
        guard var last = vi.lastChange else { return .bell }
        if let count { last.command.count = count }
        // `.` after `d/text` repeats the search instead of using the old target.
        if case .operate(let operation, .motion(.byMatch)) = last.command.action {
            last.command.action = .operate(operation, .motion(.nextMatch(isReversed: false)))
        }
        vi.isRepeating = true
        if let extent = last.extent { select(extent) }
        let reply = perform(last.command)
        if vi.mode.isInsert {
            feed(last.events)
            vi.insertion.events = last.events
            leaveInsertion()
        }
        vi.isRepeating = false
        vi.lastChange = last
        return reply
    }

    /// In normal mode the cursor is on a character, not after the last one.
    mutating func settleVi() {
        // Text inserted before an accent may have combined with it.
        cursor = buffer.clamped(cursor)
        guard !vi.mode.isInsert, !vi.mode.isVisual, searchEntry == nil else { return }
        cursor = shown(cursor)
    }

    func viInsertionRange() -> Range<TextPosition> {
        vi.mode.isVisual ? visualRange : cursor..<cursor
    }
}

extension ViAction {
    /// Whether `.` repeats the command.
    fileprivate var isChange: Bool {
        switch self {
        case .operate(.yank, _), .operate(_, .search): false
        case .operate, .put, .replaceCharacters, .toggleCase, .join, .addToNumber: true
        default: false
        }
    }
}
