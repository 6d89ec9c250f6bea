import SQLWire

extension SQLLexer {
    /// Whether a text contains a `COPY … FROM STDIN`, whose data follows in a script.
    public func readsCopyData(_ text: [UInt8]) -> Bool {
        guard Self.mayReadCopyData(text) else { return false }
        var beginsStatement = true
        var isCopy = false
        var isBehindFrom = false
        for token in lex(text) {
            switch token.kind {
            case .whitespace, .lineComment, .blockComment: continue
            case .semicolon, .terminator: (beginsStatement, isCopy, isBehindFrom) = (true, false, false)
            case .keyword, .identifier:
                let word = text[token.range]
                if beginsStatement { isCopy = word.isWord("copy") }
                if isCopy, isBehindFrom, word.isWord("stdin") { return true }
                isBehindFrom = word.isWord("from")
                beginsStatement = false
            default: (beginsStatement, isBehindFrom) = (false, false)
            }
        }
        return false
    }

    /// Whether `stdin` occurs in a text; the few such texts need lexing.
    public static func mayReadCopyData(_ text: [UInt8]) -> Bool {
        text.withUnsafeBufferPointer { bytes in
            guard bytes.count >= 5 else { return false }
            return (0...(bytes.count - 5)).contains { index in
                bytes[index] | 32 == UInt8(ascii: "s")
                    && UnsafeBufferPointer(rebasing: bytes[index..<(index + 5)]).isWord("stdin")
            }
        }
    }
}
