import Failures
import SQLText
import SQLWire

/// A parsed `\copy` command.
public struct CopyCommand: Sendable, Equatable {
    /// The direction of the copy.
    public enum Direction: Sendable, Equatable {
        /// From the file to the server: the statement reads the file.
        case toServer
        /// From the server to the file: the statement's bytes become the file.
        case toFile
        /// From the server to the file: the statement's rows are written in a result format, such as `csv`.
        case export(format: String)
        /// From the file to a server without COPY: `sql` is the beginning of an INSERT, up to VALUES.
        case load(format: String, hasHeader: Bool)
    }

    public var direction: Direction
    /// The statement to run.
    public var sql: [UInt8]
    /// The file; nil for standard input or output, which means the next lines of the script or the screen.
    public var path: String?

    public init(direction: Direction, sql: [UInt8], path: String?) {
        self.direction = direction
        self.sql = sql
        self.path = path
    }

    /// Parses the command's line. Source: psql's copy.c, parse_slash_copy.
    init(_ call: CommandCall) throws(Failure) {
        guard let line = CopyLine(call.arguments, call.dialect) else {
            throw call.refusal("it reads: a table or a query in parentheses, \"from\" or \"to\", and a file")
        }
        if line.isProgram {
            throw call.refusal(
                "no program is run from here", next: "copy to or from a file, and run the program on it")
        }
        switch (call.dialect, line.isFrom) {
        case (.postgresql, true): direction = .toServer
        case (.postgresql, false): direction = .toFile
        case (.mysql, true):
            let format = try line.format(call)
            guard ["csv", "tsv"].contains(format) else {
                throw call.refusal("\"\(format)\" is not read from files", next: "csv or tsv")
            }
            direction = .load(format: format, hasHeader: line.hasHeader)
        case (.mysql, false): direction = .export(format: try line.format(call))
        }
        path = line.path
        sql = line.sql(call.dialect)
    }
}

/// The parts of a `\copy` line.
private struct CopyLine {
    /// The table with its columns, or the query with its parentheses.
    let source: ArraySlice<UInt8>
    let isFrom: Bool
    let isProgram: Bool
    let path: String?
    /// The text after the file.
    let options: ArraySlice<UInt8>

    init?(_ line: [UInt8], _ dialect: Dialect) {
        guard let (keyword, position) = Self.keyword(in: line, dialect) else { return nil }
        source = Self.trimmed(line[..<position.lowerBound])
        isFrom = keyword == "from"
        guard !source.isEmpty, let target = Self.target(in: line[position.upperBound...]) else { return nil }
        isProgram = !target.isQuoted && target.text.lowercased() == "program"
        let isStream =
            !target.isQuoted && ["stdin", "stdout", "pstdin", "pstdout"].contains(target.text.lowercased())
        path = isStream ? nil : target.text
        options = Self.trimmed(target.rest)
    }

    /// The first `from` or `to` outside of quotes and parentheses.
    private static func keyword(in line: [UInt8], _ dialect: Dialect) -> (String, Range<Int>)? {
        var depth = 0
        for token in SQLLexer(rules: LexRules(dialect: dialect, isSentText: true)).lex(line) {
            switch token.kind {
            case .openParenthesis: depth += 1
            case .closeParenthesis: depth -= 1
            case .keyword, .identifier:
                let word = String(decoding: line[token.range], as: UTF8.self).lowercased()
                if depth == 0, word == "from" || word == "to" { return (word, token.range) }
            default: break
            }
        }
        return nil
    }

    /// The file or its placeholder.
    private struct Target {
        var text: String
        var isQuoted: Bool
        /// The text after it.
        var rest: ArraySlice<UInt8>
    }

    /// Removes the quotes of a file name. A backslash in it is literal, as in psql.
    private static func target(in line: ArraySlice<UInt8>) -> Target? {
        let line = trimmed(line)
        guard let first = line.first else { return nil }
        guard first == UInt8(ascii: "'") else {
            let text = line.prefix { !isSpace($0) }
            return Target(
                text: String(decoding: text, as: UTF8.self), isQuoted: false, rest: line.dropFirst(text.count))
        }
        var text: [UInt8] = []
        var rest = line.dropFirst()
        while let byte = rest.popFirst() {
            if byte == first {
                guard rest.first == first else {
                    guard !text.isEmpty else { return nil }
                    return Target(text: String(decoding: text, as: UTF8.self), isQuoted: true, rest: rest)
                }
                rest.removeFirst()
            }
            text.append(byte)
        }
        return nil
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes.drop(while: isSpace)
        while let last = bytes.last, isSpace(last) { bytes.removeLast() }
        return bytes
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 9 < 5 }

    func sql(_ dialect: Dialect) -> [UInt8] {
        switch dialect {
        case .postgresql:
            let direction = isFrom ? " FROM STDIN" : " TO STDOUT"
            return Array("COPY ".utf8) + source + Array(direction.utf8) + (options.isEmpty ? [] : [0x20] + options)
        case .mysql where isFrom: return Array("INSERT INTO ".utf8) + source + Array(" VALUES ".utf8)
        case .mysql:
            if source.first == UInt8(ascii: "("), source.last == UInt8(ascii: ")") {
                return Array(source.dropFirst().dropLast())
            }
            guard let columns = source.firstIndex(of: UInt8(ascii: "(")), source.last == UInt8(ascii: ")") else {
                return Array("SELECT * FROM ".utf8) + source
            }
            return Array("SELECT ".utf8) + source[(columns + 1)...].dropLast() + Array(" FROM ".utf8)
                + source[..<columns]
        }
    }

    /// Whether the file's first line names the columns.
    var hasHeader: Bool { String(decoding: options, as: UTF8.self).lowercased().contains("header") }

    /// The format after the file name on MySQL: `csv`, `with (format csv)`.
    func format(_ call: CommandCall) throws(Failure) -> String {
        let known = ["csv", "tsv", "json", "jsonl", "markdown", "insert"]
        let ignored = ["with", "format", "header", "true", "on"]
        let words = String(decoding: options, as: UTF8.self).lowercased()
            .split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
        if let wrong = words.first(where: { !known.contains($0) && !ignored.contains($0) }) {
            throw call.refusal("\"\(wrong)\" is no format of files", next: "csv, tsv, json, jsonl, markdown or insert")
        }
        return words.first(where: known.contains) ?? "csv"
    }
}
