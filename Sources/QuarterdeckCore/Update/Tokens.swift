import Timestamps
import Failures

/// Asks for tokens; those that are being signed already are not asked for again.
func sign(_ state: inout DeckState, _ ids: [RowID]) -> Effect {
    let wanted = ids.filter { id in state.row(id).map { $0.cluster != nil && !$0.token.isSigning } ?? false }
    for id in wanted { state.change(id) { $0.token.isSigning = true } }
    return .sign(wanted)
}

/// What came of signing.
func signed(_ state: inout DeckState, _ outcomes: [SigningOutcome]) -> [Effect] {
    var failures: [(RowID, Failure)] = []
    let now = state.now
    for outcome in outcomes {
        let isRenewal = state.row(outcome.row)?.token.isKeptFresh == true
        switch outcome.result {
        case .success(let facts):
            state.change(outcome.row) { row in
                row.token.facts = facts
                row.token.isSigning = false
                row.token.failure = nil
                row.token.retryAt = 0
                // What cannot be made to live longer is not asked for at once again, and ever more rarely.
                if facts.secondsLeft(at: now) < TokenState.expiringSeconds {
                    row.token.wait(from: now)
                } else {
                    row.token.failedAttempts = 0
                }
            }
            state.note(outcome.row, facts.isLimitedByCredentials ? .warning : .info, facts.remark)
        case .failure(let failure):
            state.change(outcome.row) { row in
                row.token.isSigning = false
                row.token.failure = failure
                row.token.wait(from: now)
            }
            state.note(outcome.row, .error, failure.brief)
            if !isRenewal || state.row(outcome.row)?.token.failedAttempts == 1 {
                failures.append((outcome.row, failure))
            }
        }
    }
    report(&state, outcomes, failures)
    state.arrange()
    return []
}

private func report(_ state: inout DeckState, _ outcomes: [SigningOutcome], _ failures: [(RowID, Failure)]) {
    if let (id, failure) = failures.first {
        let others = failures.count > 1 ? " (and \(failures.count - 1) more clusters)" : ""
        state.say(.error, "\(id.name): \(failure.brief)\(others)")
    } else if outcomes.count > 1 {
        let signed = outcomes.count { if case .success = $0.result { true } else { false } }
        if signed == outcomes.count { state.say(.info, "\(signed) fresh tokens") }
    } else if let outcome = outcomes.first, case .success(let facts) = outcome.result {
        let end = facts.expiresAt.clock
        if facts.isLimitedByCredentials {
            state.say(.warning, "token for \(outcome.row.name) ends with its credentials, at \(end)")
        } else {
            state.say(.info, "fresh token for \(facts.user) on \(outcome.row.name), good for new logins until \(end)")
        }
    }
}

/// What is known of an identity.
func identified(_ state: inout DeckState, _ name: IdentityName, _ result: Result<IdentityFacts, Failure>) -> [Effect] {
    switch result {
    case .success(var facts):
        // The name that AWS gave stays until other keys are found.
        if facts.arn == nil, case .known(let before) = state.identities[name], before.maskedKey == facts.maskedKey {
            facts.arn = before.arn
        }
        state.identities[name] = .known(facts)
    case .failure(let failure): state.identities[name] = .failed(failure)
    }
    return []
}

/// The AWS files changed: who one is has to be asked again, and what was limited or refused may be tried again.
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
    return again + identifyCurrent(&state)
}

extension TokenState {
    /// Puts the next attempt off, longer after every failure: 5 seconds to one minute.
    mutating func wait(from now: Moment) {
        failedAttempts += 1
        let seconds = min(60, 5 << min(4, failedAttempts - 1))
        retryAt = now.uptime + Int64(seconds) * 1_000_000_000
    }
}

extension TokenFacts {
    /// What happened, for the line of the table.
    var remark: String {
        isLimitedByCredentials ? "limited by credentials" : "signed \(signedAt.timestamp.clock)"
    }
}

extension Failure {
    /// What failed and what to do about it, in one line.
    var brief: String {
        [what, why, next].compactMap { $0 }.joined(separator: ": ")
    }
}
