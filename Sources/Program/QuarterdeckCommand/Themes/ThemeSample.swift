import Console
import ScreenKit
import TerminalUI
import Themes

/// The styles of a theme, one role a line.
enum ThemeSample {
    private static let nameColumns = (Role.allCases.map(\.rawValue.count).max() ?? 0) + 2

    /// Each role in its style: alone and on the cursor's row, or for a dialog's role, on the dialog and its selected
    /// line.
    static func colored(_ theme: Theme) -> String {
        let columns = Role.allCases.map { DisplayWidth.of($0.meaning) }.max() ?? 0
        return Role.allCases.map { role in
            let isDialogs = role.rawValue.hasPrefix("menu.") && role != .menuSelected
            return SGR.text("  ", theme.screen)
                + SGR.text(
                    DisplayWidth.padding(role.rawValue, to: nameColumns),
                    theme[role, on: isDialogs ? .menu : nil])
                + SGR.text("  ", theme.screen)
                + SGR.text(
                    " " + DisplayWidth.padding(role.rawValue, to: nameColumns),
                    theme[role, on: isDialogs ? .menuSelected : .rowCursor])
                + SGR.text("  " + DisplayWidth.padding(role.meaning, to: columns) + " ", theme[.textDim, on: nil])
                + "\n"
        }.joined()
    }

    /// Each role with its style in the notation of theme files.
    static func words(_ theme: Theme) -> String {
        let looks = Role.allCases.map {
            StyleWords.text(of: theme[$0, on: $0 == .menuKey || $0 == .menuDetail ? .menu : nil])
        }
        let columns = looks.map(\.count).max() ?? 0
        return zip(Role.allCases, looks).map { role, look in
            DisplayWidth.padding(role.rawValue, to: nameColumns)
                + DisplayWidth.padding(look, to: columns + 2) + role.meaning + "\n"
        }.joined()
    }
}
