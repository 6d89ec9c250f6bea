/// The use of a statement's result.
public enum ResultUse: Sendable, Equatable {
    /// Show it; `isExpanded` prints one line for each value: `\gx`.
    case shown(isExpanded: Bool)
    /// Store its only row in variables: `\gset`.
    case variables(prefix: String)
    /// Run its values as statements: `\gexec`.
    case statements

    public var isShown: Bool { if case .shown = self { true } else { false } }
}
