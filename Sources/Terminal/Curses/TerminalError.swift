/// Why there is no screen to draw on.
public enum TerminalError: Error, Sendable, Equatable {
    /// Standard input or output is no terminal.
    case notATerminal
    /// `TERM` names a terminal that the system has no description of; nil when it is not set.
    case unknown(String?)
    /// The terminal cannot place its cursor.
    case incapable(String)
}
