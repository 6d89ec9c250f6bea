import BlockingExecutor
import Failures
import SQLCore

/// What the client programs' own commands in a script mean here: the few that a script may rest on are followed, those
/// about looks are passed over, and all others end the run rather than change what the script does.
struct ScriptCommands: Sendable {
    let name: String?
    let dialect: Dialect
    let cluster: String
    let report: RunReport

    enum Meaning {
        case nothing
        case stop
        case statement([UInt8])
        case include(path: String, isBeside: Bool)
        case output(String)
    }

    /// About how results look, which is `--format`'s business.
    private static let aboutLooks: Set<String> = [
        "a", "C", "f", "H", "pset", "t", "T", "timing", "x", "prompt", "pager", "nopager", "warnings",
        "nowarning", "rehash", "charset", "print",
    ]

    func meaning(of command: ScriptCommand) throws(Failure) -> Meaning {
        let words = dialect == .postgresql ? try self.words(of: command) : CommandWords(argument(of: command))
        let first = words.texts.first ?? ""
        switch (dialect, command.name) {
        case (.postgresql, "q"), (.mysql, "quit"), (.mysql, "exit"): return .stop
        case (.postgresql, "restrict"), (.postgresql, "unrestrict"): return .nothing
        // The scanner has thrown the open statement away.
        case (.postgresql, "r"), (.postgresql, "reset"): return .nothing
        case (.postgresql, "echo"), (.postgresql, "qecho"):
            let echo = words.echo
            return .output(echo.text + (echo.endsLine ? "\n" : ""))
        case (.postgresql, "warn"):
            report.plain(words.texts.joined(separator: " "))
            return .nothing
        case (.postgresql, "encoding")
        where !first.isEmpty && first.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }):
            return .statement(Array("SET client_encoding TO '\(first)'".utf8))
        case (.postgresql, "i"), (.postgresql, "include"), (.mysql, "source"):
            return .include(path: first, isBeside: false)
        case (.postgresql, "ir"), (.postgresql, "include_relative"):
            return .include(path: first, isBeside: true)
        case (.postgresql, "set") where first.hasPrefix("ON_ERROR_STOP"):
            // The flag --on-error decides; stopping is what it does unless told otherwise.
            return .nothing
        case (.mysql, "use"): return .statement(Array("USE ".utf8) + command.arguments)
        case (_, let name) where Self.aboutLooks.contains(name):
            report.warn("\(place(command))\(shown(command)) is about looks and was passed over; see --format")
            return .nothing
        default: throw refusal(of: command)
        }
    }

    /// A command that runs the statement before it may do nothing else.
    func check(ending command: ScriptCommand) throws(Failure) {
        guard ["g", "go", "G", "ego", "gx"].contains(command.name), argument(of: command).isEmpty else {
            throw refusal(of: command)
        }
    }

    func refusal(of command: ScriptCommand) -> Failure {
        let client = dialect == .postgresql ? "psql" : "mysql"
        let file = name.map { $0 == "standard input" ? "" : dialect == .postgresql ? " -f \($0)" : " < \($0)" } ?? ""
        return Failure(
            .badData, "\(place(command))\(shown(command)) is not SQL",
            why: "it is a command of \(client)'s own, which quarterdeck sql does not have",
            next: "quarterdeck exec \(cluster) -- \(client)\(file)")
    }

    private func words(of command: ScriptCommand) throws(Failure) -> CommandWords {
        guard let words = CommandWords(command.arguments, dialect) else { throw refusal(of: command) }
        return words
    }

    private func shown(_ command: ScriptCommand) -> String {
        dialect == .postgresql ? "\\\(command.name)" : command.name
    }

    private func place(_ command: ScriptCommand) -> String {
        name.map { "\($0):\(command.line): " } ?? ""
    }

    private func argument(of command: ScriptCommand) -> String {
        let text = String(decoding: command.arguments, as: UTF8.self)
        let trimmed = text.drop { $0.isWhitespace }
        var end = trimmed.endIndex
        while end > trimmed.startIndex, trimmed[trimmed.index(before: end)].isWhitespace {
            end = trimmed.index(before: end)
        }
        let words = trimmed[..<end]
        guard words.count >= 2, let first = words.first, first == "'", words.last == "'" else { return String(words) }
        return String(words.dropFirst().dropLast())
    }
}
