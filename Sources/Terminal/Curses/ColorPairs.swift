import CNcurses
import TerminalUI

/// The colour pairs of ncurses, created on first use.
struct ColorPairs {
    private struct Pair: Hashable {
        let foreground: Color
        let background: Color
    }

    /// The terminal's number of colours; below 8, no colours are used.
    private let colors: Int
    private let hasOwnColors: Bool
    private var numbers: [Pair: Int32] = [:]

    /// The colours of the screen that was opened last.
    ///
    /// - Parameter isAllowed: Whether the user allows colours.
    init(isAllowed: Bool) {
        guard isAllowed, has_colors(), start_color() == OK, qd_colors() >= 8 else {
            colors = 0
            hasOwnColors = false
            return
        }
        hasOwnColors = use_default_colors() == OK
        colors = Int(qd_colors())
    }

    /// The number of the style's pair, and whether it needs bold for brightness.
    mutating func number(_ style: Style) -> (pair: Int32, isBright: Bool) {
        guard colors > 0, style.foreground != .terminal || style.background != .terminal else { return (0, false) }
        // Terminals with eight colours show bright ones as bold.
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
                index < 8 ? Int32(index) : Int32(XtermPalette.rgb(index))
            } else if Int(index) < colors {
                Int32(index)
            } else {
                index < 16 ? Int32(index) - 8 : standard
            }
        case .rgb(let components): colors > 1 << 20 ? Int32(components) : standard
        }
    }
}
