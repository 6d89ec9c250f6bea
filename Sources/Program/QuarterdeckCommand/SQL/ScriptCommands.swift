import ScreenKit
import Threads
import Failures
import SQLCore

/// What the client programs' own commands in a script mean here: those that a script may rest on are followed, those
/// about looks are passed over, and all others end the run rather than change what the script does.
struct ScriptCommands: Sendable {
    let name: String?
    let dialect: Dialect
    let cluster: String
    let report: RunReport
    let variables: Locked<ScriptVariables>

    enum Meaning {
        case nothing
        case stop
        case statement([UInt8])
        case include(path: String, isBeside: Bool)
        case output(String)
    }

    /// About how results look, which is `--format`'s business.
    private static let aboutLooks: [Dialect: Set<String>] = [
        .postgresql: ["a", "C", "f", "H", "pset", "t", "T", "timing", "x", "print"],
        .mysql: ["prompt", "pager", "nopager", "warnings", "nowarning", "rehash", "charset", "print"],
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
        case (.postgresql, "set"):
            guard !words.texts.isEmpty else { return .output(variables.withLock { $0.listing }) }
            // The flag --on-error decides; stopping is what it does unless told otherwise.
            guard first != "ON_ERROR_STOP" else { return .nothing }
            let value = words.texts.dropFirst().joined()
            try set(first, to: Array(value.utf8), command)
            return .nothing
        case (.postgresql, "unset"):
            guard words.texts.count == 1 else { throw refusal(of: command) }
            try set(first, to: nil, command)
            return .nothing
        case (.mysql, "use"): return .statement(Array("USE ".utf8) + command.arguments)
        case (_, let name) where Self.aboutLooks[dialect]?.contains(name) == true:
            report.warn("\(place(command))\(shown(command)) is about looks and was passed over; see --format")
            return .nothing
        default: throw refusal(of: command)
        }
    }

    /// What is done with the result of the statement before a command that runs it.
    func use(of command: ScriptCommand) throws(Failure) -> ResultUse {
        switch (dialect, command.name) {
        case (.postgresql, "gset"):
            let words = try self.words(of: command).texts
            guard words.count <= 1 else { throw refusal(of: command) }
            return .variables(prefix: words.first ?? "")
        case (.postgresql, "gexec") where argument(of: command).isEmpty: return .statements
        case (_, "g"), (_, "go"): break
        case (_, "gx"), (_, "G"), (_, "ego"): if argument(of: command).isEmpty { return .shown(isExpanded: true) }
        default: throw refusal(of: command)
        }
        guard argument(of: command).isEmpty else { throw refusal(of: command) }
        return .shown(isExpanded: false)
    }

    /// Goes on behind an `\if`, `\elif`, `\else` or `\endif`.
    func followed(_ command: ScriptCommand, _ conditions: ScriptConditions) throws(Failure) -> ScriptConditions {
        guard !command.isInStatement else {
            throw placed(
                Failure(
                    .badData, "\\\(command.name) stands inside a statement",
                    why: "only whole statements are left out here", next: "end the statement before it"), command)
        }
        let words = conditions.reads(command.name) ? try self.words(of: command).texts : []
        var conditions = conditions
        do throws(Failure) {
            try conditions.take(command.name, words)
        } catch {
            throw placed(error, command)
        }
        return conditions
    }

    private func set(_ name: String, to value: [UInt8]?, _ command: ScriptCommand) throws(Failure) {
        let refusal = variables.withLock { variables -> Failure? in
            do throws(Failure) {
                try variables.set(name, to: value)
                return nil
            } catch {
                return error
            }
        }
        if let refusal { throw placed(refusal, command) }
    }

    private func placed(_ failure: Failure, _ command: ScriptCommand) -> Failure {
        Failure(failure.status, place(command) + failure.what, why: failure.why, next: failure.next)
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
        let variables = variables.withLock { $0 }
        guard let words = CommandWords(command.arguments, dialect, variables: variables) else {
            throw refusal(of: command)
        }
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
