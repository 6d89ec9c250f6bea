extension PostgreSQLScanner {
    /// Scans on from `input.position` up to an item or the end of what there is.
    mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> ScriptItem? {
        guard !isDone else { return nil }
        var index = input.position
        runStart = index
        wordStart = -1
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
        if input.isFinished, index < bytes.count {
            // A byte that waits for another one which cannot come.
            index = bytes.count
        }
        flush(bytes, to: index)
        input.position = index
        return input.isFinished ? end() : nil
    }

    /// Moves the statement's bytes up to `index` into `text`.
    mutating func flush(_ bytes: UnsafeBufferPointer<UInt8>, to index: Int) {
        if hasStarted, runStart < index {
            text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[runStart..<index]))
        }
        runStart = index
    }

    /// The statement's length if it ended at `index`.
    func length(at index: Int) -> Int { text.count + index - runStart }

    /// Begins a line at `index`; `false` when not enough of it is there.
    private mutating func beginLine(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> Bool {
        if line == 0, index < bytes.count, bytes[index] == Byte.byteOrderMark[0] {
            guard index + 3 <= bytes.count || input.isFinished else { return false }
            if bytes[index...].starts(with: Byte.byteOrderMark) { index += 3 }
            runStart = index
            // The mark alone is a line, so it must not be seen as no line at all.
            if index == bytes.count, !input.isFinished {
                line = -1
                return false
            }
        }
        if line < 0 { line = 0 }
        if !mode.keepsEmptyLines {
            while index < bytes.count, bytes[index] == Byte.lineFeed {
                index += 1
                line += 1
            }
            runStart = index
        }
        guard index < bytes.count else { return false }
        line += 1
        enterLine(bytes, at: index)
        return true
    }

    private mutating func enterLine(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) {
        atLineStart = false
        stringsAreStandard = standardConformingStrings
        (sawCarriageReturn, sawSpace) = (false, false)
        guard hasStarted else { return }
        text.append(Byte.lineFeed)
        lengthAfterLineFeed = text.count
    }

    /// Leaves the line whose line feed is at `index`.
    mutating func endLine(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) {
        let isNextKnown = index + 1 < bytes.count
        if hasStarted, isNextKnown, mode.keepsEmptyLines || bytes[index + 1] != Byte.lineFeed {
            // The line feed goes into the statement, so that the run need not be broken.
            index += 1
            line += 1
            stringsAreStandard = standardConformingStrings
            (sawCarriageReturn, sawSpace) = (false, false)
            lengthAfterLineFeed = length(at: index)
            return
        }
        flush(bytes, to: index)
        index += 1
        runStart = index
        atLineStart = true
    }
}

/// What a step of the scanner came to.
enum ScanStep {
    case goOn
    /// The byte at the index cannot be understood without the next ones.
    case needMore
    case item(ScriptItem)
}
