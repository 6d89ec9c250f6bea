import SQLWire

extension MySQLScanner {
    /// Scans from `input.position` to the next item or the end of the input.
    mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> ScriptItem? {
        guard !isDone else { return nil }
        var index = input.position
        runStart = index
        while true {
            if atLineStart, !beginLine(bytes, &index) { break }
            switch step(bytes, &index) {
            case .goOn: continue
            case .needMore: break
            case .item(let item):
                input.position = index
                return item
            }
            break
        }
        if input.isFinished { index = bytes.count }
        flush(bytes, to: index)
        input.position = index
        return input.isFinished ? end() : nil
    }

    private mutating func step(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> ScanStep {
        if mayBeCommand { return scanLineCommand(bytes, &index) }
        if isInLineComment { return scanLineComment(bytes, &index) }
        if isInComment { return scanComment(bytes, &index) }
        return quote != 0 ? scanQuoted(bytes, &index) : scanPlain(bytes, &index)
    }

    /// Moves the statement's bytes up to `index` into `text`.
    mutating func flush(_ bytes: UnsafeBufferPointer<UInt8>, to index: Int) {
        if hasStarted, runStart < index {
            text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[runStart..<index]))
        }
        runStart = index
    }

    /// Begins a statement at `index`, if none is open.
    mutating func begin(at index: Int) {
        guard !hasStarted else { return }
        hasStarted = true
        startLine = line
        statementStart = input.base + index
        runStart = index
    }

    /// Adds the byte at `index` to the statement.
    mutating func accept(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) {
        begin(at: index)
        guard needsSpace else { return }
        needsSpace = false
        if !MySQLCommand.isSpace(bytes[index]) {
            flush(bytes, to: index)
            text.append(Byte.space)
        }
    }

    /// Whether the line ends at `index`; nil when more input is needed to know.
    func isLineEnd(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool? {
        guard index < bytes.count else { return input.isFinished ? true : nil }
        guard bytes[index] == Byte.carriageReturn else { return bytes[index] == Byte.lineFeed }
        guard index + 1 < bytes.count else { return input.isFinished ? false : nil }
        return bytes[index + 1] == Byte.lineFeed
    }

    private mutating func beginLine(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> Bool {
        guard index < bytes.count else { return false }
        if line == 0, bytes[index] == Byte.byteOrderMark[0] {
            guard index + 3 <= bytes.count || input.isFinished else { return false }
            if bytes[index...].starts(with: Byte.byteOrderMark) { index += 3 }
        }
        runStart = index
        line += 1
        atLineStart = false
        serverComment = .none
        needsSpace = false
        mayBeCommand = !hasStarted && quote == 0 && !isInComment
        return true
    }

    /// Handles the end of the line at `index`.
    mutating func endLine(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) {
        if hasStarted, !isInComment, !isDelimiterLine(bytes, to: index) {
            if index < bytes.count, bytes[index] == Byte.lineFeed {
                // The line feed stays in the run.
                index += 1
                atLineStart = true
                flush(bytes, to: index)
                return
            }
            flush(bytes, to: index)
            text.append(Byte.lineFeed)
        }
        flush(bytes, to: index)
        if index < bytes.count, bytes[index] == Byte.carriageReturn { index += 1 }
        index = min(index + 1, bytes.count)
        runStart = index
        atLineStart = true
    }

    /// Whether the rest of the line is `DELIMITER ...` after another statement: its argument ends with the line.
    private mutating func isDelimiterLine(_ bytes: UnsafeBufferPointer<UInt8>, to index: Int) -> Bool {
        guard startLine == line, quote == 0 else { return false }
        flush(bytes, to: index)
        return text.hasWordPrefix("delimiter")
    }
}
