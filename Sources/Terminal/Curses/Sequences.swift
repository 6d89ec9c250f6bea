import CNcurses

/// Sequences of the terminal's description that ncurses does not send by itself.
struct Sequences {
    /// Switches bracketed paste on and off. Many descriptions lack the sequences although their terminals support them
    /// (screen, rxvt). A terminal without support ignores them. Without brackets, a paste would act as keys.
    let pasteOn, pasteOff: String
    /// Restores the screen without ncurses.
    let restoring: String

    /// The sequences of the terminal that was opened last. Source: user_caps(5), `BE` and `BD`.
    init() {
        let (on, off) = (Self.capability("BE"), Self.capability("BD"))
        (pasteOn, pasteOff) = on.isEmpty || off.isEmpty ? ("\u{1B}[?2004h", "\u{1B}[?2004l") : (on, off)
        let mouseOff = qd_capability("kmous") == nil ? "" : "\u{1B}[?1006l\u{1B}[?1000l"
        let parts = ["sgr0", "cnorm", "rmkx", "rmcup"].map(Self.capability)
        restoring = pasteOff + mouseOff + parts.joined() + "\r\n"
    }

    /// An entry without its delays; today's terminals need none.
    private static func capability(_ name: String) -> String {
        guard let pointer = qd_capability(name) else { return "" }
        var text = ""
        var rest = String(cString: pointer)[...]
        while let start = rest.firstRange(of: "$<") {
            text += rest[..<start.lowerBound]
            rest = rest[start.upperBound...].drop { $0 != ">" }.dropFirst()
        }
        return text + rest
    }
}
