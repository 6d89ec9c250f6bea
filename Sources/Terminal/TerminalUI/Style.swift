/// The colours and attributes of a cell.
public struct Style: Sendable, Hashable {
    /// Text attributes that need no colours.
    public struct Attributes: OptionSet, Sendable, Hashable {
        public let rawValue: UInt8

        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Heavier strokes; on some terminals a brighter colour.
        public static let bold = Attributes(rawValue: 1)
        /// Fainter.
        public static let dim = Attributes(rawValue: 2)
        /// Slanted, if the terminal supports it.
        public static let italic = Attributes(rawValue: 4)
        public static let underline = Attributes(rawValue: 8)
        /// Foreground and background swapped.
        public static let reverse = Attributes(rawValue: 16)
    }

    /// The colour of the glyph.
    public var foreground: Color
    /// The colour behind the glyph.
    public var background: Color
    public var attributes: Attributes

    /// A style; by default the terminal's own.
    public init(_ foreground: Color = .terminal, on background: Color = .terminal, _ attributes: Attributes = []) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }

    /// The terminal's own style.
    public static let plain = Style()

    /// This style on top of another: its terminal colours become the lower style's, and the attributes are combined.
    public func over(_ lower: Style) -> Style {
        Style(
            foreground == .terminal ? lower.foreground : foreground,
            on: background == .terminal ? lower.background : background, attributes.union(lower.attributes))
    }
}
