import TerminalUI

/// A terminal for measuring contrast.
struct ReferenceTerminal {
    /// The first sixteen colours.
    let basic: [UInt32]
    let foreground: UInt32
    let background: UInt32

    /// The visible colours of a style: of the glyph and behind it.
    func colors(of style: Style) -> (glyph: UInt32, behind: UInt32) {
        let ground = rgb(style.background) ?? background
        var glyph = rgb(style.foreground) ?? foreground
        // Terminals differ; most draw dim text at two thirds of its strength.
        if style.attributes.contains(.dim) { glyph = Self.blend(glyph, ground) }
        return style.attributes.contains(.reverse) ? (ground, glyph) : (glyph, ground)
    }

    private func rgb(_ color: Color) -> UInt32? {
        switch color {
        case .terminal: nil
        case .index(let index): index < 16 ? basic[Int(index)] : XtermPalette.rgb(index)
        case .rgb(let rgb): rgb
        }
    }

    private static func blend(_ glyph: UInt32, _ ground: UInt32) -> UInt32 {
        [16, 8, 0].reduce(0) { result, shift in
            let strength = ((glyph >> shift & 0xFF) * 2 + (ground >> shift & 0xFF)) / 3
            return result | (strength << shift)
        }
    }

    /// The terminals on which a theme must be readable: with xterm's colours and, at sixteen colours, with the
    /// console's; dark, light or both.
    static func all(for backdrop: Backdrop, depth: ColorDepth) -> [ReferenceTerminal] {
        let palettes = depth == .sixteen ? [XtermPalette.basic, XtermPalette.console] : [XtermPalette.basic]
        return palettes.flatMap { basic -> [ReferenceTerminal] in
            let dark = ReferenceTerminal(basic: basic, foreground: basic[7], background: 0x000000)
            let light = ReferenceTerminal(basic: basic, foreground: 0x000000, background: 0xFFFFFF)
            return switch backdrop {
            case .dark: [dark]
            case .light: [light]
            case .any: [dark, light]
            }
        }
    }
}
