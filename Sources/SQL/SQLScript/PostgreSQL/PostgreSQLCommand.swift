import SQLWire

/// psql's backslash commands, as far as their form affects the text after them.
package enum PostgreSQLCommand {
    /// Commands whose single argument is the rest of the line.
    private static let wholeLine: Set<String> = ["!", "copy", "ef", "ev", "h", "help", "sf", "sf+", "sv", "sv+"]
    /// Commands that take the rest of the line if their argument begins with `|`.
    private static let piping: Set<String> = ["g", "gx", "o", "out", "w", "write"]
    /// Commands that take words up to the next unquoted backslash; so do all that begin with `d` and `lo_`.
    private static let ordinary: Set<String> = [
        "?", "C", "H", "T", "a", "c", "cd", "connect", "conninfo", "copyright", "crosstabview", "e", "echo", "edit",
        "elif", "else", "encoding", "endif", "errverbose", "f", "g", "gdesc", "getenv", "gexec", "gset", "gx", "html",
        "i", "if", "include", "include_relative", "ir", "l", "l+", "list", "list+", "o", "out", "p", "password",
        "print", "prompt", "pset", "q", "qecho", "quit", "r", "reset", "restrict", "s", "set", "setenv", "t", "timing",
        "unrestrict", "unset", "w", "warn", "watch", "write", "x", "z",
    ]

    /// The end of the name that begins at `start`.
    package static func endOfName(_ line: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int {
        var index = start
        while index < end, !isSpace(line[index]), line[index] != Byte.backslash { index += 1 }
        return index
    }

    /// The end of the arguments: the backslash of the next command, or `end`.
    package static func endOfArguments(
        of name: String, _ line: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int
    ) -> Int {
        // psql discards the rest of the line after an unknown command.
        guard !wholeLine.contains(name), ordinary.contains(name) || name.hasPrefix("d") || name.hasPrefix("lo_")
        else { return end }
        var mayPipe = piping.contains(name)
        var inOptions = false
        var index = start
        while true {
            while index < end, isSpace(line[index]) { index += 1 }
            guard index < end, line[index] != Byte.backslash else { return index }
            if mayPipe, line[index] == Byte.bar { return end }
            let word = index
            index = endOfWord(line, from: index, to: end)
            // `\g (option=value ...) |program`
            if mayPipe, name.hasPrefix("g"), line[word] == UInt8(ascii: "(") { inOptions = true }
            mayPipe = inOptions && line[index - 1] == UInt8(ascii: ")")
            if mayPipe { inOptions = false }
        }
    }

    private static func endOfWord(_ line: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int {
        var index = start
        while index < end, !isSpace(line[index]), line[index] != Byte.backslash {
            let mark = line[index]
            index += 1
            guard mark == Byte.quote || mark == Byte.doubleQuote || mark == Byte.backquote else { continue }
            while index < end, line[index] != mark {
                index += mark == Byte.quote && line[index] == Byte.backslash && index + 1 < end ? 2 : 1
            }
            index = min(index + 1, end)
        }
        return index
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == Byte.space || byte == Byte.tab || byte == Byte.carriageReturn || byte == 12
    }
}
