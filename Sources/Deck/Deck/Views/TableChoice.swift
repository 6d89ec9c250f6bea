import Profiles
import ScreenKit
import TerminalUI

/// The columns that the table should show, before the width of the screen is known.
struct TableChoice {
    /// In the order of the table.
    let columns: [TableColumn]
    /// The columns that leave a narrow screen, the first one first. The others stay.
    let leaving: [TableColumn]
    let isWide: Bool
    /// Whether the columns are the standard ones.
    let isDefault: Bool

    /// The columns that the action `wide` adds.
    static let wide: [TableColumn] = [.database, .tags, .endpoint, .note, .version]

    private static let standard: [TableColumn] = [
        .environment, .name, .engine, .role, .region, .user, .token, .credentials, .sessions, .proxy, .last,
    ]
    private static let standardWide: [TableColumn] = [
        .environment, .name, .engine, .version, .role, .region, .database, .user, .token, .credentials, .sessions,
        .proxy, .tags, .endpoint, .note, .last,
    ]

    init(_ state: DeckState) {
        isWide = state.isWide
        isDefault = !isWide && state.settings.columns == nil
        var columns: [TableColumn]
        if var chosen = state.settings.columns {
            let added = isWide ? Self.wide.filter { !chosen.contains($0) } : []
            chosen.insert(contentsOf: added, at: chosen.last == .last ? chosen.count - 1 : chosen.count)
            columns = chosen
        } else {
            columns = isWide ? Self.standardWide : Self.standard
        }
        // These are shown only if there is anything in them.
        if state.sessions.isEmpty { columns.removeAll { $0 == .sessions } }
        if state.proxies.isEmpty { columns.removeAll { $0 == .proxy } }
        self.columns = columns
        leaving =
            isWide
            ? [
                .credentials, .region, .last, .role, .engine, .sessions, .proxy, .user, .note, .endpoint, .tags,
                .version, .database,
            ]
            : [
                .note, .endpoint, .tags, .database, .version, .credentials, .region, .last, .engine, .role, .user,
                .sessions, .proxy,
            ]
    }
}

/// Shows or hides the columns of `TableChoice.wide`, and names those for which the screen is too narrow.
func toggleWide(_ state: inout DeckState) {
    state.isWide.toggle()
    guard state.isWide else { return }
    let hidden = TableColumns(state, width: state.size.columns).hidden.filter(TableChoice.wide.contains)
    guard !hidden.isEmpty else { return }
    let names = hidden.map(\.rawValue).joined(separator: ", ")
    state.say(.info, "the screen is too narrow for \(names); the details and the inspection show them")
}

/// A server's version without the distribution's part.
enum VersionText {
    /// `15.4 (Debian 15.4-1)` is `15.4`; `10.11.6-MariaDB-0+deb12u1` is `10.11.6-MariaDB`.
    static func of(_ version: String) -> String {
        let number = version.split(separator: " ").first ?? ""
        return number.split(separator: "-").prefix(2).joined(separator: "-")
    }
}
