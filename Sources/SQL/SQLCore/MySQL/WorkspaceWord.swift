/// A command of the workspace's in a text for MySQL, which mysql itself would read otherwise: it takes `\dt` for a new
/// delimiter, `\gx` for a statement's end with an `x` after it, and `\set` for its status.
package struct WorkspaceWord {
    /// The name without the backslash.
    package let name: String
    /// Where its name ends.
    package let endOfName: Int
    /// What follows it in the line, without the delimiter that may end it.
    package let arguments: Range<Int>
    /// Where the line goes on behind it.
    package let end: Int

    /// The command at a backslash outside of quotes and comments; nil where mysql's own reading is right.
    ///
    /// A word of several letters is one command that takes the rest of its line, whether there is one of that name or
    /// not, and so is a letter that is not mysql's, and `\d`. Letters that mysql gives no arguments take them here up
    /// to the delimiter, so that none of them ends up in the statement before it.
    package init?(at backslash: Int, in line: UnsafeBufferPointer<UInt8>, to lineEnd: Int, delimiter: [UInt8]) {
        let start = backslash + 1
        guard start < lineEnd else { return nil }
        var end = start
        while end < lineEnd, Self.isNameByte(line[end]) { end += 1 }
        let letter = line[start]
        let isWord = end > start + 1 && !Byte.isDigit(letter)
        let known = isWord ? nil : MySQLCommand.named(letter)
        if !isWord {
            // `\-` stands in a comment that the server reads, with words after it that are no arguments.
            guard ![UInt8(ascii: "N"), UInt8(ascii: "G"), Byte.minus].contains(letter),
                known != nil || end == start + 1
            else { return nil }
            end = start + 1
        }
        var last = lineEnd
        var next = lineEnd
        if let known, letter != UInt8(ascii: "d"), letter != UInt8(ascii: "g") {
            // What takes arguments in mysql is read as mysql reads it.
            guard !known.takesArguments else { return nil }
            if let stop = (end..<lineEnd).first(where: { line[$0..<lineEnd].starts(with: delimiter) }) {
                (last, next) = (stop, stop + delimiter.count)
            }
        }
        last = Self.trimmed(line, end..<last)
        if last - end >= delimiter.count, line[(last - delimiter.count)..<last].elementsEqual(delimiter) {
            last = Self.trimmed(line, end..<(last - delimiter.count))
        }
        // What follows `\g` is the next statement, unless a file is meant.
        guard letter != UInt8(ascii: "g") || isWord || Self.isOneWord(line[end..<last]) else { return nil }
        name = String(decoding: line[start..<end], as: UTF8.self)
        endOfName = end
        arguments = end..<last
        self.end = next
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (byte | 32) &- 97 < 26 || Byte.isDigit(byte) || byte == 95 || byte == Byte.plus
    }

    /// Where a range ends without the space at its end.
    private static func trimmed(_ line: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int {
        var end = range.upperBound
        while end > range.lowerBound, MySQLCommand.isSpace(line[end - 1]) { end -= 1 }
        return end
    }

    private static func isOneWord(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        text.split(whereSeparator: MySQLCommand.isSpace).count == 1 && !text.contains(Byte.backslash)
    }
}
