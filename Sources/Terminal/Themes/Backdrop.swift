/// What a theme expects behind its text where it paints no background of its own.
public enum Backdrop: String, Sendable, CaseIterable {
    /// A terminal with light text on dark.
    case dark
    /// A terminal with dark text on light.
    case light
    /// Either.
    case any
}
