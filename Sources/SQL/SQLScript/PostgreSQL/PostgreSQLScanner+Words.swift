import SQLWire

extension PostgreSQLScanner {
    /// Begins a word, or text that looks like one, at `index`.
    mutating func beginWord(at index: Int, mode: PostgreSQLMode) {
        wordStart = index
        wordStartInText = length(at: index)
        self.mode = mode
    }

    /// Passes the bytes of the word that ends before `index`.
    mutating func withWord<Result>(
        _ bytes: UnsafeBufferPointer<UInt8>, to index: Int, _ use: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        if wordStart >= 0 { return use(UnsafeBufferPointer(rebasing: bytes[wordStart..<index])) }
        flush(bytes, to: index)
        return text.withUnsafeBufferPointer { use(UnsafeBufferPointer(rebasing: $0[wordStartInText...])) }
    }

    mutating func finishWord(_ bytes: UnsafeBufferPointer<UInt8>, to index: Int, dropping count: Int) {
        mode = .plain
        guard body.isInterested else { return body.skipWord() }
        let before = body.depth
        var body = body
        let inParentheses = parenthesisDepth > 0
        withWord(bytes, to: index) {
            body.add(UnsafeBufferPointer(rebasing: $0[count...]), inParentheses: inParentheses)
        }
        self.body = body
        if before == 0, body.depth > 0 { bodyLine = line }
    }

    mutating func scanWord(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> ScanStep {
        while index < bytes.count {
            let byte = bytes[index]
            guard Byte.isLetter(byte) || Byte.isDigit(byte) || byte == Byte.dollar else {
                finishWord(bytes, to: index, dropping: 0)
                return .goOn
            }
            index += 1
        }
        return .needMore
    }

    /// Handles a letter outside of quotes: a word, or the prefix of a string.
    mutating func scanLetter(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> ScanStep {
        switch bytes[index] | 32 {
        case UInt8(ascii: "b"), UInt8(ascii: "x"):
            return scanPrefix(.bits, bytes, &index)
        case UInt8(ascii: "e"):
            return scanPrefix(.escaping, bytes, &index)
        case UInt8(ascii: "n") where bytes[index] < 128:
            guard let isPrefix = follows(Byte.quote, bytes, index) else { return .needMore }
            if isPrefix { index += 1 } else { beginWord(at: index, mode: .word) }
        case UInt8(ascii: "u"):
            guard let hasAmpersand = follows(Byte.ampersand, bytes, index) else { return .needMore }
            guard hasAmpersand else {
                beginWord(at: index, mode: .word)
                return .goOn
            }
            guard index + 2 < bytes.count || input.isFinished else { return .needMore }
            switch index + 2 < bytes.count ? bytes[index + 2] : 0 {
            case Byte.quote:
                index += 3
                openString(.standard)
            case Byte.doubleQuote:
                index += 3
                openIdentifier()
            default: index += 1
            }
        default: beginWord(at: index, mode: .word)
        }
        return .goOn
    }

    mutating func openIdentifier() {
        mode = .quotedIdentifier
        constructLine = line
    }

    private mutating func scanPrefix(
        _ kind: PostgreSQLStringKind, _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int
    ) -> ScanStep {
        guard let isPrefix = follows(Byte.quote, bytes, index) else { return .needMore }
        guard isPrefix, bytes[index] < 128 else {
            beginWord(at: index, mode: .word)
            return .goOn
        }
        index += 2
        openString(kind)
        return .goOn
    }

    /// Numbers include bytes that would mean something else alone: the first `-` of `1e--`, the `$` of `1a$$`.
    mutating func scanNumber(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> ScanStep {
        while index < bytes.count {
            let byte = bytes[index]
            let isDigit = Byte.isDigit(byte)
            let isLetter = Byte.isLetter(byte)
            switch mode {
            case .integer where byte == Byte.dot:
                guard let isRange = follows(Byte.dot, bytes, index) else { return .needMore }
                index += isRange ? 2 : 1
                mode = isRange ? .plain : .fraction
                if isRange { return .goOn }
                continue
            case .integer where isDigit, .fraction where isDigit, .exponentDigits where isDigit: break
            case .integer where isLetter, .fraction where isLetter:
                mode = byte | 32 == UInt8(ascii: "e") && byte < 128 ? .exponent : .junk
            case .exponent where byte == Byte.plus || byte == Byte.minus: mode = .signedExponent
            case .exponent where isLetter || isDigit || byte == Byte.dollar: mode = .junk
            case .signedExponent where isDigit: mode = .exponentDigits
            case .exponentDigits where isLetter: mode = .junk
            case .junk where isLetter || isDigit || byte == Byte.dollar: break
            case .variable where isLetter || isDigit: break
            default:
                if mode == .variable { endVariable(at: length(at: index)) }
                mode = .plain
                return .goOn
            }
            index += 1
        }
        return .needMore
    }
}
