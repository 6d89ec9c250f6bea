import Profiles
import ScreenKit

extension DeckState {
    /// Where the password of a row's logins comes from; nil when they need a token.
    func passwordOrigin(of row: ClusterRow) -> PasswordOrigin? {
        guard let cluster = row.cluster else { return nil }
        return (userForAll ?? cluster.user).flatMap { cluster.passwords[$0] }
    }

    /// The database user of a row's logins.
    func user(of row: ClusterRow) -> String { userForAll ?? row.cluster?.user ?? "" }

    /// The age of a row's password since it was fetched; nil when there is none yet.
    func passwordAge(of row: ClusterRow) -> String? {
        row.passwordAt.map { at in
            let seconds = max(0, (now.uptime - at.uptime) / 1_000_000_000)
            switch seconds {
            case ..<60: return "\(seconds)s"
            case ..<3_600: return "\(seconds / 60)m"
            case ..<86_400: return "\(seconds / 3_600)h"
            default: return "\(seconds / 86_400)d"
            }
        }
    }

    /// The cell of the token column for a row whose logins need a password.
    func passwordCell(of row: ClusterRow) -> String? {
        passwordOrigin(of: row).map { origin in
            ["password", origin.kind, passwordAge(of: row)].compactMap { $0 }.joined(separator: " ")
        }
    }
}

/// Says that a row has no token, and what to do instead. Returns whether it has none.
func refusesToken(_ state: inout DeckState, _ row: ClusterRow) -> Bool {
    guard state.passwordOrigin(of: row) != nil else { return false }
    let (user, open) = (state.user(of: row), state.keymap.label(of: .open) ?? "Enter")
    state.say(
        .warning,
        "\(row.id.name) has no token: \(user) logs in with a password; \(open) opens a session"
    )
    return true
}

/// Forgets the passwords of rows, so that the next logins fetch them.
func forgetPasswords(_ state: inout DeckState, _ ids: [RowID]) -> [Effect] {
    guard let first = ids.first else { return [] }
    for id in ids { state.change(id) { $0.passwordAt = nil } }
    let names = ids.count == 1 ? first.name : "\(ids.count) clusters"
    state.say(.info, "the next login on \(names) fetches the password again")
    return [.forgetPasswords(ids)]
}

/// Handles a fetched password.
func fetchedPassword(_ state: inout DeckState, _ cluster: String, _ user: String) {
    for row in state.rows where row.id.name == cluster && state.user(of: row) == user {
        let now = state.now
        state.change(row.id) { $0.passwordAt = now }
    }
}
