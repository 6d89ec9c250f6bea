import Failures
import ScreenKit
import TerminalUI

/// Applies an event to the screen and returns the effects.
public func update(_ state: inout ActivityState, _ event: ActivityEvent) -> [ActivityEffect] {
    switch event {
    case .sampled(let row, let result, let moment): state.take(row, result, moment)
    case .ended(let row, let pid, let terminates, let result, let moment):
        state.messages.add(EndingText.message(row, pid, terminates: terminates, result, at: moment))
    case .input(let input): return state.take(input)
    case .tick(let now):
        state.now = now
        state.messages.advance(now)
    case .resized(let size): state.size = size
    case .said(let message): state.messages.add(message)
    }
    return []
}

extension ActivityState {
    mutating func take(_ row: RowID, _ result: Result<ServerSample, Failure>, _ moment: Moment) {
        guard let index = clusters.firstIndex(where: { $0.row == row }) else { return }
        clusters[index].heardAt = moment
        switch result {
        case .success(let sample):
            let before = clusters[index].history.points.count
            clusters[index].history.add(sample, at: moment)
            clusters[index].failure = nil
            // The shown older sample stays on the screen when newer ones arrive.
            if index == shown, back > 0 {
                back = min(
                    clusters[index].history.points.count - 1, back + clusters[index].history.points.count - before)
            }
        case .failure(let failure): clusters[index].failure = failure
        }
        if index == shown { settleCursor() }
    }

    mutating func take(_ input: Input) -> [ActivityEffect] {
        messages.dismiss(now)
        switch input {
        case .key(let key): return take(key)
        case .paste(let text):
            if isFiltering { filter.insert(text) }
            if case .export(var field) = overlay {
                field.insert(text)
                overlay = .export(field)
            }
            return []
        case .pasteCut: return []
        case .mouse(let mouse): return take(mouse)
        }
    }

    private mutating func take(_ key: Key) -> [ActivityEffect] {
        if let overlay { return take(key, over: overlay) }
        if isFiltering { return takeFilter(key) }
        guard let action = keymap.action(key, at: .screen) else { return [] }
        return perform(action)
    }

    private mutating func takeFilter(_ key: Key) -> [ActivityEffect] {
        switch key {
        case .escape: (filter, isFiltering) = (TextField(), false)
        case .enter: isFiltering = false
        case .control("c"): return [.leave]
        default: _ = filter.take(key)
        }
        settleCursor()
        return []
    }

    private mutating func take(_ key: Key, over overlay: Overlay) -> [ActivityEffect] {
        let action = keymap.action(key, at: .screen)
        switch overlay {
        case .help(var list):
            if action == .back || key == .control("c") {
                self.overlay = nil
                return []
            }
            switch key {
            case .up: list.position = max(0, list.position - 1)
            case .down: list.position += 1
            default: if list.field.take(key) { list.position = 0 }
            }
            self.overlay = .help(list)
        case .session(let pid, let scroll):
            switch action {
            case .up: self.overlay = .session(pid, scroll: max(0, scroll - 1))
            case .down: self.overlay = .session(pid, scroll: scroll + 1)
            case .back, .quit, .interrupt, .query: self.overlay = nil
            case .cancel, .terminate, .copy, .plan:
                cursor = pid
                return perform(action ?? .back)
            default: break
            }
        case .confirmation(let ending): return take(key, ending)
        case .export(var field):
            switch key {
            case .escape, .control("c"): self.overlay = nil
            case .enter:
                self.overlay = nil
                return field.text.isEmpty ? [] : [.export(path: field.text)]
            default:
                _ = field.take(key)
                self.overlay = .export(field)
            }
        }
        return []
    }

    private mutating func take(_ key: Key, _ ending: Ending) -> [ActivityEffect] {
        var ending = ending
        if key == .escape || key == .control("c") {
            overlay = nil
            messages.add(Message(.info, "nothing was ended", at: now))
            return []
        }
        guard let name = ending.name else {
            guard key == .character("y") else { return [] }
            return end(ending)
        }
        if key == .enter {
            if ending.field.text == name { return end(ending) }
            messages.add(Message(.warning, "nothing was ended: the name is \(name)", at: now))
            overlay = nil
            return []
        }
        _ = ending.field.take(key)
        overlay = .confirmation(ending)
        return []
    }

    private mutating func end(_ ending: Ending) -> [ActivityEffect] {
        overlay = nil
        marks = []
        guard let row = cluster?.row else { return [] }
        return ending.pids.map { .end(row, $0, terminates: ending.terminates) }
    }

    private mutating func take(_ mouse: Mouse) -> [ActivityEffect] {
        guard overlay == nil else { return [] }
        switch mouse.action {
        case .wheelUp: move(-3)
        case .wheelDown: move(3)
        case .click, .doubleClick:
            let layout = ActivityLayout(self)
            guard layout.table.contains(column: mouse.column, row: mouse.row) else { return [] }
            let index = top + mouse.row - layout.table.row
            if shown == nil {
                guard clusters.indices.contains(index) else { return [] }
                chosen = index
            } else {
                let lines = SessionLines(self).lines
                guard lines.indices.contains(index) else { return [] }
                (line, cursor) = (index, lines[index].session?.pid)
            }
            if mouse.action == .doubleClick { return perform(.query) }
        }
        return []
    }
}
