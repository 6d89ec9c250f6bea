/// A colour of a cell, as the terminal at hand can show it.
public enum Color: Sendable, Hashable {
    /// The terminal's own foreground or background.
    case terminal
    /// A colour of the terminal's palette: 0 to 15 are the ones its user chose, the others are xterm's.
    case index(UInt8)
    /// 0xRRGGBB, for terminals with direct colour.
    case rgb(UInt32)
}

/// How many colours a terminal shows.
public enum ColorDepth: Int, Sendable, Comparable, CaseIterable {
    /// None: everything is said by words, glyphs, bold and reverse.
    case mono
    /// The eight or sixteen that its user chose.
    case sixteen
    /// xterm's 256.
    case palette
    /// Any, by its components.
    case direct

    /// Fewer is less.
    public static func < (left: ColorDepth, right: ColorDepth) -> Bool { left.rawValue < right.rawValue }
}
