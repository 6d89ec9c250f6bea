public import TerminalUI

/// An action with keys. Its raw value is its name in settings and in the palette.
public protocol KeyedAction: RawRepresentable, CaseIterable, Hashable, Sendable where RawValue == String {
    /// A part of the program with its own keys.
    associatedtype Place: Hashable, CaseIterable, Sendable
    /// A heading of the help.
    associatedtype Section: RawRepresentable, CaseIterable, Equatable where Section.RawValue == String

    /// The actions of a place.
    static func actions(at place: Place) -> [Self]
    /// A key whose meaning settings cannot remove, so that the user can always quit.
    static var lastWayOut: (key: Key, action: Self, place: Place)? { get }

    /// The action's line in the table of keys.
    var entry: KeyEntry<Section> { get }
    /// Whether the action works only in a dialog; lists of possible actions omit it.
    var isForDialogs: Bool { get }
    /// Whether a key may have an action in a place; in text fields, a character may not.
    static func allows(_ key: Key, at place: Place) -> Bool
}

/// The line of an action in the table of keys.
public struct KeyEntry<Section> {
    let section: Section
    let keys: [String]
    let help: String
    let hint: String?

    /// - Parameters:
    ///   - keys: The names of the default keys.
    ///   - help: The text for the help and the palette.
    ///   - hint: The text for the hint line, which omits actions without one.
    public init(_ section: Section, _ keys: [String], _ help: String, hint: String? = nil) {
        self.section = section
        self.keys = keys
        self.help = help
        self.hint = hint
    }
}

extension KeyedAction {
    /// The action's heading in the help.
    public var section: Section { entry.section }
    /// The text for the help and the palette.
    public var help: String { entry.help }
    /// The text for the hint line; nil when the hint line omits the action.
    public var hint: String? { entry.hint }
    /// The names of the default keys.
    public var standardKeys: [String] { entry.keys }

    /// By default every key may.
    public static func allows(_ key: Key, at place: Place) -> Bool { true }
}
