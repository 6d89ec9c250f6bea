public import TerminalUI

/// The terminal's colours according to the environment.
public enum TerminalColors {
    /// The colour depth to use.
    ///
    /// A non-empty `NO_COLOR` means none (https://no-color.org). If terminfo was read, its number is the maximum,
    /// because ncurses shows no more than that, whatever `COLORTERM` says. Otherwise `COLORTERM` and the name in `TERM`
    /// decide.
    ///
    /// - Parameters:
    ///   - variables: The process's environment.
    ///   - colors: terminfo's `colors`, -1 when it has none; nil when it was not read.
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

    /// The default theme for this terminal: `light` if `COLORFGBG` (rxvt, Konsole) reports a light background.
    public static func preferredTheme(variables: [String: String]) -> String {
        switch variables["COLORFGBG"]?.split(separator: ";").last {
        case "7", "15": "light"
        default: "default"
        }
    }
}
