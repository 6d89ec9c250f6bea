import QuarterdeckCore
import SQLCore

/// Runs a statement again and again, until a key is pressed.
func watch(_ state: inout WorkspaceState, _ order: StatementOrder, _ seconds: Double) -> [WorkspaceEffect] {
    let seconds = max(0.1, min(seconds, 86_400))
    state.watch = Watch(steps: [.statement(order)], seconds: seconds, nextAt: 0)
    state.say(.info, "every \(trimmed(seconds)) s; any key ends it")
    state.endRun()
    guard let watch = state.watch else { return [] }
    return watchAgain(&state, watch)
}

/// Once more; the result takes the place of the last one.
func watchAgain(_ state: inout WorkspaceState, _ watch: Watch) -> [WorkspaceEffect] {
    guard case .open = state.phase else {
        state.watch = nil
        return []
    }
    if watch.times > 0, let current = state.current, current == state.results.count - 1 { state.results.removeLast() }
    state.watch?.times += 1
    state.watch?.nextAt = state.now.uptime + Int64(watch.seconds * 1e9)
    return begin(&state, watch.steps, isGuarded: false, isAsked: watch.times > 0)
}

private func trimmed(_ seconds: Double) -> String {
    seconds == seconds.rounded() ? String(Int(seconds)) : String(seconds)
}
