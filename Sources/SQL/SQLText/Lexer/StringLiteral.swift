import SQLWire

/// The content of strings and quoted names in a statement.
package enum StringLiteral {
    /// The content of a string token; nil when it is not closed.
    package static func value(of token: ArraySlice<UInt8>, hasBackslashEscapes: Bool = false) -> [UInt8]? {
        let (content, isClosed) = read(token, hasBackslashEscapes)
        return isClosed ? content : nil
    }

    /// The content of the token of a string or a quoted name, closed or not.
    ///
    /// - Parameter hasBackslashEscapes: Whether a backslash escapes in a string without the prefix `E`.
    package static func content(of token: ArraySlice<UInt8>, hasBackslashEscapes: Bool = false) -> [UInt8] {
        read(token, hasBackslashEscapes).content
    }

    private static func read(
        _ token: ArraySlice<UInt8>, _ hasBackslashEscapes: Bool
    ) -> (content: [UInt8], isClosed: Bool) {
        guard let first = token.first else { return ([], false) }
        if first == Byte.dollar { return dollarQuoted(token) }
        let quotes = [Byte.quote, Byte.doubleQuote, Byte.backquote]
        guard let open = token.firstIndex(where: quotes.contains) else { return ([], false) }
        let quote = token[open]
        let isEscaping = first | 32 == UInt8(ascii: "e") && open > token.startIndex
        let hasEscapes = isEscaping || hasBackslashEscapes && quote != Byte.backquote
        var content: [UInt8] = []
        var index = open + 1
        while index < token.endIndex {
            let byte = token[index]
            let next = index + 1 < token.endIndex ? token[index + 1] : nil
            if byte == Byte.backslash, hasEscapes, let next {
                content.append(unescaped(next))
                index += 2
            } else if byte != quote {
                content.append(byte)
                index += 1
            } else if next == quote {
                content.append(quote)
                index += 2
            } else {
                return (content, true)
            }
        }
        return (content, false)
    }

    private static func dollarQuoted(_ token: ArraySlice<UInt8>) -> (content: [UInt8], isClosed: Bool) {
        guard let end = token.dropFirst().firstIndex(of: Byte.dollar) else { return ([], false) }
        let tag = token[...end]
        let content = token.dropFirst(tag.count)
        let isClosed = content.count >= tag.count && content.suffix(tag.count).elementsEqual(tag)
        return (Array(isClosed ? content.dropLast(tag.count) : content), isClosed)
    }

    private static func unescaped(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "n"): Byte.lineFeed
        case UInt8(ascii: "t"): Byte.tab
        case UInt8(ascii: "r"): Byte.carriageReturn
        default: byte
        }
    }
}
