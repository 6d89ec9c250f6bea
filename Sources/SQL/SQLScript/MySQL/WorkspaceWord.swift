import SQLWire

/// A workspace command in a text for MySQL. mysql itself would read it differently: `\dt` as a new delimiter, `\gx` as
/// the end of a statement followed by `x`, and `\set` as its status command.
package struct WorkspaceWord {
    /// The name without the backslash.
    package let name: String
    /// The end of the name.
    package let endOfName: Int
    /// The rest of the line, without the delimiter at its end.
    package let arguments: Range<Int>
    /// Where the line continues after the command.
    package let end: Int

    /// The command at a backslash outside of quotes and comments; nil when mysql's own reading is right.
    ///
    /// A word of several letters is one command, known or not, that takes the rest of its line as arguments; so is a
    /// letter unknown to mysql, and `\d`. Letters without arguments in mysql take them here up to the delimiter, so
    /// that they do not end up in the statement before.
    package init?(at backslash: Int, in line: UnsafeBufferPointer<UInt8>, to lineEnd: Int, delimiter: [UInt8]) {
        let start = backslash + 1
        guard start < lineEnd else { return nil }
        var end = start
        while end < lineEnd, Self.isNameByte(line[end]) { end += 1 }
        let letter = line[start]
        let isWord = end > start + 1 && !Byte.isDigit(letter)
        let known = isWord ? nil : MySQLCommand.named(letter)
        if !isWord {
            // `\-` occurs in a comment that the server reads; the words after it are not arguments.
            guard ![UInt8(ascii: "N"), UInt8(ascii: "G"), Byte.minus].contains(letter),
                known != nil || end == start + 1
            else { return nil }
            end = start + 1
        }
        var last = lineEnd
        var next = lineEnd
        if let known, letter != UInt8(ascii: "d"), letter != UInt8(ascii: "g") {
            // Commands with arguments in mysql are read as mysql reads them.
            guard !known.takesArguments else { return nil }
            if let stop = (end..<lineEnd).first(where: { line[$0..<lineEnd].starts(with: delimiter) }) {
                (last, next) = (stop, stop + delimiter.count)
            }
        }
        last = Self.trimmed(line, end..<last)
        if last - end >= delimiter.count, line[(last - delimiter.count)..<last].elementsEqual(delimiter) {
            last = Self.trimmed(line, end..<(last - delimiter.count))
        }
        // The text after `\g` is the next statement, unless it is a file name.
        guard letter != UInt8(ascii: "g") || isWord || Self.isOneWord(line[end..<last]) else { return nil }
        name = String(decoding: line[start..<end], as: UTF8.self)
        endOfName = end
        arguments = end..<last
        self.end = next
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (byte | 32) &- 97 < 26 || Byte.isDigit(byte) || byte == 95 || byte == Byte.plus
    }

    /// The end of a range without its trailing space.
    private static func trimmed(_ line: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int {
        var end = range.upperBound
        while end > range.lowerBound, MySQLCommand.isSpace(line[end - 1]) { end -= 1 }
        return end
    }

    private static func isOneWord(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        text.split(whereSeparator: MySQLCommand.isSpace).count == 1 && !text.contains(Byte.backslash)
    }
}
