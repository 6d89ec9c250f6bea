import SQLWire

extension PostgreSQLScanner {
    /// Begins a string after its first quote.
    mutating func openString(_ kind: PostgreSQLStringKind) {
        mode = .string
        stringKind = kind
        constructLine = line
    }

    mutating func scanString(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> ScanStep {
        while index < bytes.count {
            switch bytes[index] {
            case Byte.quote:
                guard let isDoubled = follows(Byte.quote, bytes, index) else { return .needMore }
                if isDoubled, stringKind != .bits {
                    index += 2
                    continue
                }
                index += 1
                mode = .afterString
                (sawCarriageReturn, sawSpace) = (false, false)
                return .goOn
            case Byte.backslash where stringKind == .escaping:
                // The escape does not reach into the next line: psql reads line by line.
                guard let endsLine = follows(Byte.lineFeed, bytes, index) else { return .needMore }
                index += endsLine || index + 1 == bytes.count ? 1 : 2
            case Byte.lineFeed:
                endLine(bytes, &index)
                if atLineStart { return .goOn }
            default: index += 1
            }
        }
        return .needMore
    }

    /// SQL continues a string after a line end. psql reads one line at a time, so it does that only if the line end is
    /// a lone carriage return; this matters for backslashes in the continuation.
    mutating func scanAfterString(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> ScanStep {
        while index < bytes.count {
            let byte = bytes[index]
            switch PostgreSQLByteClass.table[Int(byte)] {
            case .space:
                if byte == Byte.carriageReturn { sawCarriageReturn = true }
                sawSpace = true
                index += 1
            case .lineFeed:
                if sawSpace { mode = .plain }
                endLine(bytes, &index)
                return .goOn
            case .minus:
                guard let isComment = follows(Byte.minus, bytes, index) else { return .needMore }
                sawSpace = true
                mode = isComment ? .commentAfterString : .plain
                return .goOn
            case .quote where sawCarriageReturn:
                index += 1
                mode = .string
                return .goOn
            default:
                mode = .plain
                return .goOn
            }
        }
        return .needMore
    }

    mutating func scanDollarTag(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> ScanStep {
        while index < bytes.count {
            let byte = bytes[index]
            if Byte.isLetter(byte) || Byte.isDigit(byte) {
                index += 1
                continue
            }
            if byte == Byte.dollar {
                index += 1
                dollarTag = withWord(bytes, to: index) { Array($0) }
                dollarMatched = 0
                mode = .dollarQuote
            } else {
                // Only a dollar sign with a word after it.
                finishWord(bytes, to: index, dropping: 1)
            }
            return .goOn
        }
        return .needMore
    }

    mutating func scanDollarQuote(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> ScanStep {
        while index < bytes.count {
            let byte = bytes[index]
            if byte == Byte.lineFeed {
                dollarMatched = 0
                endLine(bytes, &index)
                if atLineStart { return .goOn }
                continue
            }
            index += 1
            if dollarMatched == 0, byte != Byte.dollar { continue }
            if byte != dollarTag[dollarMatched] {
                dollarMatched = byte == Byte.dollar ? 1 : 0
                continue
            }
            dollarMatched += 1
            if dollarMatched == dollarTag.count {
                mode = .plain
                return .goOn
            }
        }
        return .needMore
    }
}
