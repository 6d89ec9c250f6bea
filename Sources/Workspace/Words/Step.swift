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
    /// The same as a script in a directory means it: `\ir` counts from there.
    func included(from directory: String, _ dialect: Dialect) -> Step {
        guard case .command(let command) = self,
            case .success(.include(let path, true)) = WorkspaceCommand.parse(command, dialect: dialect),
            !path.hasPrefix("/"), !path.hasPrefix("~")
        else { return self }
        let quoted = "\(directory)/\(path)".flatMap { $0 == "'" || $0 == "\\" ? ["\\", $0] : [$0] }
        return .command(ScriptCommand(name: "i", arguments: Array(" '\(String(quoted))'".utf8), line: command.line))
    }
}
