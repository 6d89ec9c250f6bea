import Failures
import SQLScript
import SQLWire
import Threads

/// The client commands that `sql` handles beyond the script machine. Commands about the output format are ignored; all
/// others end the run, because ignoring them would change the meaning of the script.
struct ScriptCommands: Sendable {
    let name: String?
    let dialect: Dialect
    let cluster: String
    let report: RunReport

    enum Meaning {
        case nothing
        case statement([UInt8])
        /// Print the open statement, or the last one.
        case statementSoFar
    }

    /// Commands about the output format, which `--format` controls.
    private static let aboutLooks: [Dialect: Set<String>] = [
        .postgresql: ["a", "C", "f", "H", "pset", "t", "T", "timing", "x"],
        .mysql: ["prompt", "pager", "nopager", "warnings", "nowarning", "rehash"],
    ]

    /// The meaning of a command that the script machine does not handle.
    func meaning(of command: ScriptCommand) throws(Failure) -> Meaning {
        switch (dialect, command.name) {
        case (.mysql, "use"): return .statement(Array("USE ".utf8) + command.arguments)
        case (_, "p"), (_, "print"): return .statementSoFar
        case (_, let name) where Self.aboutLooks[dialect]?.contains(name) == true:
            report.warn("\(place(command))\(shown(command)) is about looks and was passed over; see --format")
            return .nothing
        default: throw refusal(of: command)
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

    private func shown(_ command: ScriptCommand) -> String {
        dialect == .postgresql ? "\\\(command.name)" : command.name
    }

    func place(_ command: ScriptCommand) -> String {
        name.map { "\($0):\(command.line): " } ?? ""
    }
}
