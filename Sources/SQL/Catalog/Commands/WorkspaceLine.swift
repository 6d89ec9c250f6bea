public import SQLCore

/// Commands of the workspace in lines that MySQL's scanner would read otherwise: it takes `\dt` for a new delimiter and
/// `\gx` for a statement's end with an `x` after it.
///
/// PostgreSQL's scanner finds all commands itself; asked for that dialect, both functions answer nil.
public enum WorkspaceLine {
    /// The command that a line is, which begins where no statement is open.
    ///
    /// MySQL's own client has `\d` for its delimiter: with a name behind it, it is psql's here, with signs it is MySQL's.
    /// A word of several letters is one command, whether there is one of that name or not: MySQL's client would take its
    /// first letter for a command, and `\set` for a status.
    public static func command(in line: [UInt8], dialect: Dialect) -> ScriptCommand? {
        guard dialect == .mysql else { return nil }
        let line = line.drop(while: isSpace)
        guard line.first == backslash else { return nil }
        let name = line.dropFirst().prefix { !isSpace($0) && $0 != backslash }
        return command(name: name, arguments: line[name.endIndex...])
    }

    /// The command that ends a statement, `\gx`, `\watch 2`, `\g FILE`, `\explain`, and where it begins in `text`. At
    /// the beginning of a line every word of several letters does.
    public static func ending(of text: [UInt8], dialect: Dialect) -> (command: ScriptCommand, start: Int)? {
        guard dialect == .mysql else { return nil }
        let end = (text.lastIndex { !isSpace($0) } ?? -1) + 1
        let lineStart = (text[..<end].lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
        for start in text.indices[lineStart..<end] where text[start] == backslash {
            let name = text[(start + 1)..<end].prefix { !isSpace($0) && $0 != backslash }
            let beginsLine = text[lineStart..<start].allSatisfy(isSpace) && isWord(name)
            guard let command = command(name: name, arguments: text[name.endIndex..<end]),
                endings.contains(command.name) || beginsLine, isOutside(text[..<start])
            else { continue }
            return (command, start)
        }
        return nil
    }

    private static let backslash = UInt8(ascii: "\\")
    private static let endings: Set<String> = ["g", "gx", "watch", "explain"]
    /// One letter is MySQL's own unless it is among these.
    private static let letters: Set<String> = ["x", "i", "o", "l", "z"]

    /// Whether a name begins with two letters.
    private static func isWord(_ name: ArraySlice<UInt8>) -> Bool {
        name.count > 1 && name.prefix(2).allSatisfy { ($0 | 32) &- 97 < 26 }
    }

    private static func command(name: ArraySlice<UInt8>, arguments: ArraySlice<UInt8>) -> ScriptCommand? {
        let isWord = isWord(name)
        let name = String(decoding: name, as: UTF8.self)
        let command = ScriptCommand(name: name, arguments: Array(arguments), line: 1)
        guard let entry = CommandEntry.named(name, .mysql) else { return isWord ? command : nil }
        let stem = String(CommandEntry.stem(of: name))
        if stem == "d" { return isNameOrNothing(arguments) ? command : nil }
        // The scanner knows \g and only takes no file.
        if name == "g" { return arguments.contains { !isSpace($0) && $0 != UInt8(ascii: ";") } ? command : nil }
        guard name.utf8.count > 1 else { return letters.contains(name) ? command : nil }
        return entry.names.contains(name) || entry.names.contains(stem) || stem.hasPrefix("d") ? command : nil
    }

    private static func isNameOrNothing(_ arguments: ArraySlice<UInt8>) -> Bool {
        guard let first = arguments.first(where: { !isSpace($0) }) else { return true }
        return (first | 32) &- 97 < 26 || first >= 128 || [0x5F, 0x60, 0x22, 0x2A, 0x3F].contains(first)
    }

    /// Whether a statement's text ends outside of quotes and comments. In a comment up to the line's end, which counts
    /// for nothing open, a quote opens nothing.
    private static func isOutside(_ text: ArraySlice<UInt8>) -> Bool {
        construct(text, "") == nil && construct(text, "'x") == .string
    }

    private static func construct(_ text: ArraySlice<UInt8>, _ more: String) -> OpenConstruct.Kind? {
        var scanner = MySQLScanner()
        scanner.feed(Array(text) + more.utf8)
        scanner.finish()
        while scanner.next() != nil {}
        return scanner.openConstruct?.kind
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 9 < 5 }
}
