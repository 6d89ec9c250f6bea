import TerminalUI

/// Whose idea of how many columns a text takes.
enum WidthRule: Sendable {
    /// psql 15's own table; control characters are as wide as it writes them.
    case psql
    /// The client library's table of MariaDB 10.11: every scalar one column or two.
    case mariadb
    /// What a terminal shows; the text is harmless already.
    case terminal

    /// Whether the parts of a text around a newline are lines of the cell.
    var breaksLines: Bool { self != .mariadb }

    /// Columns of the line that starts at `start`, and where it ends: at a newline or the text's end.
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

    /// Columns that psql gives a character.
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

    /// Surrogates in three bytes are characters to it, other bytes that are not UTF-8 take no room.
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
