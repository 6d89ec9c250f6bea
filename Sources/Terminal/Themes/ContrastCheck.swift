import TOML
import TerminalUI

/// Checks that every role of a theme is readable on every surface, and that the states of a token differ from each
/// other.
struct ContrastCheck {
    /// A role that is not readable, with its worst surface.
    struct Finding {
        let role: Role
        /// The surface: the cursor's row, a dialog; nil means the screen.
        let surface: Role?
        let depth: ColorDepth
        let ratio: Double
        let needed: Double
    }

    private let theme: ResolvedTheme
    /// The theme at each colour depth.
    private let looks: [(depth: ColorDepth, look: Theme)]

    init(_ theme: ResolvedTheme) {
        self.theme = theme
        looks = ColorDepth.allCases.filter { $0 != .mono }.map { ($0, theme.theme(at: $0)) }
    }

    /// The unreadable roles in their order.
    var findings: [Finding] {
        Role.allCases.flatMap { role in
            Self.surfaces(of: role).compactMap { surface in worst(role, on: surface) }
        }
    }

    /// States of a token that look like an earlier one, each with the earlier one.
    var lookalikes: [(first: Role, second: Role, depth: ColorDepth)] {
        Self.states.enumerated().compactMap { index, second in
            looks.lazy.compactMap { depth, look in
                Self.states[..<index].first { look[$0, on: nil] == look[second, on: nil] }.map { ($0, second, depth) }
            }.first
        }
    }

    /// All findings as issues with positions.
    var issues: [SourceIssue] {
        findings.map { finding in
            let place = finding.surface.map { " on `\($0.rawValue)`" } ?? ""
            return SourceIssue(
                file: theme.file, position: position(of: finding.role, or: finding.surface),
                message:
                    "`\(finding.role.rawValue)`\(place) cannot be read well \(finding.depth.words): its contrast is "
                    + "\(Self.text(finding.ratio)), it has to be \(Self.text(finding.needed)) at least")
        }
            + lookalikes.map { alike in
                SourceIssue(
                    file: theme.file, position: position(of: alike.second, or: alike.first),
                    message: "`\(alike.first.rawValue)` and `\(alike.second.rawValue)` look the same "
                        + alike.depth.words)
            }
    }

    /// Roles that must all differ from each other.
    static let states: [Role] = [
        .tokenNone, .tokenSigning, .tokenFresh, .tokenExpiring, .tokenExpired, .tokenFailed, .tokenLimited,
    ]

    /// Roles that may be fainter, because they carry no information.
    private static let faint: Set<Role> = [
        .textDim, .heading, .hintText, .frame, .label, .menuDetail, .rowCursorBar, .syntaxComment, .tokenNone,
        .tokenExpired,
        .environmentDevelopment,
    ]

    /// The surfaces that a role appears on.
    private static func surfaces(of role: Role) -> [Role?] {
        switch role {
        case .menu, .menuSelected, .rowCursor: [nil]
        case .menuKey, .menuDetail: [.menu, .menuSelected]
        case .text, .textDim, .textStrong, .match: [nil, .rowCursor, .menu, .menuSelected]
        default: [nil, .rowCursor]
        }
    }

    private func worst(_ role: Role, on surface: Role?) -> Finding? {
        let needed = max(Self.faint.contains(role) ? 3 : 4.5, Double(theme.contrast ?? 0))
        let all = looks.flatMap { depth, look -> [Finding] in
            let style = look[role, on: surface]
            return ReferenceTerminal.all(for: theme.backdrop, depth: depth).map { terminal in
                let (glyph, behind) = terminal.colors(of: style)
                return Finding(
                    role: role, surface: surface, depth: depth, ratio: Contrast.ratio(glyph, behind), needed: needed)
            }
        }
        return all.filter { $0.ratio < needed }.min { $0.ratio < $1.ratio }
    }

    /// The position of the role's style in the theme's own file, or of the surface's style, or the beginning of the
    /// file.
    private func position(of role: Role, or surface: Role?) -> SourcePosition {
        for role in [role, surface].compactMap(\.self) {
            guard let factory = theme.styleName(of: role).flatMap({ theme.styles[$0] })?.factory else { continue }
            if factory.file == theme.file { return factory.position }
            let words = [factory.foreground, factory.background].compactMap { $0?.text }
            let entries = words.compactMap { theme.palette[$0] }.filter { $0.file == theme.file }
            if let entry = entries.first { return entry.position }
        }
        return SourcePosition(line: 1, column: 1)
    }

    /// Rounded down: 4.49 does not become 4.5.
    private static func text(_ ratio: Double) -> String {
        let tenths = Int(ratio * 10)
        return "\(tenths / 10).\(tenths % 10)"
    }
}

extension ColorDepth {
    /// `with 256 colours`.
    fileprivate var words: String {
        switch self {
        case .mono: "without colours"
        case .sixteen: "with 16 colours"
        case .palette: "with 256 colours"
        case .direct: "with direct colour"
        }
    }
}
