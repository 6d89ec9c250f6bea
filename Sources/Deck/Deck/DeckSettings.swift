public import Profiles

/// The user's settings for the deck.
public struct DeckSettings: Sendable, Equatable {
    /// The theme's name.
    public var theme: String
    /// Keys by action name.
    public var keys: [String: [String]]
    /// The name of the token format that `copy` writes.
    public var copyFormat: String
    /// Whether to use the mouse.
    public var hasMouse: Bool
    /// The alert for a token that is about to expire: `none`, `bell` or `notification`.
    public var alert: Alert
    /// Whether the clipboard file is kept when the deck ends.
    public var keepsClipboard: Bool
    /// Whether the SQL editor has vi's keys.
    public var usesVi = false
    /// The memory for results, in bytes.
    public var resultMemory = 64 << 20
    /// The text for NULL in results.
    public var nullText = "NULL"
    /// Whether a token is kept fresh as soon as it is signed, unless the user switches that off for its cluster.
    public var renewsTokens = false
    /// The columns of the table, in their order; nil for the default columns.
    public var columns: [TableColumn]?
    /// The position of an action's keys in the file, by action name: `settings.toml:4:1`.
    public var keyPlaces: [String: String]
    /// The errors in the file, one line each.
    public var problems: [String]
    /// Whether the file was readable; otherwise, for instance while it is being written, the previous settings stay.
    public var isReadable: Bool

    /// The kinds of alerts.
    public enum Alert: String, Sendable, CaseIterable {
        case none, bell, notification
    }

    /// The default settings.
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
