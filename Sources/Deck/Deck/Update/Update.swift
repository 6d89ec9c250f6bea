import Failures
import ScreenKit
import TerminalUI

/// The pure core of the deck: applies an event to the state and returns the effects.
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
    case .settled(let now):
        return pass(&state, to: now)
    case .profiles(let result, let now):
        return pass(&state, to: now) + load(&state, result)
    case .settings(let settings, let now):
        return pass(&state, to: now) + apply(&state, settings)
    case .awsFilesChanged(let now):
        return pass(&state, to: now) + forgetIdentities(&state)
    case .signed(let outcomes, let now):
        return pass(&state, to: now) + signed(&state, outcomes)
    case .fetchedPassword(let cluster, let user, let now):
        let moved = pass(&state, to: now)
        fetchedPassword(&state, cluster, user)
        return moved
    case .dropped(let tokens, let now):
        return pass(&state, to: now) + dropped(&state, tokens)
    case .identity(let name, let result, let now):
        return pass(&state, to: now) + identified(&state, name, result)
    case .copied(let row, let clipboard):
        copied(&state, row, clipboard)
        return []
    case .wiped(let now):
        let moved = pass(&state, to: now)
        wiped(&state)
        return moved
    case .clipboardLost(let clipboard, let now):
        let moved = pass(&state, to: now)
        lost(&state, clipboard)
        return moved
    case .opened(_, let now):
        let moved = pass(&state, to: now)
        opened(&state)
        return moved
    case .notOpened(let number, let failure, let now):
        let moved = pass(&state, to: now)
        notOpened(&state, number, failure)
        return moved
    case .notCopied(let row, let failure, let now):
        let moved = pass(&state, to: now)
        notCopied(&state, row, failure)
        return moved
    case .refused(let row, let failure, let now):
        let moved = pass(&state, to: now)
        refused(&state, row, failure)
        return moved
    case .returned(let row, let program, let code, let now):
        let moved = pass(&state, to: now)
        returned(&state, row, program, code)
        return moved
    case .certificate(let row, let result):
        switch result {
        case .success(let facts): state.change(row) { $0.certificate = .known(facts) }
        case .failure(let failure): state.change(row) { $0.certificate = .failed(failure) }
        }
        return []
    case .diagnosed(let row, let diagnosis, let now):
        let moved = pass(&state, to: now)
        diagnosed(&state, row, diagnosis)
        return moved
    case .sessions(let counts):
        state.sessions = counts
        return []
    case .versions(let versions):
        // A version stays known after the session is closed.
        state.versions.merge(versions) { $1 }
        return []
    case .proxies(let counts):
        state.proxies = counts
        return []
    case .asked(let question, let now):
        let moved = pass(&state, to: now)
        asked(&state, question)
        return moved
    case .invited(let page, let now):
        let moved = pass(&state, to: now)
        invited(&state, page)
        return moved
    case .loginEnded(let page, let now):
        let moved = pass(&state, to: now)
        loginEnded(&state, page)
        return moved
    case .said(let message):
        state.messages.add(message)
        return []
    }
}

extension DeckState {
    /// Records an event of a cluster for its row.
    mutating func note(_ id: RowID, _ kind: Message.Kind, _ text: String) {
        let now = now
        change(id) { $0.last = Message(kind, text, at: now) }
    }

    /// Records a failure of a cluster for its row; the prefix appears only there.
    mutating func note(_ id: RowID, _ failure: Failure, prefix: String = "") {
        var message = Message(.error, prefix + failure.brief, at: now)
        message.failure = failure
        change(id) { $0.last = message }
        // The details of a failure are higher.
        if id == cursor { keepCursorInSight() }
    }
}
