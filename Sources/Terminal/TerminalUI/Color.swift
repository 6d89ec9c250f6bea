/// A colour of a cell in a form that the terminal can show.
public enum Color: Sendable, Hashable {
    /// The terminal's default foreground or background.
    case terminal
    /// A colour of the terminal's palette: 0 to 15 are configured by the user, the others are xterm's.
    case index(UInt8)
    /// 0xRRGGBB, for terminals with direct colour.
    case rgb(UInt32)
}

/// The number of colours of a terminal.
public enum ColorDepth: Int, Sendable, Comparable, CaseIterable {
    /// No colours: words, glyphs, bold and reverse carry all information.
    case mono
    /// The eight or sixteen colours that the user configured.
    case sixteen
    /// xterm's 256 colours.
    case palette
    /// Any RGB colour.
    case direct

    public static func < (left: ColorDepth, right: ColorDepth) -> Bool { left.rawValue < right.rawValue }
}
