import Failures
import ScreenKit
import Timestamps

/// Requests tokens, except those that are already being signed.
func sign(_ state: inout DeckState, _ ids: [RowID]) -> Effect {
    let wanted = ids.filter { id in
        guard let row = state.row(id), row.cluster != nil, !row.token.isSigning else { return false }
        return state.passwordOrigin(of: row) == nil
    }
    for id in wanted {
        state.change(id) { row in
            row.token.isSigning = true
            row.token.isGivenUp = false
            row.token.isDeclined = false
        }
    }
    if wanted.count > 1 {
        var batch = state.batch ?? SigningBatch()
        batch.add(wanted)
        state.batch = batch
    }
    return .sign(wanted)
}

/// Handles the results of signing.
func signed(_ state: inout DeckState, _ outcomes: [SigningOutcome]) -> [Effect] {
    var told: [SigningOutcome] = []
    let outcomes = outcomes.map { outcome in
        SigningOutcome(row: outcome.row, result: outcome.result.mapError { $0.onDeck(state.keymap) })
    }
    for outcome in outcomes {
        let isTold = take(&state, outcome)
        if state.batch?.take(outcome, isTold: isTold) == true { continue }
        if isTold { told.append(outcome) }
    }
    for outcome in told { report(&state, outcome) }
    if let batch = state.batch, batch.isDone {
        state.batch = nil
        report(&state, batch)
    }
    state.arrange()
    return []
}

/// Stores one outcome. Returns whether it is worth a message.
private func take(_ state: inout DeckState, _ outcome: SigningOutcome) -> Bool {
    guard let before = state.row(outcome.row)?.token else { return false }
    let now = state.now
    let renews = state.settings.renewsTokens
    // The user has cancelled the request.
    let isLate = !before.isSigning && before.isGivenUp
    switch outcome.result {
    case .success(let facts):
        state.change(outcome.row) { row in
            row.token.facts = facts
            row.token.isSigning = false
            row.token.isGivenUp = false
            row.token.failure = nil
            if renews, !isLate, row.token.choice == nil { row.token.isKeptFresh = true }
            row.token.retryAt = 0
            // A token that cannot live longer is requested again only with increasing delays.
            if facts.secondsLeft(at: now) < TokenState.expiringSeconds {
                row.token.wait(from: now)
            } else {
                row.token.failedAttempts = 0
            }
        }
        // A fresh token does not change that the server rejected an earlier one.
        if state.row(outcome.row)?.refusal == nil {
            let isShort = facts.isLimitedByCredentials || facts.outlives != nil
            state.note(outcome.row, isShort ? .warning : .info, facts.remark)
        }
        return !isLate
    case .failure(let failure):
        let isInterrupted = failure.status == .interrupted
        guard before.isSigning || !isLate && !isInterrupted else { return false }
        state.change(outcome.row) { row in
            row.token.isSigning = false
            row.token.failure = failure
            row.token.wait(from: now)
            // A user who declined is not asked again automatically.
            if isInterrupted || row.token.isDeclined { row.token.retryAt = .max }
        }
        state.note(outcome.row, failure)
        return !before.isKeptFresh || before.failedAttempts == 0
    }
}

private func report(_ state: inout DeckState, _ outcome: SigningOutcome) {
    switch outcome.result {
    case .failure(let failure): state.say(.error, "\(outcome.row.name): \(failure.brief)")
    case .success(let facts):
        let end = facts.expiresAt.clock
        if let other = facts.outlives {
            state.say(
                .warning,
                "the token for \(outcome.row.name) is kept until \(end): with the credentials as they are now, a fresh "
                    + "one would end at \(other.clock)")
        } else if facts.isLimitedByCredentials {
            state.say(.warning, "token for \(outcome.row.name) ends with its credentials, at \(end)")
        } else {
            state.say(.info, "fresh token for \(facts.user) on \(outcome.row.name), good for new logins until \(end)")
        }
    }
}

private func report(_ state: inout DeckState, _ batch: SigningBatch) {
    if let (id, failure) = batch.failures.first {
        let others = batch.failures.count > 1 ? " (and \(batch.failures.count - 1) more clusters)" : ""
        state.say(.error, "\(id.name): \(failure.brief)\(others)")
    } else if batch.signed > 0 {
        state.say(.info, "\(batch.signed) fresh tokens")
    }
}

/// Handles the facts about an identity.
func identified(_ state: inout DeckState, _ name: IdentityName, _ result: Result<IdentityFacts, Failure>) -> [Effect] {
    switch result {
    case .success(var facts):
        // The ARN from AWS stays until other keys are found.
        if facts.arn == nil, case .known(let before) = state.identities[name], before.maskedKey == facts.maskedKey {
            facts.arn = before.arn
        }
        state.identities[name] = .known(facts)
    // The identity can be looked up again.
    case .failure(let failure) where failure.status == .interrupted: state.identities[name] = nil
    case .failure(let failure): state.identities[name] = .failed(failure.onDeck(state.keymap))
    }
    return []
}

/// Handles changed AWS files: identities are looked up again, and limited or rejected tokens may be tried again.
func forgetIdentities(_ state: inout DeckState) -> [Effect] {
    state.identities = [:]
    var retried: [RowID] = []
    for index in state.rows.indices {
        let token = state.rows[index].token
        guard token.isKeptFresh, !token.isSigning else { continue }
        state.rows[index].token.retryAt = 0
        if token.failure != nil || token.facts?.isLimitedByCredentials == true { retried.append(state.rows[index].id) }
    }
    let again: [Effect] = retried.isEmpty ? [] : [sign(&state, retried)]
    let held = state.rows.filter { $0.token.facts != nil && $0.cluster != nil }.map(\.id)
    return again + (held.isEmpty ? [] : [.verifyTokens(held)]) + identifyCurrent(&state)
}

extension TokenState {
    /// Delays the next attempt, longer after every failure: from 5 seconds to one minute.
    mutating func wait(from now: Moment) {
        failedAttempts += 1
        let seconds = min(60, 5 << min(4, failedAttempts - 1))
        retryAt = now.uptime + Int64(seconds) * 1_000_000_000
    }
}

extension TokenFacts {
    /// The text for the row of the table.
    var remark: String {
        if let outlives { return "kept: the credentials end at \(outlives.clock) now" }
        return isLimitedByCredentials ? "limited by credentials" : "signed \(signedAt.timestamp.clock)"
    }
}
