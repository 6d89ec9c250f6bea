/// What is done with a statement's result.
public enum ResultUse: Sendable, Equatable {
    /// It is shown; a line for each value where it would be a table, if it is expanded: `\gx`.
    case shown(isExpanded: Bool)
    /// Its only row becomes variables: `\gset`.
    case variables(prefix: String)
    /// Its values are statements: `\gexec`.
    case statements

    /// Whether it is shown.
    public var isShown: Bool { if case .shown = self { true } else { false } }
}
