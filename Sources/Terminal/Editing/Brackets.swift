extension Editor {
    /// The bracket under the cursor, or else the one before it, and its partner; nil when there is no such pair within
    /// 2,000 lines.
    public var matchingBracket: (bracket: TextPosition, match: TextPosition)? {
        let before = buffer.position(before: cursor)
        for place in [cursor, before].compactMap({ $0 }) {
            if let match = buffer.matchingBracket(of: place, within: 2_000) { return (place, match) }
        }
        return nil
    }
}

extension TextBuffer {
    private static let pairs: [(open: UInt8, close: UInt8)] = [(0x28, 0x29), (0x5B, 0x5D), (0x7B, 0x7D)]

    /// The partner of the bracket at `position`. Brackets in quotes and comments pair only with one another, as far as
    /// their own line shows the quotes and comments.
    func matchingBracket(of position: TextPosition, within lines: Int) -> TextPosition? {
        let first = line(position.line)
        guard let byte = first.byte(position.column),
            let pair = TextBuffer.pairs.first(where: { $0.open == byte || $0.close == byte })
        else { return nil }
        let isForward = byte == pair.open
        let isCode = first.brackets(pair).first { $0.column == position.column }?.isCode
        var depth = 0
        var number = position.line
        while number >= 0, number < lineCount, abs(number - position.line) <= lines {
            let brackets = line(number).brackets(pair).filter { bracket in
                bracket.isCode == isCode
                    && (number != position.line
                        || (isForward ? bracket.column >= position.column : bracket.column <= position.column))
            }
            for bracket in isForward ? brackets : brackets.reversed() {
                depth += bracket.isOpen == isForward ? 1 : -1
                if depth == 0 { return TextPosition(number, bracket.column) }
            }
            number += isForward ? 1 : -1
        }
        return nil
    }
}

private struct Bracket {
    var column: Int
    var isOpen: Bool
    var isCode: Bool
}

extension String {
    fileprivate func brackets(_ pair: (open: UInt8, close: UInt8)) -> [Bracket] {
        var result: [Bracket] = []
        var quote: UInt8?
        var last: UInt8 = 0
        for (column, byte) in utf8.enumerated() {
            if byte == pair.open || byte == pair.close {
                result.append(Bracket(column: column, isOpen: byte == pair.open, isCode: quote == nil))
            } else if let open = quote {
                if byte == open { quote = nil }
            } else if byte == 0x27 || byte == 0x22 || byte == 0x60 {
                quote = byte
            } else if byte == 0x2D, last == 0x2D {
                quote = 0x0A
            }
            last = byte
        }
        return result
    }
}
