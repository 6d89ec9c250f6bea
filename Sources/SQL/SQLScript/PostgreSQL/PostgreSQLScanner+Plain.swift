import SQLWire

extension PostgreSQLScanner {
    /// Scans text outside of quotes and comments, up to a change of mode.
    mutating func scanPlain(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> ScanStep {
        while index < bytes.count {
            let byte = bytes[index]
            switch PostgreSQLByteClass.table[Int(byte)] {
            case .other, .space: index += 1
            case .lineFeed:
                endLine(bytes, &index)
                if atLineStart { return .goOn }
            case .letter: return scanLetter(bytes, &index)
            case .digit:
                mode = .integer
                return .goOn
            case .quote:
                index += 1
                openString(stringsAreStandard ? .standard : .escaping)
                return .goOn
            case .doubleQuote:
                index += 1
                openIdentifier()
                return .goOn
            case .open:
                if parenthesisDepth == 0 { parenthesisLine = line }
                parenthesisDepth += 1
                index += 1
            case .close:
                if parenthesisDepth > 0 { parenthesisDepth -= 1 }
                index += 1
            case .semicolon:
                index += 1
                guard parenthesisDepth == 0, body.depth == 0 else { continue }
                flush(bytes, to: index)
                return .item(.statement(takeStatement(.terminator)))
            case .backslash: return scanBackslash(bytes, &index)
            case .dollar, .slash, .minus, .colon, .dot:
                guard scanPair(byte, bytes, &index) else { return .needMore }
                if mode != .plain { return .goOn }
            }
        }
        return .needMore
    }

    /// Handles a byte whose meaning depends on the next one; false when more input is needed.
    private mutating func scanPair(
        _ byte: UInt8, _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int
    ) -> Bool {
        guard index + 1 < bytes.count || input.isFinished else { return false }
        let next = index + 1 < bytes.count ? bytes[index + 1] : Byte.lineFeed
        let first = index
        index += 1
        switch byte {
        case Byte.minus where next == Byte.minus: mode = .comment
        case Byte.slash where next == Byte.star:
            index += 1
            mode = .blockComment
            commentDepth = 1
            constructLine = line
        case Byte.dollar where Byte.isDigit(next): mode = .exponentDigits
        case Byte.dollar where next == Byte.dollar:
            index += 1
            dollarTag = [Byte.dollar, Byte.dollar]
            dollarMatched = 0
            mode = .dollarQuote
            constructLine = line
        case Byte.dollar where Byte.isLetter(next):
            // The letter may be a string's prefix.
            guard index + 1 < bytes.count || input.isFinished else {
                index = first
                return false
            }
            let third = index + 1 < bytes.count ? bytes[index + 1] : Byte.lineFeed
            guard third != Byte.quote, third != Byte.ampersand else { return true }
            beginWord(at: first, mode: .dollarTag)
            constructLine = line
        case Byte.colon where next == Byte.colon || next == Byte.equals: index += 1
        case Byte.colon where Byte.isLetter(next) || Byte.isDigit(next):
            (variableStart, variableOrigin) = (length(at: first), input.base + first)
            mode = .variable
        case Byte.colon where next == Byte.quote || next == Byte.doubleQuote || next == UInt8(ascii: "{"):
            switch VariableReference.at(first, in: bytes, isWhole: input.isFinished) {
            case nil:
                index = first
                return false
            case .nothing?: break
            case .reference(let found, let form)?:
                let start = length(at: first)
                addReference(start..<(start + found.count), form, at: input.base + first)
                index = found.upperBound
            }
        case Byte.dot where next == Byte.dot: index += 1
        case Byte.dot where Byte.isDigit(next): mode = .fraction
        default: break
        }
        return true
    }

    /// Handles `\;`, `\:` or a command.
    mutating func scanBackslash(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> ScanStep {
        guard index + 1 < bytes.count || input.isFinished else { return .needMore }
        let next = index + 1 < bytes.count ? bytes[index + 1] : Byte.lineFeed
        if next == Byte.semicolon || next == Byte.colon {
            flush(bytes, to: index)
            if hasStarted { runStart = index + 1 } else { start(at: index + 1) }
            if next == Byte.semicolon { body.beginStatement() }
            index += 2
            return .goOn
        }
        guard let end = input.endOfLine(from: index) else { return .needMore }
        return .item(scanCommand(bytes, &index, to: end))
    }

    private mutating func scanCommand(
        _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int, to end: Int
    ) -> ScriptItem {
        flush(bytes, to: index)
        let start = input.base + index
        if !hasStarted { statementStart = start }
        // A line with only a command leaves the statement unchanged.
        if text.count == lengthAfterLineFeed { text.removeLast() }
        lengthAfterLineFeed = -1

        let endOfName = PostgreSQLCommand.endOfName(bytes, from: index + 1, to: end)
        let name = String(decoding: bytes[(index + 1)..<endOfName], as: UTF8.self)
        let isRefused = isRestricted && name != "unrestrict"
        index = isRefused ? end : PostgreSQLCommand.endOfArguments(of: name, bytes, from: endOfName, to: end)
        let use = isRefused ? .leaves : BufferUse.of(name, .postgresql)
        var command = ScriptCommand(
            name: name, arguments: Array(bytes[endOfName..<index]), line: line, isInStatement: hasStarted)
        if use == .reads, hasStarted { command.open = OpenStatement(text: text, references: references) }
        // `\\` separates a command from the text after it.
        if index + 1 < end, bytes[index] == Byte.backslash, bytes[index + 1] == Byte.backslash { index += 2 }
        runStart = index

        switch use {
        case .sends:
            let statement = takeStatement(.command(command))
            resetNesting()
            return .statement(statement)
        case .drops:
            _ = takeStatement(.endOfInput)
            resetNesting()
        case .leaves, .reads: break
        }
        itemStart = start
        return .command(command)
    }
}
