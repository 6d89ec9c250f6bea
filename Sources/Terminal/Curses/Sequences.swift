import CNcurses

/// What the terminal's description says beyond what ncurses does by itself.
struct Sequences {
    /// Switches the brackets around pasted text on and off. Many descriptions leave them out, screen's and rxvt's among
    /// them, whose terminals have them; one that has none passes the sequence over, and without the brackets a paste
    /// would be keys.
    let pasteOn, pasteOff: String
    /// Leaves the screen as it was found, without ncurses.
    let restoring: String

    /// Those of the terminal that was opened last. Source: user_caps(5), `BE` and `BD`.
    init() {
        let (on, off) = (Self.capability("BE"), Self.capability("BD"))
        (pasteOn, pasteOff) = on.isEmpty || off.isEmpty ? ("\u{1B}[?2004h", "\u{1B}[?2004l") : (on, off)
        let mouseOff = qd_capability("kmous") == nil ? "" : "\u{1B}[?1006l\u{1B}[?1000l"
        let parts = ["sgr0", "cnorm", "rmkx", "rmcup"].map(Self.capability)
        restoring = pasteOff + mouseOff + parts.joined() + "\r\n"
    }

    /// An entry without its delays, which no terminal of today needs.
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
