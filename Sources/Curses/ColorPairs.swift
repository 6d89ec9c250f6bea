import CNcurses
import TerminalUI

/// The colour pairs of ncurses, made as they are first used.
struct ColorPairs {
    private struct Pair: Hashable {
        let foreground: Color
        let background: Color
    }

    /// How many colours the terminal has; below 8, none is used.
    private let colors: Int
    private let hasOwnColors: Bool
    private var numbers: [Pair: Int32] = [:]

    /// The colours of the screen that was opened last.
    ///
    /// - Parameter isAllowed: Whether the user wants any.
    init(isAllowed: Bool) {
        guard isAllowed, has_colors(), start_color() == OK, qd_colors() >= 8 else {
            colors = 0
            hasOwnColors = false
            return
        }
        hasOwnColors = use_default_colors() == OK
        colors = Int(qd_colors())
    }

    /// The number of the pair and what else the style takes on this terminal.
    mutating func number(_ style: Style) -> (pair: Int32, isBright: Bool) {
        guard colors > 0, style.foreground != .terminal || style.background != .terminal else { return (0, false) }
        // Eight colours show the bright ones by bold.
        let isBright = colors < 16 && Self.isBright(style.foreground)
        let pair = Pair(foreground: style.foreground, background: style.background)
        if let number = numbers[pair] { return (number, isBright) }
        let made = alloc_pair(value(style.foreground, else: 7), value(style.background, else: 0))
        let number = max(0, made)
        numbers[pair] = number
        return (number, isBright)
    }

    private static func isBright(_ color: Color) -> Bool {
        if case .index(let index) = color { (8...15).contains(index) } else { false }
    }

    private func value(_ color: Color, else standard: Int32) -> Int32 {
        switch color {
        case .terminal: hasOwnColors ? -1 : standard
        case .index(let index):
            if colors > 1 << 20 {
                index < 8 ? Int32(index) : Int32(PaletteColor.components(index))
            } else if Int(index) < colors {
                Int32(index)
            } else {
                index < 16 ? Int32(index) - 8 : standard
            }
        case .rgb(let components): colors > 1 << 20 ? Int32(components) : standard
        }
    }
}

/// xterm's palette. Source: XTerm Control Sequences, 256colres.h: a cube of 6 x 6 x 6 and 24 greys.
private enum PaletteColor {
    private static let first: [UInt32] = [
        0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
        0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
    ]

    /// 0xRRGGBB.
    static func components(_ index: UInt8) -> UInt32 {
        let number = UInt32(index)
        if number < 16 { return first[Int(number)] }
        if number >= 232 { return (8 + (number - 232) * 10) * 0x010101 }
        func level(_ step: UInt32) -> UInt32 { step == 0 ? 0 : 55 + 40 * step }
        let cube = number - 16
        return level(cube / 36) << 16 | level(cube / 6 % 6) << 8 | level(cube % 6)
    }
}
