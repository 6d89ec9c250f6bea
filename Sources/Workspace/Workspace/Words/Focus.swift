/// The focused pane.
public enum Focus: Sendable, Equatable {
    /// The text.
    case editor
    /// The result.
    case grid
    /// The lines of the clusters of a session on several ones.
    case clusters
}
