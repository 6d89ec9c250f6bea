import SQLWire

extension PostgreSQLScanner {
    /// Scans in the current mode until the mode changes or an item is complete.
    mutating func step(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> ScanStep {
        switch mode {
        case .leading: return scanLeading(bytes, &index)
        case .plain: return scanPlain(bytes, &index)
        case .string: return scanString(bytes, &index)
        case .afterString: return scanAfterString(bytes, &index)
        case .quotedIdentifier: return scanQuotedIdentifier(bytes, &index)
        case .blockComment: return scanBlockComment(bytes, &index)
        case .dollarQuote: return scanDollarQuote(bytes, &index)
        case .dollarTag: return scanDollarTag(bytes, &index)
        case .word: return scanWord(bytes, &index)
        case .comment: return scanLineComment(bytes, &index, then: .plain)
        case .commentAfterString: return scanLineComment(bytes, &index, then: .afterString)
        case .leadingComment:
            defer { runStart = index }
            return scanLineComment(bytes, &index, then: .leading)
        case .variable, .integer, .fraction, .exponent, .signedExponent, .exponentDigits, .junk:
            return scanNumber(bytes, &index)
        }
    }

    /// Whether the byte after `index` is `byte`; nil when more input is needed. A line feed counts as no byte.
    func follows(_ byte: UInt8, _ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool? {
        index + 1 < bytes.count ? bytes[index + 1] == byte : input.isFinished ? false : nil
    }

    private mutating func scanLeading(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> ScanStep {
        while index < bytes.count {
            let byte = bytes[index]
            switch PostgreSQLByteClass.table[Int(byte)] {
            case .space:
                index += 1
                continue
            case .lineFeed:
                endLine(bytes, &index)
                return .goOn
            case .minus:
                guard let isComment = follows(Byte.minus, bytes, index) else { return .needMore }
                if isComment {
                    mode = .leadingComment
                    return .goOn
                }
            case .backslash: return scanBackslash(bytes, &index)
            default: break
            }
            start(at: index)
            return .goOn
        }
        runStart = index
        return .needMore
    }

    /// Begins a statement at `index`.
    mutating func start(at index: Int) {
        runStart = index
        hasStarted = true
        startLine = line
        statementStart = input.base + index
        mode = .plain
    }

    private mutating func scanLineComment(
        _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int, then next: PostgreSQLMode
    ) -> ScanStep {
        while index < bytes.count {
            if bytes[index] == Byte.lineFeed {
                mode = next == .afterString ? .plain : next
                endLine(bytes, &index)
                return .goOn
            }
            if bytes[index] == Byte.carriageReturn {
                mode = next
                return .goOn
            }
            index += 1
        }
        return .needMore
    }

    private mutating func scanBlockComment(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> ScanStep {
        while index < bytes.count {
            switch bytes[index] {
            case Byte.slash:
                guard let opens = follows(Byte.star, bytes, index) else { return .needMore }
                if opens { commentDepth += 1 }
                index += opens ? 2 : 1
            case Byte.star:
                guard let closes = follows(Byte.slash, bytes, index) else { return .needMore }
                index += closes ? 2 : 1
                guard closes else { continue }
                commentDepth -= 1
                if commentDepth == 0 {
                    mode = .plain
                    return .goOn
                }
            case Byte.lineFeed:
                endLine(bytes, &index)
                if atLineStart { return .goOn }
            default: index += 1
            }
        }
        return .needMore
    }

    private mutating func scanQuotedIdentifier(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> ScanStep {
        while index < bytes.count {
            if bytes[index] == Byte.lineFeed {
                endLine(bytes, &index)
                if atLineStart { return .goOn }
                continue
            }
            index += 1
            if bytes[index - 1] == Byte.doubleQuote {
                mode = .plain
                return .goOn
            }
        }
        return .needMore
    }
}
