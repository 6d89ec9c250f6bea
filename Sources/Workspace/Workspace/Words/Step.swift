public import SQLScript

/// A step of a run.
public enum Step: Sendable, Equatable {
    /// A statement for the server.
    case statement(StatementOrder)
    /// A command for the program itself.
    case command(ScriptCommand)
    /// The end of a script.
    case leave
}

extension Step {
    /// The change of a row that it makes.
    var change: RowChange? { if case .statement(let order) = self { order.change } else { nil } }

    /// The step as part of a script file, with its position.
    func included(from script: String) -> Step {
        guard case .statement(var order) = self else { return self }
        let name = script.split(separator: "/").last.map(String.init) ?? script
        order.origin = "\(name):\(order.line)"
        return .statement(order)
    }
}
