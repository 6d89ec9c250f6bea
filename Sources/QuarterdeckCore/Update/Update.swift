import TerminalUI

/// The program as a function: what an event makes of the state, and what is to be done outside because of it.
public func update(_ state: inout DeckState, _ event: AppEvent) -> [Effect] {
    switch event {
    case .input(let input, let now):
        let moved = pass(&state, to: now)
        return moved + take(&state, input)
    case .resized(let size):
        state.size = size
        state.keepCursorInSight()
        return []
    case .tick(let now):
        return pass(&state, to: now) + renew(&state)
    case .profiles(let result, let now):
        return pass(&state, to: now) + load(&state, result)
    case .settings(let settings, let now):
        return pass(&state, to: now) + apply(&state, settings)
    case .awsFilesChanged(let now):
        return pass(&state, to: now) + forgetIdentities(&state)
    case .signed(let outcomes, let now):
        return pass(&state, to: now) + signed(&state, outcomes)
    case .identity(let name, let result, let now):
        return pass(&state, to: now) + identified(&state, name, result)
    case .copied(let row, let clipboard):
        state.clipboard = clipboard
        let left = CountdownText.of(clipboard.facts.secondsLeft(at: state.now))
        state.note(row, .info, "copied, wiped in \(left)")
        state.say(.info, "token for \(row.name) copied (\(clipboard.format)), wiped in \(left): \(clipboard.path)")
        return []
    case .wiped(let now):
        let moved = pass(&state, to: now)
        if let path = state.clipboard?.path { state.say(.info, "the token in \(path) has ended and is wiped") }
        state.clipboard = nil
        return moved
    case .returned(let row, let program, let code, let now):
        let moved = pass(&state, to: now)
        if code == 0 {
            state.note(row, .info, "\(program) ended")
        } else {
            state.note(row, .warning, "\(program) ended with exit code \(code)")
            state.say(.warning, "\(program) on \(row.name) ended with exit code \(code)")
        }
        return moved
    case .certificate(let row, let result):
        switch result {
        case .success(let facts): state.change(row) { $0.certificate = .known(facts) }
        case .failure(let failure): state.change(row) { $0.certificate = .failed(failure) }
        }
        return []
    case .sessions(let counts):
        state.sessions = counts
        return []
    case .asked(let question):
        state.questions.append(question)
        if state.questions.count == 1 { state.overlay = .question(question, TextField()) }
        return []
    case .invited(let lines):
        if state.questions.isEmpty { state.overlay = .notice(title: "log in to AWS", lines: lines) }
        for line in lines where !line.isEmpty { state.say(.info, line) }
        return []
    case .said(let message):
        state.messages.add(message)
        return []
    }
}

extension DeckState {
    /// What happened to a cluster, for its line of the table.
    mutating func note(_ id: RowID, _ kind: Message.Kind, _ text: String) {
        let now = now
        change(id) { $0.last = Message(kind, text, at: now) }
    }
}
