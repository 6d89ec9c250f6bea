import Catalog
public import SQLCore

/// One thing after another of what is run.
public enum Step: Sendable, Equatable {
    /// A statement for the server.
    case statement(StatementOrder)
    /// Something for the program itself.
    case command(ScriptCommand)
}

extension Step {
    /// The same as the script of a file means it: statements know where they stand, and `\ir` counts from there.
    func included(from script: String, _ dialect: Dialect) -> Step {
        switch self {
        case .statement(var order):
            let name = script.split(separator: "/").last.map(String.init) ?? script
            order.origin = "\(name):\(order.line)"
            return .statement(order)
        case .command(let command):
            guard case .success(.include(let path, true)) = WorkspaceCommand.parse(command, dialect: dialect),
                !path.hasPrefix("/"), !path.hasPrefix("~")
            else { return self }
            let directory = script.prefix(upTo: script.lastIndex(of: "/") ?? script.startIndex)
            let quoted = "\(directory)/\(path)".flatMap { $0 == "'" || $0 == "\\" ? ["\\", $0] : [$0] }
            return .command(ScriptCommand(name: "i", arguments: Array(" '\(String(quoted))'".utf8), line: command.line))
        }
    }
}
