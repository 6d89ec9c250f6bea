import SQLCore

/// Walks over a line of `\copy`.
struct CopyScanner {
    private(set) var rest: ArraySlice<UInt8>
    private let dialect: Dialect

    init(_ line: [UInt8], _ dialect: Dialect) {
        self.dialect = dialect
        var trimmed = line[...]
        while let last = trimmed.last, Self.isSpace(last) { trimmed.removeLast() }
        rest = trimmed.drop(while: Self.isSpace)
    }

    /// What stands before `from` or `to`, outside of quotes and parentheses, and which of them it is.
    mutating func source() -> (ArraySlice<UInt8>, keyword: String)? {
        let start = rest
        var depth = 0
        while let byte = rest.first {
            switch byte {
            case UInt8(ascii: "("):
                depth += 1
                rest.removeFirst()
            case UInt8(ascii: ")"):
                depth -= 1
                rest.removeFirst()
            case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"): skipQuoted(byte)
            case _ where isWord(byte):
                let word = rest.prefix(while: isWord)
                rest = rest.dropFirst(word.count)
                guard depth == 0, let keyword = keyword(word) else { continue }
                var source = start[..<word.startIndex]
                while let last = source.last, Self.isSpace(last) { source.removeLast() }
                return source.isEmpty ? nil : (source, keyword)
            default: rest.removeFirst()
            }
        }
        return nil
    }

    /// The file or what stands for it, quotes taken off; what follows it stays.
    mutating func target() -> (text: String, isQuoted: Bool)? {
        rest = rest.drop(while: Self.isSpace)
        guard let first = rest.first else { return nil }
        var text: [UInt8] = []
        let isQuoted = first == UInt8(ascii: "'")
        if isQuoted {
            rest.removeFirst()
            var isClosed = false
            while let byte = rest.popFirst() {
                if byte == first {
                    guard rest.first == first else {
                        isClosed = true
                        break
                    }
                    rest.removeFirst()
                }
                text.append(byte)
            }
            guard isClosed else { return nil }
        } else {
            text = Array(rest.prefix { !Self.isSpace($0) })
            rest = rest.dropFirst(text.count)
        }
        rest = rest.drop(while: Self.isSpace)
        return text.isEmpty ? nil : (String(decoding: text, as: UTF8.self), isQuoted)
    }

    private func keyword(_ word: ArraySlice<UInt8>) -> String? {
        let text = String(decoding: word, as: UTF8.self).lowercased()
        return text == "from" || text == "to" ? text : nil
    }

    private mutating func skipQuoted(_ quote: UInt8) {
        rest.removeFirst()
        while let byte = rest.popFirst(), byte != quote {
            if byte == UInt8(ascii: "\\"), dialect == .mysql, quote != UInt8(ascii: "`") { _ = rest.popFirst() }
        }
    }

    private func isWord(_ byte: UInt8) -> Bool {
        (byte | 32) &- 97 < 26 || byte &- 48 < 10 || byte == 95 || byte == 36 || byte >= 128
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 9 < 5 }
}
