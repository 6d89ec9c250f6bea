/// Why the terminal cannot be used.
public enum TerminalError: Error, Sendable, Equatable {
    /// Standard input or output is not a terminal.
    case notATerminal
    /// The system has no description of the terminal in `TERM`; nil when `TERM` is not set.
    case unknown(String?)
    /// The terminal cannot place its cursor.
    case incapable(String)
}
