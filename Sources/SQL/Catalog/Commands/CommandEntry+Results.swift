import Failures
import SQLScript
import SQLWire

extension CommandEntry {
    static let results: [CommandEntry] = [
        CommandEntry(
            "x", arguments: "[on|off|auto]", topic: .results, help: "a line for each value instead of a row for each"
        ) { call throws(Failure) in .expanded(try call.toggle(allowsAutomatic: true)) },
        CommandEntry(
            "timing", arguments: "[on|off]", topic: .results, help: "tell how long statements take"
        ) { call throws(Failure) in .timing(try call.toggle()) },
        CommandEntry(
            "o", "out", arguments: "[FILE]", topic: .results,
            help: "results go to FILE from now on; without one, to the screen again"
        ) { call throws(Failure) in .output(path: try call.path()) },
        CommandEntry(
            "export", arguments: "FILE [FORMAT]", topic: .results,
            help: "write the whole result to a file: csv, tsv, json, jsonl, markdown, insert, table or vertical"
        ) { call throws(Failure) in
            let words = call.words.texts
            guard let path = words.first, words.count <= 2 else { throw call.refusal("it takes a file and a format") }
            return .export(path: path, format: words.count == 2 ? words[1].lowercased() : nil)
        },
    ]

    static let files: [CommandEntry] = [
        followed("i", "include", arguments: "FILE", topic: .files, help: "run a script"),
        followed(
            "ir", "include_relative", arguments: "FILE", topic: .files,
            help: "run a script that lies beside the one that says so"),
        followed(
            "source", ".", arguments: "FILE", dialects: [.mysql], topic: .files,
            help: "run a script, as MySQL's client writes it"),
        CommandEntry(
            "copy", arguments: "TABLE|(QUERY) from|to FILE [OPTIONS]", dialects: [.postgresql], topic: .files,
            help: "move rows between a file here and a table, as COPY does"
        ) { call throws(Failure) in .copy(try CopyCommand(call)) },
        CommandEntry(
            "copy", arguments: "TABLE|(QUERY) from|to FILE [csv|tsv] [header]", dialects: [.mysql], topic: .files,
            help: "move rows between a file here and a table; into it by INSERT, all of them or none"
        ) { call throws(Failure) in .copy(try CopyCommand(call)) },
    ]

    /// The argument of a command that exists only on MySQL.
    static func mysqlArgument(_ call: CommandCall, _ meaning: String) throws(Failure) -> String {
        guard let argument = MySQLArgument.first(of: call.arguments, afterBackslash: false) else {
            throw call.refusal("it needs \(meaning)")
        }
        return String(decoding: argument, as: UTF8.self)
    }
}
