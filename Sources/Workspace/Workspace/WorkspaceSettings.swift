/// The user's settings for sessions.
public struct WorkspaceSettings: Sendable, Equatable {
    /// Keys by action name.
    public var keys: [String: [String]] = [:]
    /// Whether the editor has vi's keys.
    public var usesVi = false
    /// The memory for results in bytes; larger results go to a private file.
    public var resultMemory = 64 << 20
    /// The text for NULL.
    public var nullText = "NULL"
    /// The number of results that are kept.
    public var keptResults = 20

    /// The default settings.
    public init() {}
}
