import TerminalUI

/// A colour of a theme with its substitutes for lower colour depths.
///
/// Missing substitutes are derived: the nearest colour of the palette and of the sixteen.
struct PaletteColor: Equatable {
    /// 0xRRGGBB, for terminals with direct colour only.
    var rgb: UInt32?
    /// An index from 16 up.
    var index: UInt8?
    /// One of the sixteen, or the terminal's own colour.
    var basic: Basic?

    enum Basic: Equatable {
        case terminal
        case color(BasicColor)
    }

    static let terminal = PaletteColor(basic: .terminal)

    /// The colour for a terminal of that depth.
    func color(at depth: ColorDepth) -> Color {
        switch depth {
        case .mono: return .terminal
        case .direct:
            if let rgb { return .rgb(rgb) }
            // An index from 16 up is the same colour everywhere, but terminals with direct colour need it as RGB.
            if let index { return .rgb(XtermPalette.rgb(index)) }
            return basicColor
        case .palette:
            if let index { return .index(index) }
            if let rgb { return .index(NearestColor.index(to: rgb)) }
            return basicColor
        case .sixteen:
            guard basic == nil, let full = rgb ?? index.map(XtermPalette.rgb) else { return basicColor }
            return .index(NearestColor.basic(to: full).rawValue)
        }
    }

    private var basicColor: Color {
        guard case .color(let color) = basic else { return .terminal }
        return .index(color.rawValue)
    }
}
