import SQLCore

/// The words of a statement outside of quotes and comments, in lower case.
struct StatementWords: Sequence, IteratorProtocol {
    private var rest: ArraySlice<UInt8>
    private let dialect: Dialect
    private let hasBackslashEscapes: Bool

    init(_ text: ArraySlice<UInt8>, _ dialect: Dialect, hasBackslashEscapes: Bool) {
        rest = text
        self.dialect = dialect
        self.hasBackslashEscapes = hasBackslashEscapes
    }

    mutating func next() -> String? {
        while let byte = rest.first {
            if isWord(byte) {
                let word = rest.prefix(while: isWord)
                rest = rest.dropFirst(word.count)
                // E'…' has escapes; other letters before a quote change nothing here.
                if rest.first == UInt8(ascii: "'"), word.count == 1, word.first.map({ $0 | 32 }) == UInt8(ascii: "e") {
                    skipString(UInt8(ascii: "'"), hasEscapes: true)
                    continue
                }
                return String(decoding: word, as: UTF8.self).lowercased()
            }
            skip(byte)
        }
        return nil
    }

    private mutating func skip(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "'"): skipString(byte, hasEscapes: hasBackslashEscapes)
        case UInt8(ascii: "\""): skipString(byte, hasEscapes: hasBackslashEscapes && dialect == .mysql)
        case UInt8(ascii: "`") where dialect == .mysql: skipString(byte, hasEscapes: false)
        case UInt8(ascii: "#") where dialect == .mysql: skipLine()
        case UInt8(ascii: "-") where rest.dropFirst().first == byte: skipLine()
        case UInt8(ascii: "/") where rest.dropFirst().first == UInt8(ascii: "*"): skipComment()
        case UInt8(ascii: "$") where dialect == .postgresql: skipDollarQuote()
        default: rest.removeFirst()
        }
    }

    private mutating func skipString(_ quote: UInt8, hasEscapes: Bool) {
        rest.removeFirst()
        while let byte = rest.popFirst(), byte != quote {
            if byte == UInt8(ascii: "\\"), hasEscapes { _ = rest.popFirst() }
        }
    }

    private mutating func skipLine() {
        rest = rest.drop { $0 != UInt8(ascii: "\n") }
    }

    /// PostgreSQL's comments nest; MySQL runs what stands in `/*! … */` and MariaDB's `/*M! … */`, which is therefore read.
    private mutating func skipComment() {
        rest = rest.dropFirst(2)
        if dialect == .mysql {
            if rest.first == UInt8(ascii: "!") || rest.starts(with: Array("M!".utf8)) { return }
        }
        var depth = 1
        while depth > 0, let byte = rest.popFirst() {
            if byte == UInt8(ascii: "*"), rest.first == UInt8(ascii: "/") {
                rest.removeFirst()
                depth -= 1
            } else if byte == UInt8(ascii: "/"), rest.first == UInt8(ascii: "*"), dialect == .postgresql {
                rest.removeFirst()
                depth += 1
            }
        }
    }

    private mutating func skipDollarQuote() {
        let tag = rest.dropFirst().prefix { isWord($0) && $0 != UInt8(ascii: "$") }
        let delimiter = Array(rest.prefix(tag.count + 2))
        guard delimiter.count == tag.count + 2, delimiter.last == UInt8(ascii: "$") else {
            rest.removeFirst()
            return
        }
        rest = rest.dropFirst(delimiter.count)
        while !rest.isEmpty, !rest.starts(with: delimiter) {
            rest = rest.dropFirst().drop { $0 != UInt8(ascii: "$") }
        }
        rest = rest.dropFirst(delimiter.count)
    }

    private func isWord(_ byte: UInt8) -> Bool {
        (byte | 32) &- 97 < 26 || byte &- 48 < 10 || byte == 95 || byte >= 128
    }
}
