import SQLWire

extension MySQLScanner {
    /// Handles the beginning of a line without an open statement: a client command, if the whole line is one.
    mutating func scanLineCommand(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> ScanStep {
        while index < bytes.count, bytes[index] != Byte.lineFeed, MySQLCommand.isSpace(bytes[index]) { index += 1 }
        runStart = index
        let rest = bytes[index...]
        guard rest.count > MySQLCommand.nameLimit || input.isFinished || rest.contains(Byte.lineFeed) else {
            return .needMore
        }
        let word = rest.prefix(MySQLCommand.nameLimit + 1).prefix { !MySQLCommand.isSpace($0) }
        guard index < bytes.count, MySQLCommand.leading(word) != nil else {
            mayBeCommand = false
            return index < bytes.count ? .goOn : .needMore
        }
        guard let lineFeed = input.endOfLine(from: index) else { return .needMore }
        mayBeCommand = false
        let end =
            lineFeed < bytes.count && lineFeed > index && bytes[lineFeed - 1] == Byte.carriageReturn
            ? lineFeed - 1 : lineFeed
        guard let (command, arguments) = MySQLCommand.whole(bytes[index..<end], delimiter: delimiter) else {
            return .goOn
        }
        let start = input.base + index
        index = end
        endLine(bytes, &index)
        guard let item = run(command, arguments, from: start, afterBackslash: false) else { return .goOn }
        return .item(item)
    }

    /// Handles the delimiter at `index`.
    mutating func endStatement(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> ScanStep {
        flush(bytes, to: index)
        index += delimiter.count
        runStart = index
        if let (command, arguments) = MySQLCommand.whole(text, delimiter: delimiter),
            command.letter | 32 != UInt8(ascii: "g")
        {
            clear()
            guard let item = run(command, arguments, from: statementStart, afterBackslash: false) else { return .goOn }
            return .item(item)
        }
        guard let item = takeStatement(.terminator) else { return .goOn }
        return .item(item)
    }

    /// Handles a backslash outside of quotes: `\N`, or a command by its letter.
    mutating func scanBackslash(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> ScanStep {
        guard isLineEnd(bytes, at: index + 1) == false else {
            flush(bytes, to: index)
            index += 1
            runStart = index
            if index < bytes.count { endLine(bytes, &index) }
            return .goOn
        }
        if knowsWorkspaceCommands, serverComment == .none {
            guard let lineEnd = input.endOfLine(from: index) else { return .needMore }
            if let word = WorkspaceWord(at: index, in: bytes, to: lineEnd, delimiter: delimiter) {
                return scanWorkspaceCommand(word, bytes, &index)
            }
        }
        let letter = bytes[index + 1]
        guard letter != UInt8(ascii: "N"), let command = MySQLCommand.named(letter) else {
            // The client sends an unknown command to the server after a complaint.
            begin(at: index)
            index += 2
            return .goOn
        }
        guard let lineEnd = input.endOfLine(from: index) else { return .needMore }
        flush(bytes, to: index)
        let start = input.base + index
        index += 2
        let rest = bytes[index..<lineEnd]
        var arguments: [UInt8] = []
        if command.letter == UInt8(ascii: "d") { setDelimiter(Array(rest), afterBackslash: true) }
        if command.takesArguments {
            let stop = serverComment == .none ? delimiter : [Byte.star, Byte.slash]
            let end = rest.indices.first { bytes[$0..<lineEnd].starts(with: stop) }
            arguments = Array(bytes[index..<(end ?? lineEnd)])
            index = end.map { serverComment == .none ? $0 + stop.count : $0 } ?? lineEnd
        }
        runStart = index
        if command.letter == UInt8(ascii: "d") { return .goOn }
        guard let item = run(command, arguments, from: start, afterBackslash: true) else { return .goOn }
        return .item(item)
    }

    /// A command of the workspace.
    private mutating func scanWorkspaceCommand(
        _ word: WorkspaceWord, _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int
    ) -> ScanStep {
        flush(bytes, to: index)
        itemStart = input.base + index
        index = word.end
        runStart = index
        // A line with only a command leaves the statement unchanged.
        if text.last == Byte.lineFeed { text.removeLast() }
        return .item(
            item(for: ScriptCommand(name: word.name, arguments: Array(bytes[word.arguments]), line: line)))
    }

    /// The item for a command, which may complete the open statement.
    private mutating func item(for command: ScriptCommand) -> ScriptItem {
        var command = command
        switch BufferUse.of(command.name, .mysql) {
        case .sends:
            if hasStarted, let statement = takeStatement(.command(command)) { return statement }
        case .drops: clear()
        case .reads: if hasStarted { command.open = OpenStatement(text: text) }
        case .leaves: break
        }
        command.isInStatement = hasStarted
        return .command(command)
    }

    /// Runs a command of the scanner itself, or returns any other one.
    private mutating func run(
        _ command: MySQLCommand, _ arguments: [UInt8], from start: Int, afterBackslash: Bool
    ) -> ScriptItem? {
        itemStart = start
        let item = ScriptCommand(name: command.name.description, arguments: arguments, line: line)
        switch command.letter {
        case UInt8(ascii: "g"), UInt8(ascii: "G"): return takeStatement(.command(item))
        case UInt8(ascii: "d"): break
        case _ where knowsWorkspaceCommands: return self.item(for: item)
        default: break
        }
        switch command.letter {
        case UInt8(ascii: "c"):
            clear()
            return nil
        case UInt8(ascii: "d"):
            return setDelimiter(arguments, afterBackslash: afterBackslash) ? nil : .command(item)
        case Byte.dot:
            clear()
            return .command(item)
        default: return .command(item)
        }
    }

    @discardableResult
    private mutating func setDelimiter(_ arguments: [UInt8], afterBackslash: Bool) -> Bool {
        guard let new = MySQLArgument.first(of: arguments, afterBackslash: afterBackslash),
            !new.contains(Byte.backslash)
        else { return false }
        delimiter = Array(new.prefix(15))
        return true
    }
}
