import SQLWire

extension LineLexer {
    /// Handles `/*` at `index`.
    mutating func lexMySQLComment() {
        let start = index
        let isConditional =
            peek(2) == Byte.exclamation || peek(2) == UInt8(ascii: "M") && peek(3) == Byte.exclamation
        let isHint = peek(2) == Byte.plus && !rules.isSentText
        guard isConditional || isHint else {
            index += 2
            state.mode = .blockComment
            return lexComment(from: start)
        }
        beginStatement()
        if isHint {
            serverComment = .hint
            return take(3, .blockComment)
        }
        if peek(2) == Byte.exclamation { serverComment = .conditional }
        state.isConditional = true
        index += peek(2) == Byte.exclamation ? 3 : 4
        skipDigits()
        emit(.conditional, from: start)
    }

    /// Continues a comment that the server does not read. As in the client, `/*!` inside hides one `*/` of the same
    /// line.
    mutating func lexComment(from start: Int) {
        while index < end {
            let byte = bytes[index]
            if byte == Byte.slash, peek(1) == Byte.star, !rules.isSentText {
                if peek(2) == Byte.exclamation {
                    serverComment = .conditional
                } else if !(peek(2) == UInt8(ascii: "M") && peek(3) == Byte.exclamation), peek(2) != Byte.plus {
                    index += 1
                }
            } else if byte == Byte.star, peek(1) == Byte.slash {
                if serverComment == .none || rules.isSentText {
                    index += 2
                    state.mode = .plain
                    return emit(.blockComment, from: start)
                }
                serverComment = .none
            }
            index += 1
        }
        emit(.blockComment, from: start, isOpen: true)
    }
}
