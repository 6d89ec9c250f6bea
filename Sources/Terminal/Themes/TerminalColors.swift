public import TerminalUI

/// What the environment tells about the terminal's colours.
public enum TerminalColors {
    /// How many colours to use.
    ///
    /// `NO_COLOR` that is not empty means none (https://no-color.org). The number that terminfo has is the law where it
    /// was asked: ncurses shows no more than it says, whatever `COLORTERM` promises. Where it was not, `COLORTERM` and
    /// the name in `TERM` tell.
    ///
    /// - Parameters:
    ///   - variables: The process's environment.
    ///   - colors: terminfo's `colors`, -1 where it has none; nil when nobody asked.
    public static func depth(variables: [String: String], colors: Int?) -> ColorDepth {
        if let refusal = variables["NO_COLOR"], !refusal.isEmpty { return .mono }
        let name = variables["TERM"] ?? ""
        if name.isEmpty || name == "dumb" { return .mono }
        guard let colors else { return depth(promised: variables["COLORTERM"] ?? "", name: name) }
        switch colors {
        case ..<8: return .mono
        case ..<256: return .sixteen
        case ..<(1 << 24): return .palette
        default: return .direct
        }
    }

    private static func depth(promised: String, name: String) -> ColorDepth {
        if promised == "truecolor" || promised == "24bit" || name.hasSuffix("-direct") { return .direct }
        if name.contains("256color") { return .palette }
        let family = name.prefix { $0 != "-" }
        let hasNone = family.hasPrefix("vt") || name.hasSuffix("-mono") || name.hasSuffix("-m")
        return hasNone ? .mono : .sixteen
    }

    /// The shipped theme for someone who chose none: `light` where the terminal says that its background is, as rxvt
    /// and Konsole do in `COLORFGBG`.
    public static func preferredTheme(variables: [String: String]) -> String {
        switch variables["COLORFGBG"]?.split(separator: ";").last {
        case "7", "15": "light"
        default: "default"
        }
    }
}
