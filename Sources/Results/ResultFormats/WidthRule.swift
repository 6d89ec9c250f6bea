import TerminalUI

/// The rules for the width of a text.
enum WidthRule: Sendable {
    /// psql 15's own table; control characters have the width of their escapes.
    case psql
    /// The table of MariaDB 10.11's client library: every scalar has width 1 or 2.
    case mariadb
    /// A terminal's rule; the text is already harmless.
    case terminal

    /// Whether a newline in a text begins a new line of the cell.
    var breaksLines: Bool { self != .mariadb }

    /// The width of the line that begins at `start`, and its end: a newline or the text's end.
    func line(of text: UnsafeRawBufferPointer, from start: Int) -> (width: Int, end: Int) {
        var index = text.plainEnd(from: start)
        var width = index - start
        while index < text.count {
            let byte = text[index]
            if byte == UInt8(ascii: "\n") && breaksLines { break }
            if (0x20..<0x7F).contains(byte) {
                width += 1
                index += 1
                continue
            }
            let step = UTF8Step(text, at: index)
            switch self {
            case .psql: width += self.width(of: step, after: width)
            case .mariadb: width += mariadbWidth(step, text, index)
            case .terminal: width += step.scalar.map(DisplayWidth.of) ?? step.length
            }
            index += self == .mariadb && step.scalar == nil ? mariadbLength(text, index) : step.length
        }
        return (width, index)
    }

    /// The width of a character in psql.
    func width(of step: UTF8Step, after width: Int) -> Int {
        guard let scalar = step.scalar else { return step.length }
        switch scalar.value {
        case 0x09: return 8 - width % 8
        case 0x0D: return 2  // \r
        case 0x00..<0x20, 0x7F: return 4  // \x1B
        case 0x80..<0xA0: return 6  // \u0085
        default: break
        }
        let value = scalar.value
        if psqlNarrowScalars.contains(value) { return 1 }
        if psqlZeroWidthScalars.contains(value) { return 0 }
        if psqlWideScalars.contains(value) { return 2 }
        return DisplayWidth.of(scalar)
    }

    /// The client gives surrogates in three bytes a width, and other invalid UTF-8 none.
    private func mariadbWidth(_ step: UTF8Step, _ text: UnsafeRawBufferPointer, _ index: Int) -> Int {
        guard let scalar = step.scalar else { return mariadbLength(text, index) == 3 ? 1 : 0 }
        return mariadbWideScalars.contains(scalar.value) ? 2 : 1
    }

    private func mariadbLength(_ text: UnsafeRawBufferPointer, _ index: Int) -> Int {
        guard index + 2 < text.count, text[index] == 0xED, (0xA0...0xBF).contains(text[index + 1]),
            (0x80...0xBF).contains(text[index + 2])
        else { return 1 }
        return 3
    }
}
