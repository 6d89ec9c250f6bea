import Failures
import ScreenKit

/// Handles the end of a program that used the terminal.
func returned(_ state: inout DeckState, _ row: RowID, _ program: String, _ code: Int32) {
    guard code != 0 else {
        state.change(row) { $0.refusal = nil }
        return state.note(row, .info, "\(program) ended")
    }
    // The server's message about the login is more useful than the exit code.
    if let failure = state.row(row)?.refusal { return state.say(.error, "\(row.name): \(failure.brief)") }
    state.note(row, .warning, "\(program) ended with exit code \(code)")
    if program == "psql" && code == 2 {
        // Source: psql(1), "Exit Status": the connection to the server went bad.
        let inspect = state.keymap.label(of: .inspect) ?? "i"
        state.say(
            .warning,
            "psql on \(row.name) ended with exit code 2: \(inspect) inspects; "
                + "quarterdeck sql \(row.name) -c 'select 1' shows why")
    } else {
        state.say(.warning, "\(program) on \(row.name) ended with exit code \(code)")
    }
}

/// Handles a rejected login of a program.
func refused(_ state: inout DeckState, _ row: RowID, _ failure: Failure) {
    state.change(row) { $0.refusal = failure }
    state.note(row, .error, failure.status == .notPermitted ? "login refused" : failure.what)
}
