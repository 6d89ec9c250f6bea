/// The terminal background that a theme expects where it sets none itself.
public enum Backdrop: String, Sendable, CaseIterable {
    /// Light text on dark.
    case dark
    /// Dark text on light.
    case light
    case any
}
