import Failures
import SQLScript
import SQLWire

extension CommandEntry {
    static let statements: [CommandEntry] = [
        CommandEntry(
            "g", arguments: "[FILE]", dialects: [.postgresql], topic: .statements, help: runHelp
        ) { call throws(Failure) in .run(expanded: false, path: try call.path()) },
        CommandEntry(
            "g", "go", arguments: "[FILE]", dialects: [.mysql], topic: .statements, help: runHelp
        ) { call throws(Failure) in .run(expanded: false, path: try call.path()) },
        CommandEntry(
            "gx", arguments: "[FILE]", topic: .statements, help: "the same, a line for each value"
        ) { call throws(Failure) in .run(expanded: true, path: try call.path()) },
        CommandEntry(
            "G", "ego", dialects: [.mysql], topic: .statements, help: "the same as \\gx, as MySQL's client writes it"
        ) { call throws(Failure) in
            try call.nothing()
            return .run(expanded: true, path: nil)
        },
        CommandEntry(
            "gdesc", dialects: [.postgresql], topic: .statements,
            help: "tell the columns that the open statement would return"
        ) { call throws(Failure) in
            try call.nothing()
            return .describeResult
        },
        CommandEntry(
            "gset", arguments: "[PREFIX]", dialects: [.postgresql], topic: .variables,
            help: "run the open statement and make its only row variables, named as its columns are"
        ) { call throws(Failure) in .take(.variables(prefix: try call.word() ?? "")) },
        CommandEntry(
            "gexec", dialects: [.postgresql], topic: .statements,
            help: "run the open statement, then each value that it returns as a statement"
        ) { call throws(Failure) in
            try call.nothing()
            return .take(.statements)
        },
        CommandEntry(
            "watch", arguments: "[SECONDS] [c=TIMES]", topic: .statements,
            help: "run the open statement again every 2 seconds, or as said, until interrupted"
        ) { call throws(Failure) in try watch(call) },
        CommandEntry(
            "explain", arguments: "[analyze]", topic: .statements,
            help: "show the plan of the open statement, which stays open and is not run; analyze runs and measures it"
        ) { call throws(Failure) in
            switch try call.word()?.lowercased() {
            case nil: return .explain(isAnalyzed: false)
            case "analyze"?, "analyse"?: return .explain(isAnalyzed: true)
            case let word?: throw call.refusal("\"\(word)\" is not analyze")
            }
        },
        CommandEntry(
            "e", "edit", arguments: "[FILE] [LINE]", topic: .statements,
            help: "edit the open statement, or a file, in $EDITOR"
        ) { call throws(Failure) in try edit(call) },
        CommandEntry("p", "print", topic: .statements, help: "show the open statement") { call throws(Failure) in
            try call.nothing()
            return .printStatement
        },
        followed("r", "reset", dialects: [.postgresql], topic: .statements, help: "forget the open statement"),
        followed(
            "c", "clear", dialects: [.mysql], topic: .statements,
            help: "forget the open statement, as MySQL's client does; psql's \\c is \\u here"),
        CommandEntry(
            "w", "write", arguments: "FILE", dialects: [.postgresql], topic: .statements,
            help: "write the open statement to a file"
        ) { call throws(Failure) in try write(call) },
        CommandEntry(
            "write", arguments: "FILE", dialects: [.mysql], topic: .statements,
            help: "write the open statement to a file"
        ) { call throws(Failure) in try write(call) },
        CommandEntry(
            "s", "history", arguments: "[FILE]", dialects: [.postgresql], topic: .statements,
            help: "show what was run, or write it to a file"
        ) { call throws(Failure) in .history(path: try call.path()) },
        CommandEntry(
            "history", arguments: "[FILE]", dialects: [.mysql], topic: .statements,
            help: "show what was run, or write it to a file; psql's \\s is MySQL's status"
        ) { call throws(Failure) in .history(path: try call.path()) },
    ]

    private static let runHelp =
        "run the open statement, or the last one again; its rows go to FILE if one is named"

    private static func write(_ call: CommandCall) throws(Failure) -> WorkspaceCommand {
        guard let path = try call.path() else { throw call.refusal("it needs a file") }
        return .write(path: path)
    }

    private static func edit(_ call: CommandCall) throws(Failure) -> WorkspaceCommand {
        let words = call.words.texts
        guard words.count <= 2 else { throw call.refusal("it takes a file and a line") }
        if words.count == 1, let line = Int(words[0]), line > 0 { return .edit(path: nil, line: line) }
        guard words.count == 2 else { return .edit(path: words.first, line: nil) }
        guard let line = Int(words[1]), line > 0 else { throw call.refusal("\"\(words[1])\" is no line number") }
        return .edit(path: words[0], line: line)
    }

    /// Source: psql 17's manual. `m=`, which ends the repetition at few rows, is not supported.
    private static func watch(_ call: CommandCall) throws(Failure) -> WorkspaceCommand {
        var seconds = 2.0
        var times: Int?
        for word in call.words.texts {
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            switch (parts.first, parts.count) {
            case ("c", 2), ("count", 2):
                guard let count = Int(parts[1]), count > 0 else { throw call.refusal("\"\(word)\" is no count") }
                times = count
            case ("m", 2), ("min_rows", 2): throw call.refusal("it does not watch for a number of rows")
            case ("i", 2), ("interval", 2), (_, 1):
                guard let number = Double(parts[parts.count - 1]), (0.1...86_400).contains(number) else {
                    throw call.refusal("\"\(word)\" is not between 0.1 seconds and a day")
                }
                seconds = number
            default: throw call.refusal("\"\(word)\" is unknown to it")
            }
        }
        return .watch(seconds: seconds, times: times)
    }
}
