/// What a person has set, as far as sessions go by it.
public struct WorkspaceSettings: Sendable, Equatable {
    /// Keys by names of actions.
    public var keys: [String: [String]] = [:]
    /// Whether the text is edited with vi's keys.
    public var usesVi = false
    /// Memory for results, in bytes; what is more goes to a private file.
    public var resultMemory = 64 << 20
    /// What stands for NULL.
    public var nullText = "NULL"
    /// Results that are kept.
    public var keptResults = 20

    /// The settings of someone who has set nothing.
    public init() {}
}
