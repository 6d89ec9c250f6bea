/// The focused pane.
public enum Focus: Sendable, Equatable {
    /// The text.
    case editor
    /// The result.
    case grid
}
