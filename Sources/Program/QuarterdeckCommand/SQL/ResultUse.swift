/// What is done with a statement's result.
enum ResultUse: Equatable {
    /// It is written; a line for each value where it would be a table, if so wished.
    case shown(isExpanded: Bool)
    /// Its only row becomes variables: `\gset`.
    case variables(prefix: String)
    /// Its values are statements: `\gexec`.
    case statements
}
