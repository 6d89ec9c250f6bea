/// What a person has set, as far as the deck goes by it.
public struct DeckSettings: Sendable, Equatable {
    /// The theme's name.
    public var theme: String
    /// Keys by names of actions.
    public var keys: [String: [String]]
    /// The form in which `copy` writes, by name.
    public var copyFormat: String
    /// Whether clicks and the wheel are asked for.
    public var hasMouse: Bool
    /// How attention is drawn to a token that runs out: `none`, `bell` or `notification`.
    public var alert: Alert
    /// Whether the clipboard file stays when the deck is left.
    public var keepsClipboard: Bool
    /// Whether sessions are edited with vi's keys.
    public var usesVi = false
    /// Memory for results, in bytes.
    public var resultMemory = 64 << 20
    /// What stands for NULL in a result.
    public var nullText = "NULL"
    /// Where a key of an action stands in the file: `settings.toml:4:1`, by the action's name.
    public var keyPlaces: [String: String]
    /// What is wrong in the file, one line each.
    public var problems: [String]
    /// Whether the file could be read at all; while somebody is writing it, what was set before stays.
    public var isReadable: Bool

    /// How to draw attention.
    public enum Alert: String, Sendable, CaseIterable {
        case none, bell, notification
    }

    /// The settings of someone who has set nothing.
    public init() {
        theme = "default"
        keys = [:]
        copyFormat = "raw"
        hasMouse = true
        alert = .none
        keepsClipboard = false
        keyPlaces = [:]
        problems = []
        isReadable = true
    }
}
