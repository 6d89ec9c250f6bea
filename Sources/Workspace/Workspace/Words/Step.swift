public import SQLCore

/// One thing after another of what is run.
public enum Step: Sendable, Equatable {
    /// A statement for the server.
    case statement(StatementOrder)
    /// Something for the program itself.
    case command(ScriptCommand)
    /// A script is at its end.
    case leave
}

extension Step {
    /// The same as the script of a file means it: statements know where they stand.
    func included(from script: String) -> Step {
        guard case .statement(var order) = self else { return self }
        let name = script.split(separator: "/").last.map(String.init) ?? script
        order.origin = "\(name):\(order.line)"
        return .statement(order)
    }
}
