import Failures
import SQLCore

/// What `\copy` asks for.
public struct CopyCommand: Sendable, Equatable {
    /// Which way rows go.
    public enum Direction: Sendable, Equatable {
        /// From the file to the server: the file is what the statement reads.
        case toServer
        /// From the server to the file: the statement's bytes are the file.
        case toFile
        /// From the server to the file: the statement's rows are to be written as a result in a format, `csv`.
        case export(format: String)
        /// From the file to the server, which has no COPY: `sql` is an INSERT's beginning, up to its VALUES.
        case load(format: String, hasHeader: Bool)
    }

    /// Which way rows go.
    public var direction: Direction
    /// The statement to run.
    public var sql: [UInt8]
    /// The file; nil for standard input or output, which are the script's next lines and the screen.
    public var path: String?

    /// Sets every field.
    public init(direction: Direction, sql: [UInt8], path: String?) {
        self.direction = direction
        self.sql = sql
        self.path = path
    }

    /// Reads the command's line. Source: psql's copy.c, parse_slash_copy.
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

/// The parts of a line of `\copy`.
private struct CopyLine {
    /// The table with its columns, or the query with its parentheses.
    let source: ArraySlice<UInt8>
    let isFrom: Bool
    let isProgram: Bool
    let path: String?
    /// What follows the file.
    let options: ArraySlice<UInt8>

    init?(_ line: [UInt8], _ dialect: Dialect) {
        var words = CopyScanner(line, dialect)
        guard let (source, keyword) = words.source() else { return nil }
        self.source = source
        isFrom = keyword == "from"
        guard let target = words.target() else { return nil }
        isProgram = !target.isQuoted && target.text.lowercased() == "program"
        let isStream =
            !target.isQuoted && ["stdin", "stdout", "pstdin", "pstdout"].contains(target.text.lowercased())
        path = isStream ? nil : target.text
        options = words.rest
    }

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

    /// The format that a MySQL user names after the file: `csv`, `with (format csv)`.
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
