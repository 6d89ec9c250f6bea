import SQLWire

extension MySQLScanner {
    /// Scans text outside of quotes and comments, up to a change of mode.
    mutating func scanPlain(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> ScanStep {
        while index < bytes.count {
            let byte = bytes[index]
            if !hasStarted, MySQLCommand.isSpace(byte), byte != Byte.lineFeed, byte != Byte.carriageReturn {
                index += 1
                continue
            }
            if !isSpecial[Int(byte)] {
                if !hasStarted || needsSpace { accept(bytes, at: index) }
                index += 1
                continue
            }
            if byte == Byte.lineFeed {
                endLine(bytes, &index)
                return .goOn
            }
            guard canLookAhead(bytes, from: index) else { return .needMore }
            if byte == Byte.carriageReturn {
                guard isLineEnd(bytes, at: index) == false else {
                    endLine(bytes, &index)
                    return .goOn
                }
                if hasStarted, needsSpace { accept(bytes, at: index) }
                index += 1
                continue
            }
            if let step = scanSpecial(byte, bytes, &index) { return step }
        }
        return .needMore
    }

    /// Whether the input is enough to classify the byte at `index`: its meaning depends only on its line.
    private func canLookAhead(_ bytes: UnsafeBufferPointer<UInt8>, from index: Int) -> Bool {
        let reach = index + max(5, delimiter.count)
        return reach <= bytes.count || input.isFinished || bytes[index...].contains(Byte.lineFeed)
    }

    /// Handles a byte that may be special; returns nil when it is not.
    private mutating func scanSpecial(
        _ byte: UInt8, _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int
    ) -> ScanStep? {
        func peek(_ distance: Int) -> UInt8 { index + distance < bytes.count ? bytes[index + distance] : Byte.lineFeed }
        if byte == Byte.backslash { return scanBackslash(bytes, &index) }
        let isInHint = serverComment == .hint
        if byte == delimiter[0], !isInHint, bytes[index...].starts(with: delimiter) {
            return endStatement(bytes, &index)
        }
        switch byte {
        case Byte.hash where !isInHint,
            Byte.minus where !isInHint && peek(1) == Byte.minus && (!hasStarted || MySQLCommand.isSpace(peek(2))):
            flush(bytes, to: index)
            isInLineComment = true
            return .goOn
        case Byte.slash where peek(1) == Byte.star && !isServerComment(peek(2), peek(3)):
            flush(bytes, to: index)
            index += 2
            runStart = index
            isInComment = true
            constructLine = line
            return .goOn
        case Byte.slash where peek(1) == Byte.star:
            if peek(2) == Byte.exclamation { serverComment = .conditional }
            if peek(2) == Byte.plus { serverComment = .hint }
        case Byte.star where peek(1) == Byte.slash: serverComment = .none
        case Byte.quote where !isInHint, Byte.doubleQuote where !isInHint, Byte.backquote where !isInHint:
            accept(bytes, at: index)
            index += 1
            quote = byte
            constructLine = line
            return .goOn
        default: break
        }
        accept(bytes, at: index)
        index += 1
        return nil
    }

    /// Whether `/*` and these two bytes begin a comment that the server reads.
    private func isServerComment(_ third: UInt8, _ fourth: UInt8) -> Bool {
        third == Byte.exclamation || third == UInt8(ascii: "M") && fourth == Byte.exclamation
            || keepsHints && third == Byte.plus
    }

    mutating func scanLineComment(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> ScanStep {
        while index < bytes.count, bytes[index] != Byte.lineFeed { index += 1 }
        runStart = index
        guard index < bytes.count else { return .needMore }
        isInLineComment = false
        endLine(bytes, &index)
        return .goOn
    }

    mutating func scanQuoted(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> ScanStep {
        let quote = quote
        let escapes = quote != Byte.backquote && !noBackslashEscapes && !(quote == Byte.doubleQuote && ansiQuotes)
        while index < bytes.count {
            let byte = bytes[index]
            if byte == quote {
                index += 1
                self.quote = 0
                return .goOn
            }
            if byte == Byte.backslash, escapes {
                guard let endsLine = isLineEnd(bytes, at: index + 1) else { return .needMore }
                guard !endsLine else {
                    // The client drops it, and to the server it would mean nothing.
                    flush(bytes, to: index)
                    index += 1
                    runStart = index
                    endLine(bytes, &index)
                    return .goOn
                }
                index += 2
            } else if byte == Byte.lineFeed || byte == Byte.carriageReturn {
                guard let endsLine = isLineEnd(bytes, at: index) else { return .needMore }
                if endsLine {
                    endLine(bytes, &index)
                    return .goOn
                }
                index += 1
            } else {
                index += 1
            }
        }
        return .needMore
    }

    /// Skips a comment, which is removed. As in the client, `/*!` inside hides one `*/` of the same line.
    mutating func scanComment(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> ScanStep {
        defer { runStart = index }
        while index < bytes.count {
            let byte = bytes[index]
            if byte == Byte.lineFeed {
                runStart = index
                endLine(bytes, &index)
                return .goOn
            }
            guard byte == Byte.slash || byte == Byte.star else {
                index += 1
                continue
            }
            guard canLookAhead(bytes, from: index) else { return .needMore }
            func peek(_ distance: Int) -> UInt8 { index + distance < bytes.count ? bytes[index + distance] : 0 }
            if byte == Byte.slash, peek(1) == Byte.star {
                if peek(2) == Byte.exclamation {
                    serverComment = .conditional
                } else if !isServerComment(peek(2), peek(3)) {
                    index += 1
                }
            } else if byte == Byte.star, peek(1) == Byte.slash {
                if serverComment == .none {
                    index += 2
                    isInComment = false
                    needsSpace = true
                    return .goOn
                }
                serverComment = .none
            }
            index += 1
        }
        return .needMore
    }
}
