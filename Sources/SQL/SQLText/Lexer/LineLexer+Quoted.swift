import SQLWire

extension LineLexer {
    /// Begins a string whose first quote is at `index + prefix`.
    mutating func openString(_ kind: LexState.StringKind, prefix: Int = 0) {
        let start = index
        state.mode = .string
        state.stringKind = kind
        state.quote = peek(prefix)
        index += prefix + 1
        lexQuoted(from: start)
    }

    /// Begins a quoted name whose first quote is at `index + prefix`.
    mutating func openIdentifier(prefix: Int = 0) {
        let start = index
        state.mode = .quotedIdentifier
        state.stringKind = .standard
        state.quote = peek(prefix)
        index += prefix + 1
        lexQuoted(from: start)
    }

    /// Continues a string or a quoted name.
    mutating func lexQuoted(from start: Int) {
        let isString = state.mode == .string
        let kind = isString ? TokenKind.string : .quotedIdentifier
        while index < end {
            let byte = bytes[index]
            if byte == Byte.backslash, state.stringKind == .escaping {
                // A client reads line by line, so the escape does not reach into the next line.
                index = min(index + (rules.isSentText || peek(1) != Byte.lineFeed ? 2 : 1), end)
                continue
            }
            index += 1
            guard byte == state.quote else { continue }
            if index < end, bytes[index] == state.quote, state.stringKind != .bits {
                index += 1
                continue
            }
            emit(kind, from: start)
            state.quote = 0
            if isString && isPostgreSQL { state.mode = .afterString } else { leaveString() }
            return
        }
        emit(kind, from: start, isOpen: true)
    }

    /// Resets the string's state, so that equal lines have equal states.
    mutating func leaveString() {
        state.mode = .plain
        state.stringKind = .standard
        state.sawLineEnd = false
    }

    /// Handles the text between a string and its possible continuation. SQL continues a string of the same kind after a
    /// line end, which matters for backslashes. psql reads one line at a time, so only a carriage return counts.
    mutating func lexAfterString() {
        let byte = bytes[index]
        switch byte {
        case Byte.space, Byte.tab, 12, Byte.carriageReturn, Byte.lineFeed:
            let start = index
            while index < end, isPostgreSQLSpace(bytes[index]) || bytes[index] == Byte.lineFeed {
                let isLineEnd = bytes[index] == Byte.carriageReturn || bytes[index] == Byte.lineFeed
                if isLineEnd { state.sawLineEnd = true }
                index += 1
            }
            emit(.whitespace, from: start)
        case Byte.minus where peek(1) == Byte.minus: lexLineComment()
        case Byte.quote where state.sawLineEnd: openString(state.stringKind)
        default: leaveString()
        }
    }

    /// Lexes a comment to the line's end; on PostgreSQL a carriage return is a line end.
    mutating func lexLineComment() {
        let isPostgreSQL = isPostgreSQL
        takeWhile(.lineComment) { $0 != Byte.lineFeed && !(isPostgreSQL && $0 == Byte.carriageReturn) }
    }

    func isPostgreSQLSpace(_ byte: UInt8) -> Bool {
        byte == Byte.space || byte == Byte.tab || byte == Byte.carriageReturn || byte == 12
    }

    /// Continues a string that ends with `state.tag`.
    mutating func lexDollarString(from start: Int) {
        while index < end {
            if bytes[index] == Byte.dollar, bytes[index..<end].starts(with: state.tag) {
                index += state.tag.count
                state.mode = .plain
                state.tag = []
                return emit(.dollarString, from: start)
            }
            index += 1
        }
        emit(.dollarString, from: start, isOpen: true)
    }

    /// Continues a PostgreSQL comment.
    mutating func lexNestedComment(from start: Int) {
        while index < end {
            let (byte, next) = (bytes[index], peek(1))
            if byte == Byte.slash, next == Byte.star {
                state.commentDepth = min(state.commentDepth, Int32.max - 1) + 1
                index += 2
            } else if byte == Byte.star, next == Byte.slash {
                state.commentDepth -= 1
                index += 2
                guard state.commentDepth <= 0 else { continue }
                state.mode = .plain
                return emit(.blockComment, from: start)
            } else {
                index += 1
            }
        }
        emit(.blockComment, from: start, isOpen: true)
    }
}
