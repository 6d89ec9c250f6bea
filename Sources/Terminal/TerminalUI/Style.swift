/// How a cell looks.
public struct Style: Sendable, Hashable {
    /// Ways to set text off that need no colour.
    public struct Attributes: OptionSet, Sendable, Hashable {
        /// The bits.
        public let rawValue: UInt8

        /// Attributes of their bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Heavier strokes, on some terminals a brighter colour.
        public static let bold = Attributes(rawValue: 1)
        /// Fainter.
        public static let dim = Attributes(rawValue: 2)
        /// Slanted, where the terminal can.
        public static let italic = Attributes(rawValue: 4)
        /// A line below.
        public static let underline = Attributes(rawValue: 8)
        /// Foreground and background swapped.
        public static let reverse = Attributes(rawValue: 16)
    }

    /// The colour of the glyph.
    public var foreground: Color
    /// The colour behind it.
    public var background: Color
    /// Everything else.
    public var attributes: Attributes

    /// A style of its parts; by default the terminal's own look.
    public init(_ foreground: Color = .terminal, on background: Color = .terminal, _ attributes: Attributes = []) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }

    /// The look that the terminal has by itself.
    public static let plain = Style()

    /// This style upon another one: what it leaves to the terminal is the lower one's, attributes add up.
    public func over(_ lower: Style) -> Style {
        Style(
            foreground == .terminal ? lower.foreground : foreground,
            on: background == .terminal ? lower.background : background, attributes.union(lower.attributes))
    }
}
