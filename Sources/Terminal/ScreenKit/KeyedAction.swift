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

    /// The action's heading in the help.
    var section: Section { get }
    /// The text for the help and the palette.
    var help: String { get }
    /// The text for the hint line; nil when the hint line omits the action.
    var hint: String? { get }
    /// The names of the default keys.
    var standardKeys: [String] { get }
    /// Whether the action works only in a dialog; lists of possible actions omit it.
    var isForDialogs: Bool { get }
    /// Whether a key may have an action in a place; in text fields, a character may not.
    static func allows(_ key: Key, at place: Place) -> Bool
}

extension KeyedAction {
    /// By default every key may.
    public static func allows(_ key: Key, at place: Place) -> Bool { true }
}
