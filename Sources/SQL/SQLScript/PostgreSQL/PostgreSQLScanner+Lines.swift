import SQLWire

extension PostgreSQLScanner {
    /// Scans from `input.position` to the next item or the end of the input.
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
            // A byte that waits for a next byte at the end of the script.
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

    /// Handles the beginning of a line at `index`; false when more input is needed.
    private mutating func beginLine(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> Bool {
        if line == 0, index < bytes.count, bytes[index] == Byte.byteOrderMark[0] {
            guard index + 3 <= bytes.count || input.isFinished else { return false }
            if bytes[index...].starts(with: Byte.byteOrderMark) { index += 3 }
            runStart = index
            // A byte order mark without further bytes still is a line.
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

    /// Handles the end of the line, whose line feed is at `index`.
    mutating func endLine(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) {
        let isNextKnown = index + 1 < bytes.count
        if hasStarted, isNextKnown, mode.keepsEmptyLines || bytes[index + 1] != Byte.lineFeed {
            // The line feed belongs to the statement and stays in the run.
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

/// The result of a step.
enum ScanStep {
    case goOn
    /// The byte at the index cannot be classified without the next ones.
    case needMore
    case item(ScriptItem)
}
