import SQLScript
import SQLWire

extension LineLexer {
    /// Handles a backslash outside of quotes by psql's rules.
    mutating func lexPostgreSQLBackslash() {
        let next = peek(1)
        guard !rules.isSentText else { return take(1, .stray) }
        if next == Byte.semicolon || next == Byte.colon {
            beginStatement()
            if next == Byte.semicolon { state.body.beginStatement() }
            return take(2, next == Byte.semicolon ? .semicolon : .operator)
        }
        let start = index
        let lineEnd = end > start && bytes[end - 1] == Byte.lineFeed ? end - 1 : end
        index = PostgreSQLCommand.endOfName(bytes, from: start + 1, to: lineEnd)
        let name = String(decoding: bytes[(start + 1)..<index], as: UTF8.self)
        emit(.command, from: start)
        lexArguments(to: PostgreSQLCommand.endOfArguments(of: name, bytes, from: index, to: lineEnd))
        if index + 1 < lineEnd, peek(0) == Byte.backslash, peek(1) == Byte.backslash { take(2, .command) }
        switch BufferUse.of(name, .postgresql) {
        case .sends, .drops:
            endStatement()
            state.parenthesisDepth = 0
            state.body = RoutineBody()
        case .leaves, .reads: break
        }
    }

    /// Lexes words up to `limit`.
    mutating func lexArguments(to limit: Int) {
        while index < limit {
            let isSpace = MySQLCommand.isSpace(bytes[index])
            let start = index
            while index < limit, MySQLCommand.isSpace(bytes[index]) == isSpace { index += 1 }
            emit(isSpace ? .whitespace : .commandArgument, from: start)
        }
    }

    /// Handles the beginning of a line: a command of mysql, if the whole line is one.
    mutating func lexLineCommand() {
        guard !state.isStarted, state.mode == .plain,
            MySQLCommand.begins(UnsafeBufferPointer(rebasing: bytes[index..<end]))
        else { return }
        var start = index
        while start < end, bytes[start] != Byte.lineFeed, MySQLCommand.isSpace(bytes[start]) { start += 1 }
        var lineEnd = end
        if lineEnd > start, bytes[lineEnd - 1] == Byte.lineFeed { lineEnd -= 1 }
        if lineEnd > start, lineEnd < end, bytes[lineEnd - 1] == Byte.carriageReturn { lineEnd -= 1 }
        let line = bytes[start..<lineEnd]
        guard let (command, arguments) = MySQLCommand.whole(line, delimiter: delimiter) else { return }
        takeWhile(.whitespace) { $0 != Byte.lineFeed && MySQLCommand.isSpace($0) }
        take(command.name.utf8CodeUnitCount, .command)
        lexArguments(to: lineEnd)
        run(command, arguments, afterBackslash: false)
    }

    private mutating func run(_ command: MySQLCommand, _ arguments: [UInt8], afterBackslash: Bool) {
        switch command.letter {
        case UInt8(ascii: "g"), UInt8(ascii: "G"), UInt8(ascii: "c"): endStatement()
        case Byte.dot: if !rules.hasWorkspaceCommands { endStatement() }
        case UInt8(ascii: "d"):
            guard let new = MySQLArgument.first(of: arguments, afterBackslash: afterBackslash),
                !new.contains(Byte.backslash)
            else { return }
            state.delimiter = new == [Byte.semicolon] ? [] : Array(new.prefix(15))
        default: break
        }
    }

    /// Handles the delimiter at `index`: the text before it in the line may be a command instead of a statement.
    mutating func lexDelimiter() {
        let length = rules.isSentText ? 1 : delimiter.count
        if !rules.isSentText, let start = statementStart,
            MySQLCommand.begins(UnsafeBufferPointer(rebasing: bytes[start..<index])),
            let (command, arguments) = MySQLCommand.whole(bytes[start..<index], delimiter: delimiter),
            command.letter | 32 != UInt8(ascii: "g")
        {
            let limit = index
            while let last = tokens.last, last.range.lowerBound >= start { tokens.removeLast() }
            index = start
            take(command.name.utf8CodeUnitCount, .command)
            lexArguments(to: limit)
            take(length, .terminator)
            endStatement()
            return run(command, arguments, afterBackslash: false)
        }
        take(length, .terminator)
        endStatement()
    }

    /// Handles a backslash outside of quotes by mysql's rules.
    mutating func lexMySQLBackslash() {
        let letter = peek(1)
        let isLineEnd = letter == Byte.lineFeed || letter == Byte.carriageReturn && peek(2) == Byte.lineFeed
        guard !isLineEnd else { return take(1, .stray) }
        var lineEnd = end
        if lineEnd > index, bytes[lineEnd - 1] == Byte.lineFeed { lineEnd -= 1 }
        if rules.hasWorkspaceCommands, serverComment == .none,
            let word = WorkspaceWord(at: index, in: bytes, to: lineEnd, delimiter: delimiter)
        {
            take(word.endOfName - index, .command)
            lexArguments(to: word.end)
            switch BufferUse.of(word.name, .mysql) {
            case .sends, .drops: endStatement()
            case .leaves, .reads: break
            }
            return
        }
        guard letter != UInt8(ascii: "N"), let command = MySQLCommand.named(letter) else {
            beginStatement()
            return take(2, letter == UInt8(ascii: "N") ? .keyword : .stray)
        }
        take(2, .command)
        let rest = Array(bytes[index..<max(index, lineEnd)])
        if command.letter == UInt8(ascii: "d") { run(command, rest, afterBackslash: true) }
        if command.takesArguments { lexBackslashArguments(to: max(index, lineEnd)) }
        if command.letter != UInt8(ascii: "d") { run(command, rest, afterBackslash: true) }
    }

    private mutating func lexBackslashArguments(to lineEnd: Int) {
        let stop = serverComment == .none ? delimiter : [Byte.star, Byte.slash]
        let found = (index..<lineEnd).first { bytes[$0..<lineEnd].starts(with: stop) }
        lexArguments(to: found ?? lineEnd)
        if found != nil, serverComment == .none { take(stop.count, .command) }
    }
}
