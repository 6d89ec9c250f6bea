public import SQLCore

/// One thing after another of what is run.
public enum Step: Sendable, Equatable {
    /// A statement for the server.
    case statement(StatementOrder)
    /// Something for the program itself.
    case command(ScriptCommand)
}
