import Failures
import SQLWire
import ScreenKit

/// Repeats a statement until a key is pressed.
///
/// - Parameter limit: The maximum number of runs; nil for no limit.
func watch(
    _ state: inout WorkspaceState, _ order: StatementOrder, _ seconds: Double, atMost limit: Int?
) -> [WorkspaceEffect] {
    if state.place.isGuarded, !risks(of: [.statement(order)], state).isEmpty {
        state.say(.warning, "what has to be asked about each time is not run again and again")
        return next(&state)
    }
    let seconds = max(0.1, min(seconds, 86_400))
    state.watch = Watch(steps: [.statement(order)], seconds: seconds, limit: limit, nextAt: 0)
    state.say(.info, "every \(trimmed(seconds)) s; any key ends it")
    state.endRun()
    guard let watch = state.watch else { return [] }
    return watchAgain(&state, watch)
}

/// Runs the statement again; the new result replaces the last one.
func watchAgain(_ state: inout WorkspaceState, _ watch: Watch) -> [WorkspaceEffect] {
    guard watch.times < watch.limit ?? Int.max else {
        state.watch = nil
        return []
    }
    guard case .open = state.phase else {
        state.watch = nil
        state.say(.warning, "\\watch has ended: the session is not open")
        return []
    }
    let before = watch.times > 0 && state.current == state.results.count - 1 ? state.results.last?.number : nil
    state.watch?.times += 1
    state.watch?.nextAt = state.now.uptime + Int64(saturating: watch.seconds * 1e9)
    let effects = begin(&state, watch.steps, isGuarded: false, isAsked: watch.times > 0)
    state.run?.isWatched = true
    state.run?.replaces = before
    return effects
}

private func trimmed(_ seconds: Double) -> String {
    seconds == seconds.rounded() ? String(Int(saturating: seconds)) : String(seconds)
}
