import TerminalUI

/// How well a colour can be read on another one.
enum Contrast {
    /// From 1 to 21. Source: WCAG 2.2, "contrast ratio".
    static func ratio(_ first: UInt32, _ second: UInt32) -> Double {
        let (a, b) = (luminance(first), luminance(second))
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    /// Source: WCAG 2.2, "relative luminance".
    static func luminance(_ rgb: UInt32) -> Double {
        func linear(_ component: UInt32) -> Double {
            let value = Double(component & 0xFF) / 255
            return value <= 0.04045 ? value / 12.92 : power((value + 0.055) / 1.055)
        }
        return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb)
    }

    /// `value` to the power of 2.4, between 0 and 1: the fifth root of its twelfth power, by Newton's method.
    private static func power(_ value: Double) -> Double {
        let squared = value * value
        let fourth = squared * squared
        let twelfth = fourth * fourth * fourth
        guard twelfth > 0 else { return 0 }
        var root = value
        for _ in 0..<60 {
            let third = root * root * root * root
            root -= (third * root - twelfth) / (5 * third)
        }
        return root
    }
}

/// Terminals as a contrast is measured on them.
struct ReferenceTerminal {
    /// The first sixteen colours.
    let basic: [UInt32]
    let foreground: UInt32
    let background: UInt32

    /// The colours that someone with this style sees: of the glyph and behind it.
    func colors(of style: Style) -> (glyph: UInt32, behind: UInt32) {
        let ground = rgb(style.background) ?? background
        var glyph = rgb(style.foreground) ?? foreground
        // Terminals differ; most show a faint glyph at two thirds of its strength.
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

    /// The terminals on which a theme has to be read: with xterm's colours, with the console's where there are sixteen,
    /// dark, light or both.
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
