public import TerminalUI

/// Something that a key can ask for. Its raw value is its name in settings and in palettes.
public protocol KeyedAction: RawRepresentable, CaseIterable, Hashable, Sendable where RawValue == String {
    /// Where a key is pressed.
    associatedtype Place: Hashable, CaseIterable, Sendable
    /// A heading of the help.
    associatedtype Section: RawRepresentable, CaseIterable, Equatable where Section.RawValue == String

    /// What can be asked for at a place.
    static func actions(at place: Place) -> [Self]
    /// The key that means something whatever the settings say, since whoever cannot leave is stuck.
    static var lastWayOut: (key: Key, action: Self, place: Place)? { get }

    /// What it belongs to.
    var section: Section { get }
    /// What it does, as the help and the palette say it.
    var help: String { get }
    /// What it does, as the last line says it; nil where there is no room for it.
    var hint: String? { get }
    /// The keys that ask for it unless settings say otherwise, by name.
    var standardKeys: [String] { get }
    /// Whether it is no use without a dialog, which keeps it out of lists of what can be done.
    var isForDialogs: Bool { get }
    /// Whether a key can ask for anything at a place; a character cannot where text is typed.
    static func allows(_ key: Key, at place: Place) -> Bool
}

extension KeyedAction {
    /// Every key can.
    public static func allows(_ key: Key, at place: Place) -> Bool { true }
}
