import SQLWire

/// The client's own commands, in the order of its `help`.
package struct MySQLCommand: Sendable {
    package let name: StaticString
    /// The letter of its backslash form.
    package let letter: UInt8
    package let takesArguments: Bool

    package static let all: [MySQLCommand] = [
        .init("?", "?", true), .init("charset", "C", true), .init("clear", "c", false), .init("connect", "r", true),
        .init("delimiter", "d", true), .init("edit", "e", false), .init("ego", "G", false), .init("exit", "q", false),
        .init("go", "g", false), .init("help", "h", true), .init("nopager", "n", false), .init("notee", "t", false),
        .init("nowarning", "w", false), .init("pager", "P", true), .init("print", "p", false),
        .init("prompt", "R", true), .init("quit", "q", false), .init("rehash", "#", false),
        .init("sandbox", "-", false), .init("source", ".", true), .init("status", "s", false),
        .init("system", "!", true), .init("tee", "T", true), .init("use", "u", true), .init("warnings", "W", false),
    ]
    /// One more than the length of the longest name.
    package static let nameLimit = 10

    private init(_ name: StaticString, _ letter: Unicode.Scalar, _ takesArguments: Bool) {
        self.name = name
        self.letter = UInt8(ascii: letter)
        self.takesArguments = takesArguments
    }

    package static func named(_ letter: UInt8) -> MySQLCommand? { all.first { $0.letter == letter } }

    /// The command whose name `text` is, or begins with before a space or tab.
    package static func leading(_ text: some Collection<UInt8>) -> MySQLCommand? {
        let word = text.prefix(nameLimit).prefix { $0 != Byte.space && $0 != Byte.tab }
        return word.count < nameLimit ? all.first { word.isWord($0.name) } : nil
    }

    /// Whether a command's name begins here, leading spaces ignored.
    package static func begins(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let start = bytes.firstIndex(where: { !isSpace($0) }) else { return false }
        let word = bytes[start...].prefix(nameLimit).prefix { !isSpace($0) }
        return leading(UnsafeBufferPointer(rebasing: word)) != nil
    }

    /// The command that a whole line or statement is, with its arguments. The client does not recognise a command that
    /// contains the delimiter or `\g`; these are found first.
    package static func whole(
        _ text: some BidirectionalCollection<UInt8>, delimiter: [UInt8]
    ) -> (command: MySQLCommand, arguments: [UInt8])? {
        let text = text.drop(while: isSpace)
        guard let command = leading(text) else { return nil }
        let bytes = Array(text)
        guard !contains(bytes, [Byte.backslash, UInt8(ascii: "g")]) else { return nil }
        guard command.name.utf8CodeUnitCount == 9 || !contains(bytes, delimiter) else { return nil }
        let arguments = Array(bytes[command.name.utf8CodeUnitCount...])
        if arguments.allSatisfy(isSpace) { return (command, arguments) }
        return command.takesArguments && MySQLArgument.first(of: arguments, afterBackslash: false) != nil
            ? (command, arguments) : nil
    }

    package static func isSpace(_ byte: UInt8) -> Bool { byte == Byte.space || byte &- 9 < 5 }

    private static func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
        guard let first = part.first, bytes.count >= part.count else { return false }
        return (0...(bytes.count - part.count)).contains { bytes[$0] == first && bytes[$0...].starts(with: part) }
    }
}

/// The first argument of a client command.
public enum MySQLArgument {
    /// The first argument as the client reads it, without quotes and escapes; nil when there is none.
    ///
    /// - Parameter afterBackslash: Whether the command has its backslash form, in which a doubled quote is not special.
    public static func first(of arguments: [UInt8], afterBackslash: Bool) -> [UInt8]? {
        var rest = arguments.drop(while: MySQLCommand.isSpace)
        guard let opening = rest.first else { return nil }
        let isQuoted = opening == Byte.quote || opening == Byte.doubleQuote || opening == Byte.backquote
        let closing = isQuoted ? opening : Byte.space
        if isQuoted { rest = rest.dropFirst() }
        var result: [UInt8] = []
        var isClosed = !isQuoted
        while let byte = rest.popFirst() {
            if byte == Byte.backslash, let next = rest.first, afterBackslash || closing != Byte.backquote {
                result.append(next)
                rest = rest.dropFirst()
            } else if isQuoted, !afterBackslash, byte == closing, rest.first == closing {
                result.append(closing)
                rest = rest.dropFirst()
            } else if byte == closing {
                isClosed = true
                break
            } else {
                result.append(byte)
            }
        }
        return isClosed && !result.isEmpty ? result : nil
    }
}
